/* number_test - what dialects call people by: a number, and digits beside the nickname. */
#include "db.h"
#include "discriminator_store.h"
#include "event_store.h"
#include "outbox_store.h"
#include "people.h"
#include "place.h"
#include <pthread.h>
#include <string.h>

static enum err add_called(struct people *p, const char *name, const char *nickname,
                           struct call **c, struct person *out)
{
    const struct person_add_request q = {
        .username = name,
        .email = arena_printf(check_mem(), "%s@example.org", name),
        .password = "long enough",
        .nickname = nickname,
    };

    *c = people_as(p, &p->admin);
    return usersvc_person_add(*c, &q, out);
}

static struct person called(struct people *p, const char *name, const char *nickname)
{
    struct person added = {0};
    struct call *c;

    CHECK_OK(add_called(p, name, nickname, &c, &added));
    return added;
}

static enum err rename_to(struct people *p, const char *id, const char *nickname, struct call **c,
                          struct person *out)
{
    *c = people_as(p, &p->admin);
    return usersvc_person_update(
        *c, &(struct person_update_request){.id = id, .nickname = nickname}, out);
}

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

static struct person renamed(struct people *p, const char *id, const char *nickname)
{
    struct person now = {0};
    struct call *c;

    CHECK_OK(rename_to(p, id, nickname, &c, &now));
    return now;
}

static struct person look(struct people *p, const char *id)
{
    struct person found = {0};

    CHECK_OK(
        usersvc_person_get(people_as(p, &p->tokensvc), &(struct person_ref){.id = id}, &found));
    return found;
}

static bool is_digits(const char *text)
{
    return text && strlen(text) == 4 && strspn(text, "0123456789") == 4 &&
           strcmp(text, "0000") != 0;
}

/* -- straight into the rows ---------------------------------------------------------------------
 */

struct rows {
    const struct sql *sql;
    const char *text;
    int64_t from, to;
};

static enum err write_rows(struct db *db, void *arg)
{
    const struct rows *r = arg;

    return db_exec(db, r->sql, "tii", r->text, r->from, r->to);
}

static void rows(struct store *store, const struct sql *sql, const char *text, int64_t from,
                 int64_t to)
{
    CHECK_OK(store_write(store, write_rows, &(struct rows){sql, text, from, to}));
}

/* Somebody for each of the digits. */
static const struct sql SQL_CROWD = {
    "crowd",
    "INSERT INTO person (id, sub, nickname, email_verified, disabled, generation, created_at,"
    " updated_at, number, discriminator)"
    " WITH RECURSIVE series (n) AS (SELECT CAST($2 AS INTEGER) UNION ALL"
    " SELECT n + 1 FROM series WHERE n < $3)"
    " SELECT 'crowd-' || $1 || n, 'crowd-sub-' || $1 || n, $1, 0, 0, 1, 1, 1, -n, n FROM series"};

static const struct sql SQL_TAG = {
    "tag", "UPDATE person SET discriminator = $2 WHERE id = $1 AND $3 = $3"};

static void tag(struct people *p, const char *id, int64_t digits)
{
    rows(p->svc->store, &SQL_TAG, id, digits, 0);
}

/* -- numbers ------------------------------------------------------------------------------------
 */

