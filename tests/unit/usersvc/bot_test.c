/* bot_test - the accounts of apps' bots: nobody gets in by them, and they go with their app. */
#include "people.h"
#include <string.h>

static enum err set(struct people *p, const char *client_id, const char *nickname,
                    struct person *out)
{
    return usersvc_bot_set(people_as(p, &p->authsvc),
                           &(struct bot_set_request){client_id, nickname}, out);
}

static struct person bot(struct people *p, const char *client_id, const char *nickname)
{
    struct person made = {0};

    CHECK_OK(set(p, client_id, nickname, &made));
    return made;
}

static enum err end(struct people *p, const char *client_id)
{
    return usersvc_bot_end(people_as(p, &p->authsvc), &(struct bot_ref){client_id}, &NOTHING);
}

static enum err get(struct people *p, const struct person_ref *ref, struct person *out)
{
    return usersvc_person_get(people_as(p, &p->admin), ref, out);
}

static void an_app_has_one_bot_however_often_it_asks(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person first = bot(p, "tc_1", "Helper"), found = {0};

    people_reopen(p);
    struct person again = bot(p, "tc_1", "Helper"), other = bot(p, "tc_2", "Helper");
    CHECK_STR(again.id, first.id);
    CHECK_STR(again.sub, first.sub);
    CHECK_STR(again.discriminator, first.discriminator);
    CHECK_STR(first.bot_of, "tc_1");
    CHECK_STR(first.email, NULL);
    CHECK_INT(strlen(first.sub), 24);
    CHECK(first.number > 0);
    CHECK(strcmp(other.id, first.id) != 0);
    CHECK(strcmp(other.discriminator, first.discriminator) != 0);
    CHECK_OK(get(p, &(struct person_ref){.id = first.id}, &found));
    CHECK_STR(found.bot_of, "tc_1");
    people_close(p);
}

static void a_bot_is_called_like_its_app(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person before = bot(p, "tc_1", "Helper");

    people_now += 1000;
    struct person after = bot(p, "tc_1", "Servant"), found = {0};
    CHECK_STR(after.id, before.id);
    CHECK_STR(after.nickname, "Servant");
    CHECK_STR(after.discriminator, before.discriminator);
    CHECK_INT(after.updated_at, people_now);
    CHECK_OK(get(p, &(struct person_ref){.id = before.id}, &found));
    CHECK_STR(found.nickname, "Servant");
    people_close(p);
}

static void nobody_finds_it_by_name_or_gets_in_by_it(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person made = bot(p, "tc_1", "Helper"), found = {0};
    const char *const names[] = {made.username, "tc_1", "Helper", "bot:tc_1"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        CHECK_ERR(get(p, &(struct person_ref){.username = names[i]}, &found), ERR_NOT_FOUND);
        CHECK_ERR(people_check(p, names[i], "a password", NULL), ERR_WRONG_PASSWORD);
    }
    const struct password_set_request password = {made.id, "a new password"};
    CHECK_ERR(usersvc_password_set(people_as(p, &p->admin), &password, &NOTHING), ERR_FORBIDDEN);
    const struct person_update_request address = {.id = made.id, .email = "bot@example.org"};
    CHECK_ERR(usersvc_person_update(people_as(p, &p->admin), &address, &found), ERR_FORBIDDEN);
    people_close(p);
}

static struct outbox_since_reply letters(struct people *p)
{
    struct outbox_since_reply a = {0};

    CHECK_OK(rpc_call_to(people_as(p, &p->courier), "usersvc", &service_outbox_since_method,
                         &(struct outbox_since_request){0}, &a));
    return a;
}

static void it_gets_no_mail(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person made = bot(p, "tc_1", "Helper");
    const struct password_forgot_request q = {.username = made.username};

    CHECK_OK(usersvc_password_forgot(people_as(p, &p->gateway), &q, &NOTHING));
    struct outbox_since_reply sent = letters(p);
    CHECK_INT(sent.items.n, 1); /* to nobody, as for any name that nobody has */
    CHECK(!sent.items.v[0].order->mail);
    people_close(p);
}

static void administrators_see_what_it_is(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person_page page = {0};

    people_add(p, "ada");
    bot(p, "tc_1", "Helper");
    CHECK_OK(usersvc_person_list(people_as(p, &p->admin), &(struct person_page_request){0}, &page));
    CHECK_INT(page.people.n, 2);
    size_t bots = 0;
    for (size_t i = 0; i < page.people.n; i++)
        bots += page.people.v[i].bot_of != NULL;
    CHECK_INT(bots, 1);
    people_close(p);
}

static void it_ends_for_good(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person made = bot(p, "tc_1", "Helper"), found = {0};

    CHECK_OK(end(p, "tc_1"));
    CHECK_OK(end(p, "tc_1"));
    CHECK_OK(end(p, "tc_none"));
    CHECK_ERR(get(p, &(struct person_ref){.id = made.id}, &found), ERR_NOT_FOUND);
    CHECK(!people_standing(p, made.id).active);
    CHECK_INT(people_standing(p, made.id).generation, 2);
    struct person next = bot(p, "tc_1", "Helper");
    CHECK(strcmp(next.id, made.id) != 0 && strcmp(next.sub, made.sub) != 0);
    CHECK(next.number > made.number);
    people_close(p);
}

static void only_authsvc_deals_in_bots(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person made = {0};
    const struct bot_set_request q = {"tc_1", "Helper"};

    CHECK_ERR(usersvc_bot_set(people_as(p, &p->gateway), &q, &made), ERR_FORBIDDEN);
    CHECK_ERR(usersvc_bot_set(people_as(p, &p->admin), &q, &made), ERR_FORBIDDEN);
    people_close(p);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(an_app_has_one_bot_however_often_it_asks),
        CASE(a_bot_is_called_like_its_app),
        CASE(nobody_finds_it_by_name_or_gets_in_by_it),
        CASE(it_gets_no_mail),
        CASE(administrators_see_what_it_is),
        CASE(it_ends_for_good),
        CASE(only_authsvc_deals_in_bots),
        {0},
    });
}
