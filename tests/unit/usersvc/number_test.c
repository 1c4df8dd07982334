/* number_test - numbers that people get in the order in which they came, and their subs. */
#include "db.h"
#include "event_store.h"
#include "outbox_store.h"
#include "people.h"
#include "place.h"
#include <string.h>

static enum err bring(struct people *p, const char *name, const char *sub, int64_t number,
                      struct call **c, struct person *out)
{
    const struct person_add_request q = {
        .username = name,
        .email = arena_printf(check_mem(), "%s@example.org", name),
        .password = "long enough",
        .sub = sub,
        .number = number,
    };

    *c = people_as(p, &p->admin);
    return usersvc_person_add(*c, &q, out);
}

static void numbers_grow_and_are_never_given_again(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada"), bob = people_add(p, "bob"), again = {0};
    const struct person_ref ref = {.id = bob.id};
    const struct person_update_request rename = {.id = ada.id, .nickname = "Countess"};
    struct call *c;

    CHECK_INT(ada.number, 1);
    CHECK(bob.number > ada.number);
    CHECK_OK(usersvc_person_delete(people_as(p, &p->admin), &ref, &NOTHING));
    CHECK_ERR(bring(p, "ada", NULL, 0, &c, &again), ERR_EXISTS);
    people_reopen(p);
    again = people_add(p, "bob");
    CHECK(again.number > bob.number);
    CHECK_INT(people_look(p, again.id).number, again.number);
    CHECK_OK(usersvc_person_update(people_as(p, &p->admin), &rename, &again));
    CHECK_INT(again.number, ada.number);
    people_close(p);
}

/* Whoever has an id is known by it elsewhere; nobody is given one that somebody had. */
static void people_from_elsewhere_keep_what_they_are_known_by(void)
{
    static const char sub[] = "649aa2179e97b8b3b2d1004f";
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = {0}, other = {0};
    struct call *c;

    CHECK_OK(bring(p, "ada", sub, 4000, &c, &ada));
    CHECK_STR(ada.sub, sub);
    CHECK_INT(ada.number, 4000);
    CHECK_INT(people_add(p, "bob").number, 4001);
    CHECK_OK(bring(p, "early", NULL, 7, &c, &other));
    CHECK_INT(other.number, 7);
    CHECK_INT(people_add(p, "late").number, 4002);

    CHECK_ERR(bring(p, "thief", sub, 0, &c, &other), ERR_EXISTS);
    CHECK_STR(c->text, "sub is taken");
    CHECK_ERR(bring(p, "thief", NULL, 4000, &c, &other), ERR_EXISTS);
    CHECK_STR(c->text, "number is taken");
    CHECK_ERR(bring(p, "ada", sub, 4000, &c, &other), ERR_EXISTS);
    CHECK_STR(c->text, "username is taken");
    CHECK_ERR(bring(p, "loud", "649AA2179E97B8B3B2D1004F", 0, &c, &other), ERR_BAD_FIELD);
    CHECK_OK(usersvc_person_delete(people_as(p, &p->admin), &(struct person_ref){.id = ada.id},
                                   &NOTHING));
    CHECK_ERR(bring(p, "ada", sub, 0, &c, &other), ERR_EXISTS);
    CHECK_STR(c->text, "sub is taken");
    people_close(p);
}

static void a_sub_is_24_hex_digits(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada"), bob = people_add(p, "bob");

    CHECK_INT(strlen(ada.sub), 24);
    CHECK_INT(strspn(ada.sub, "0123456789abcdef"), 24);
    CHECK(strcmp(ada.sub, bob.sub) != 0);
    people_close(p);
}

/* -- beside and after older programs ------------------------------------------------------------
 */

static const struct sql SQL_AS_BEFORE = {
    "as_before", "INSERT INTO person (id, sub, username, username_key, email, email_key,"
                 " email_verified, disabled, generation, created_at, updated_at)"
                 " VALUES ($1, $1 || '-sub', $1, $1, $1 || '@example.org', $1 || '@example.org',"
                 " 0, 0, 1, $2, $3)"};

