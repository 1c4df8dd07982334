/* chain_test - what the hash of an event covers. */
#include "stream.h"
#include "text.h"
#include <string.h>

static struct event sample(void)
{
    return (struct event){
        .number = 1,
        .at = 1000,
        .kind = "person_added",
        .subject = "p1",
        .person = "p1",
        .client_id = "c_1",
        .by = "admin",
        .before = "{}",
        .after = "{\"disabled\":true}",
        .sealed = {(const uint8_t *)"sealed", 6},
    };
}

static struct event linked(struct event e, struct event_chain chain)
{
    const char *why = NULL;

    CHECK_OK(event_chain_add(&chain, check_mem(), &e, &why));
    e.hash = arena_bytes(check_mem(), chain.hash, sizeof chain.hash);
    return e;
}

/* Old streams must verify with new programs: these bytes never change. */
static void the_hash_of_a_known_event_is_known(void)
{
    struct event e = linked(sample(), (struct event_chain){0});

    CHECK_STR(text_hex(check_mem(), e.hash),
              "3d3794ddd0232fd204fd5551893e0725179c2c800c831bac2049635f623200ed");
}

static void the_chain_goes_on(void)
{
    struct event_chain chain = {0};
    struct event first = linked(sample(), chain), second = sample();

    CHECK_STR(event_chain_fault(&chain, check_mem(), &first), NULL);
    CHECK_INT(chain.number, 1);
    CHECK_BYTES(((struct bytes){chain.hash, EVENT_HASH_LEN}), first.hash);
    second.number = 2;
    second = linked(second, chain);
    CHECK(!bytes_equal(second.hash, first.hash));
    CHECK_STR(event_chain_fault(&chain, check_mem(), &second), NULL);
    CHECK_INT(chain.number, 2);
}

static void a_hole_and_a_repetition_are_found(void)
{
    struct event_chain chain = {0};
    struct event first = linked(sample(), chain), third = sample();

    CHECK_STR(event_chain_fault(&chain, check_mem(), &first), NULL);
    third.number = 3;
    third = linked(third, chain);
    CHECK_STR(event_chain_fault(&chain, check_mem(), &third), "it is followed by 3");
    CHECK_STR(event_chain_fault(&chain, check_mem(), &first), "it is followed by 1");
    CHECK_INT(chain.number, 1); /* it stays where it was */
}

/* Each member of the message but the number and the hash itself. */
static void a_change_of_any_field_is_found(void)
{
    size_t tried = 0;

    for (size_t i = 1; i + 1 < event_desc.n_fields; i++) {
        const struct msg_field *f = &event_desc.fields[i];
        struct event_chain chain = {0};
        struct event e = linked(sample(), chain);
        char *member = (char *)&e + f->offset;

        if (f->kind == MSG_int)
            ++*(int64_t *)(void *)member;
        else if (f->kind == MSG_bytes)
            *(struct bytes *)(void *)member = bytes_of("other");
        else
            *(const char **)(void *)member = "other";
        const char *why = event_chain_fault(&chain, check_mem(), &e);
        if (!why)
            check_failed(__FILE__, __LINE__, "a change of %s is not found", f->name);
        tried++;
    }
    CHECK_INT(tried, 9);
}

static void an_event_of_another_chain_is_found(void)
{
    struct event_chain chain = {0}, other = {.hash = {1}};
    struct event e = linked(sample(), other);

    CHECK(event_chain_fault(&chain, check_mem(), &e));
    CHECK(!event_chain_fault(&other, check_mem(), &e));
}

static void what_breaks_the_contract_cannot_be_linked(void)
{
    struct event_chain chain = {0};
    struct event e = sample();
    const char *why = NULL;

    e.subject = NULL;
    CHECK_ERR(event_chain_add(&chain, check_mem(), &e, &why), ERR_BAD_FIELD);
    CHECK_STR(why, "subject is missing");
    CHECK_INT(chain.number, 0);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(the_hash_of_a_known_event_is_known),
        CASE(the_chain_goes_on),
        CASE(a_hole_and_a_repetition_are_found),
        CASE(a_change_of_any_field_is_found),
        CASE(an_event_of_another_chain_is_found),
        CASE(what_breaks_the_contract_cannot_be_linked),
        {0},
    });
}
