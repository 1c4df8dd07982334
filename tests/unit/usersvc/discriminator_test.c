/* discriminator_test - the digits that tell people of one nickname from each other. */
#include "db.h"
#include "discriminator_store.h"
#include "people.h"
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

static struct person renamed(struct people *p, const char *id, const char *nickname)
{
    struct person now = {0};
    struct call *c;

    CHECK_OK(rename_to(p, id, nickname, &c, &now));
    return now;
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
    people_rows(p->svc->store, &SQL_TAG, id, digits, 0);
}

static void people_of_one_nickname_have_different_digits(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    bool seen[DISCRIMINATORS + 1] = {false};
    const char *const nicknames[] = {"Bee", "bee", "BEE", "bEe"};

    for (size_t i = 0; i < 60; i++) {
        const char *name = arena_printf(check_mem(), "bee%zu", i);
        struct person who = called(p, name, nicknames[i % ARRAY_LEN(nicknames)]);
        CHECK(people_is_tag(who.discriminator));
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

    people_rows(p->svc->store, &SQL_CROWD, "Bee", 1, 76);
    people_rows(p->svc->store, &SQL_CROWD, "Bee", 78, DISCRIMINATORS);
    CHECK_STR(called(p, "maja", "BEE").discriminator, "0077");
    CHECK_ERR(add_called(p, "willy", "bee", &c, &who), ERR_TOO_MANY);
    CHECK_STR(c->text, "nickname is that of 9999 people already");
    CHECK_ERR(add_called(p, "bee", NULL, &c, &who), ERR_TOO_MANY); /* its user name stands for it */
    CHECK_ERR(rename_to(p, other.id, "bee", &c, &who), ERR_TOO_MANY);
    CHECK_STR(c->text, "nickname is that of 9999 people already");
    CHECK_STR(people_look(p, other.id).nickname, NULL);
    CHECK_STR(people_look(p, other.id).discriminator, other.discriminator);
    CHECK(people_is_tag(called(p, "willy", "drone").discriminator));
    people_close(p);
}

static void a_user_name_stands_for_the_nickname(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person bob = people_add(p, "bob"), named = called(p, "other", "elsewhere");

    tag(p, named.id, discriminator_of(bob.discriminator));
    named = renamed(p, named.id, "BOB");
    CHECK(people_is_tag(named.discriminator));
    CHECK(strcmp(named.discriminator, bob.discriminator) != 0);

    struct person late = called(p, "late", "elsewhere");
    tag(p, late.id, discriminator_of(bob.discriminator));
    CHECK_STR(renamed(p, bob.id, "elsewhere").nickname, "elsewhere");
    CHECK(strcmp(people_look(p, bob.id).discriminator, people_look(p, late.id).discriminator) != 0);
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
    CHECK_STR(people_look(p, bob.id).discriminator,
              ada.discriminator); /* another name, the same digits */
    const char *moved = renamed(p, bob.id, "Ada").discriminator;
    CHECK(people_is_tag(moved));
    CHECK(strcmp(moved, ada.discriminator) != 0);
    CHECK_STR(people_look(p, ada.id).discriminator, ada.discriminator);
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

    people_rows(p->svc->store, &SQL_CROWD, "bee", 2, DISCRIMINATORS);
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

int main(void)
{
    return check_run((struct check[]){
        CASE(people_of_one_nickname_have_different_digits),
        CASE(the_last_digits_are_found_and_then_the_nickname_is_refused),
        CASE(a_user_name_stands_for_the_nickname),
        CASE(digits_stay_with_a_new_nickname_where_they_are_free),
        CASE(what_else_changes_leaves_the_digits_alone),
        CASE(of_two_who_race_for_the_last_digits_one_gets_them),
        {0},
    });
}