static void whom_an_older_program_adds_gets_theirs_soon(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada");

    people_rows(p->svc->store, &SQL_AS_BEFORE, "bob", 1, 1);
    CHECK_INT(people_look(p, "bob").number, 0);
    CHECK_STR(people_look(p, "bob").discriminator, NULL);
    usersvc_service.idle(p->svc, people_as(p, &p->admin));
    struct person bob = people_look(p, "bob");
    CHECK(bob.number > ada.number);
    CHECK(people_is_tag(bob.discriminator));
    usersvc_service.idle(p->svc, people_as(p, &p->admin));
    CHECK_INT(people_look(p, "bob").number, bob.number);
    CHECK(people_add(p, "eve").number > bob.number);
    people_close(p);
}

extern const char usersvc_schema_first[], usersvc_schema_links[], usersvc_schema_event_keys[];

static struct store *open_before(void)
{
    const struct migration migrations[] = {
        {.version = 1, .name = "first", .sqlite = usersvc_schema_first},
        EVENT_MIGRATION(2),
        OUTBOX_MIGRATION(3),
        {.version = 4, .name = "links", .sqlite = usersvc_schema_links},
        {.version = 5, .name = "event keys", .sqlite = usersvc_schema_event_keys},
    };
    struct store_options options = {
        .path = arena_printf(check_mem(), "%s/%s/usersvc.db", check_dir(), TENANT_DEFAULT),
        .schema = TENANT_DEFAULT "_usersvc",
        .migrations = migrations,
        .n_migrations = ARRAY_LEN(migrations),
        .oldest_reader = 1,
        .readers = 1,
        .inline_writer = true,
    };
    struct store *store = NULL;

    place_of(check_dir(), &options.server, &options.driver);
    CHECK_OK(store_open(&options, &store));
    return store;
}

static const struct sql SQL_ERASED = {
    "erased", "INSERT INTO person (id, sub, email_verified, disabled, generation, created_at,"
              " updated_at, deleted_at) VALUES ($1, $1 || '-sub', 0, 0, 2, $2, $2, $3)"};
static const struct sql SQL_NICKNAME = {
    "nickname", "UPDATE person SET nickname = $1 WHERE created_at BETWEEN $2 AND $3"};

static void those_who_are_there_already_are_numbered_as_they_came(void)
{
    struct store *before = open_before();

    people_rows(before, &SQL_AS_BEFORE, "third", 30, 30);
    people_rows(before, &SQL_AS_BEFORE, "first", 10, 10);
    people_rows(before, &SQL_ERASED, "gone", 20, 21);
    people_rows(before, &SQL_AS_BEFORE, "fourth", 40, 40);
    people_rows(before, &SQL_NICKNAME, "THIRD", 40, 40);
    store_close(&before);

    struct people *p = people_open(PEOPLE_INLINE);
    CHECK_INT(people_look(p, "first").number, 1);
    CHECK_INT(people_look(p, "third").number, 3);
    CHECK_INT(people_look(p, "fourth").number, 4);
    CHECK_STR(people_look(p, "first").discriminator, "0001");
    CHECK_STR(people_look(p, "third").discriminator, "0001");
    CHECK_STR(people_look(p, "fourth").discriminator, "0002"); /* called the same */
    CHECK_STR(people_look(p, "third").sub, "third-sub");
    CHECK_INT(people_add(p, "fifth").number, 5);
    people_close(p);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(numbers_grow_and_are_never_given_again),
        CASE(people_from_elsewhere_keep_what_they_are_known_by),
        CASE(a_sub_is_24_hex_digits),
        CASE(whom_an_older_program_adds_gets_theirs_soon),
        CASE(those_who_are_there_already_are_numbered_as_they_came),
        {0},
    });
}