static void numbers_grow_and_are_never_given_again(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada"), bob = people_add(p, "bob"), again = {0};
    const struct person_ref ref = {.id = bob.id};
    struct call *c;

    CHECK_INT(ada.number, 1);
    CHECK(bob.number > ada.number);
    CHECK_OK(usersvc_person_delete(people_as(p, &p->admin), &ref, &NOTHING));
    CHECK_ERR(add_called(p, "ada", NULL, &c, &again), ERR_EXISTS);
    people_reopen(p);
    again = people_add(p, "bob");
    CHECK(again.number > bob.number);
    CHECK_INT(look(p, again.id).number, again.number);
    CHECK_INT(renamed(p, ada.id, "Countess").number, ada.number);
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

/* -- discriminators -----------------------------------------------------------------------------
 */

static void people_of_one_nickname_have_different_digits(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    bool seen[DISCRIMINATORS + 1] = {false};
    const char *const nicknames[] = {"Bee", "bee", "BEE", "bEe"};

    for (size_t i = 0; i < 60; i++) {
        const char *name = arena_printf(check_mem(), "bee%zu", i);
        struct person who = called(p, name, nicknames[i % ARRAY_LEN(nicknames)]);
        CHECK(is_digits(who.discriminator));
        int64_t digits = discriminator_of(who.discriminator);
        CHECK(!seen[digits]);
        seen[digits] = true;
    }
    people_close(p);
}

static void the_last_digits_are_found_and_then_the_nickname_is_refused(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person who = {0}, other = people_add(p, "other");
    struct call *c;

    rows(p->svc->store, &SQL_CROWD, "Bee", 1, 76);
    rows(p->svc->store, &SQL_CROWD, "Bee", 78, DISCRIMINATORS);
    CHECK_STR(called(p, "maja", "BEE").discriminator, "0077");
    CHECK_ERR(add_called(p, "willy", "bee", &c, &who), ERR_TOO_MANY);
    CHECK_STR(c->text, "nickname is that of 9999 people already");
    CHECK_ERR(add_called(p, "bee", NULL, &c, &who), ERR_TOO_MANY); /* its user name stands for it */
    CHECK_ERR(rename_to(p, other.id, "bee", &c, &who), ERR_TOO_MANY);
    CHECK_STR(c->text, "nickname is that of 9999 people already");
    CHECK_STR(look(p, other.id).nickname, NULL);
    CHECK_STR(look(p, other.id).discriminator, other.discriminator);
    CHECK(is_digits(called(p, "willy", "drone").discriminator));
    people_close(p);
}

static void a_user_name_stands_for_the_nickname(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person bob = people_add(p, "bob"), named = called(p, "other", "elsewhere");

    tag(p, named.id, discriminator_of(bob.discriminator));
    named = renamed(p, named.id, "BOB");
    CHECK(is_digits(named.discriminator));
    CHECK(strcmp(named.discriminator, bob.discriminator) != 0);

    struct person late = called(p, "late", "elsewhere");
    tag(p, late.id, discriminator_of(bob.discriminator));
    CHECK_STR(renamed(p, bob.id, "elsewhere").nickname, "elsewhere");
    CHECK(strcmp(look(p, bob.id).discriminator, look(p, late.id).discriminator) != 0);
    people_close(p);
}

static void digits_stay_with_a_new_nickname_where_they_are_free(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = called(p, "ada", "Countess"), bob = people_add(p, "bob");

    CHECK_STR(renamed(p, ada.id, "Enchantress").discriminator, ada.discriminator);
    CHECK_STR(renamed(p, ada.id, "enchantress").discriminator, ada.discriminator);
    CHECK_STR(renamed(p, ada.id, "").discriminator, ada.discriminator);
    tag(p, bob.id, discriminator_of(ada.discriminator));
    CHECK_STR(look(p, bob.id).discriminator, ada.discriminator); /* another name, the same digits */
    const char *moved = renamed(p, bob.id, "Ada").discriminator;
    CHECK(is_digits(moved));
    CHECK(strcmp(moved, ada.discriminator) != 0);
    CHECK_STR(look(p, ada.id).discriminator, ada.discriminator);
    people_close(p);
}

static void what_else_changes_leaves_the_digits_alone(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = called(p, "ada", "Countess"), now = {0};
    const struct person_update_request q = {.id = ada.id, .name = "Ada", .locale = "en"};

    CHECK_OK(usersvc_person_update(people_as(p, &p->admin), &q, &now));
    CHECK_STR(now.discriminator, ada.discriminator);
    CHECK_STR(now.nickname, "Countess");
    people_close(p);
}

struct racer {
    struct people *people;
    pthread_barrier_t *start;
    size_t n;
    struct person got;
    char digits[5];
    enum err outcome;
};

static void *race(void *arg)
{
    struct racer *self = arg;
    AUTO(arena) mem;
    struct call c;
    const struct person_add_request q = {
        .username = self->n ? "bee1" : "bee0",
        .email = self->n ? "bee1@example.org" : "bee0@example.org",
        .password = "long enough",
        .nickname = "bee",
    };

    arena_init(&mem, ARENA_LIMIT);
    call_begin(&c, &mem, &self->people->admin.rpc, 10000);
    pthread_barrier_wait(self->start);
    self->outcome = usersvc_person_add(&c, &q, &self->got);
    if (!self->outcome)
        memcpy(self->digits, self->got.discriminator, sizeof self->digits);
    return NULL;
}

static void of_two_who_race_for_the_last_digits_one_gets_them(void)
{
    struct people *p = people_open(PEOPLE_THREADS);
    struct racer racers[2];
    pthread_t threads[ARRAY_LEN(racers)];
    pthread_barrier_t start;
    size_t won = 0, lost = 0;

    rows(p->svc->store, &SQL_CROWD, "bee", 2, DISCRIMINATORS);
    pthread_barrier_init(&start, NULL, ARRAY_LEN(racers));
    for (size_t i = 0; i < ARRAY_LEN(racers); i++) {
        racers[i] = (struct racer){.people = p, .start = &start, .n = i};
        CHECK(pthread_create(&threads[i], NULL, race, &racers[i]) == 0);
    }
    for (size_t i = 0; i < ARRAY_LEN(racers); i++) {
        pthread_join(threads[i], NULL);
        won += racers[i].outcome == OK && strcmp(racers[i].digits, "0001") == 0;
        lost += racers[i].outcome == ERR_TOO_MANY;
    }
    pthread_barrier_destroy(&start);
    CHECK_INT(won, 1);
    CHECK_INT(lost, 1);
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

    rows(p->svc->store, &SQL_AS_BEFORE, "bob", 1, 1);
    CHECK_INT(look(p, "bob").number, 0);
    CHECK_STR(look(p, "bob").discriminator, NULL);
    usersvc_service.idle(p->svc, people_as(p, &p->admin));
    struct person bob = look(p, "bob");
    CHECK(bob.number > ada.number);
    CHECK(is_digits(bob.discriminator));
    usersvc_service.idle(p->svc, people_as(p, &p->admin));
    CHECK_INT(look(p, "bob").number, bob.number);
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

    rows(before, &SQL_AS_BEFORE, "third", 30, 30);
    rows(before, &SQL_AS_BEFORE, "first", 10, 10);
    rows(before, &SQL_ERASED, "gone", 20, 21);
    rows(before, &SQL_AS_BEFORE, "fourth", 40, 40);
    rows(before, &SQL_NICKNAME, "THIRD", 40, 40);
    store_close(&before);

    struct people *p = people_open(PEOPLE_INLINE);
    CHECK_INT(look(p, "first").number, 1);
    CHECK_INT(look(p, "third").number, 3);
    CHECK_INT(look(p, "fourth").number, 4);
    CHECK_STR(look(p, "first").discriminator, "0001");
    CHECK_STR(look(p, "third").discriminator, "0001");
    CHECK_STR(look(p, "fourth").discriminator, "0002"); /* called the same */
    CHECK_STR(look(p, "third").sub, "third-sub");
    CHECK_INT(people_add(p, "fifth").number, 5);
    people_close(p);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(numbers_grow_and_are_never_given_again),
        CASE(people_from_elsewhere_keep_what_they_are_known_by),
        CASE(a_sub_is_24_hex_digits),
        CASE(people_of_one_nickname_have_different_digits),
        CASE(the_last_digits_are_found_and_then_the_nickname_is_refused),
        CASE(a_user_name_stands_for_the_nickname),
        CASE(digits_stay_with_a_new_nickname_where_they_are_free),
        CASE(what_else_changes_leaves_the_digits_alone),
        CASE(of_two_who_race_for_the_last_digits_one_gets_them),
        CASE(whom_an_older_program_adds_gets_theirs_soon),
        CASE(those_who_are_there_already_are_numbered_as_they_came),
        {0},
    });
}
