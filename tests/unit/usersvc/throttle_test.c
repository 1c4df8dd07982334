/* throttle_test - guessing passwords: how soon it is slowed, for whom, and for whom not. */
#include "people.h"
#include "place.h"
#include <pthread.h>
#include <string.h>

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
enum { FREE = 5, THREADS = 50 };

#define HERE "192.0.2.1"
#define THERE "198.51.100.7"
#define WRONG "not this one"

struct seen {
    enum err error;
    int64_t wait, runs; /* seconds; how often argon2id ran */
    const char *text;
};

static struct seen attempt(struct people *p, const char *name, const char *password,
                           const char *source)
{
    struct call *c = people_as(p, &p->authsvc);
    const struct password_check_request q = {.username = name, .password = password};
    int64_t before = p->svc->passwords.runs;
    struct person found = {0};

    c->source = source;
    enum err e = usersvc_password_check(c, &q, &found);
    return (struct seen){e, c->wait, p->svc->passwords.runs - before, c->text};
}

static void refused(struct people *p, const char *name, const char *source, enum err expected)
{
    CHECK_ERR(attempt(p, name, WRONG, source).error, expected);
}

/* Fails until the pair is shut. */
static void shut(struct people *p, const char *name, const char *source)
{
    for (int i = 0; i < FREE + 1; i++)
        refused(p, name, source, ERR_WRONG_PASSWORD);
    refused(p, name, source, ERR_THROTTLED);
}

static void after_some_failures_even_the_right_password_has_to_wait(void)
{
    struct people *p = people_open(PEOPLE_INLINE);

    people_add(p, "ada");
    for (int i = 0; i < FREE + 1; i++)
        refused(p, "ada", HERE, ERR_WRONG_PASSWORD);
    struct seen seen = attempt(p, "ADA", people_password("ada"), HERE);
    CHECK_ERR(seen.error, ERR_THROTTLED);
    CHECK_INT(seen.wait, 2);
    CHECK_STR(seen.text, "too many attempts; please wait 2 seconds");
    CHECK_INT(seen.runs, 0);
    people_now += 1001;
    seen = attempt(p, "ada", WRONG, HERE);
    CHECK_STR(seen.text, "too many attempts; please wait 1 second");
    CHECK_INT(seen.runs, 0);
    people_now += 999;
    CHECK_OK(attempt(p, "ada", people_password("ada"), HERE).error);
    people_close(p);
}

static void the_wait_grows_to_five_minutes(void)
{
    static const int64_t waits[] = {2, 4, 8, 16, 32, 64, 128, 256, 300, 300};
    struct people *p = people_open(PEOPLE_INLINE);

    shut(p, "ada", HERE);
    for (size_t i = 0; i < ARRAY_LEN(waits); i++) {
        CHECK_INT(attempt(p, "ada", WRONG, HERE).wait, waits[i]);
        people_now += waits[i] * SECOND;
        refused(p, "ada", HERE, ERR_WRONG_PASSWORD);
    }
    people_close(p);
}

static void a_storm_costs_no_hash_and_lengthens_nothing(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    int64_t runs = 0;

    people_add(p, "ada");
    shut(p, "ada", HERE);
    runs = p->svc->passwords.runs;
    for (int i = 0; i < 500; i++)
        refused(p, "ada", HERE, ERR_THROTTLED);
    CHECK_INT(p->svc->passwords.runs, runs);
    people_now += 2 * SECOND;
    CHECK_OK(attempt(p, "ada", people_password("ada"), HERE).error);
    people_close(p);
}

static void a_stranger_elsewhere_does_not_shut_the_person_out(void)
{
    struct people *p = people_open(PEOPLE_INLINE);

    people_add(p, "ada");
    for (int i = 0; i < 200; i++) { /* as fast as he is let */
        struct seen seen = attempt(p, "ada", WRONG, HERE);
        people_now += seen.wait * SECOND;
    }
    CHECK_OK(attempt(p, "ada", people_password("ada"), THERE).error);
    people_close(p);
}

/* Strangers at many sources: the account is slowed, for a few seconds at most. */
static void many_strangers_make_the_person_wait_eight_seconds_at_most(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    int64_t heard = 0;

    people_add(p, "ada");
    for (int i = 0; i < 500; i++) {
        const char *source = arena_printf(check_mem(), "10.0.%d.%d", i / 100, i % 100);
        heard += attempt(p, "ada", WRONG, source).error == ERR_WRONG_PASSWORD;
        people_now += 100;
    }
    CHECK(heard < 35); /* in 50 seconds */
    struct seen seen = attempt(p, "ada", people_password("ada"), THERE);
    CHECK_ERR(seen.error, ERR_THROTTLED);
    CHECK(seen.wait <= 8);
    people_now += 8 * SECOND;
    CHECK_OK(attempt(p, "ada", people_password("ada"), THERE).error);
    people_close(p);
}

static void one_source_cannot_go_through_all_names(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    int heard = 0;

    people_add(p, "ada");
    for (int i = 0; i < 300; i++) {
        const char *name = arena_printf(check_mem(), "person-%d", i);
        heard += attempt(p, name, WRONG, HERE).error == ERR_WRONG_PASSWORD;
    }
    CHECK_INT(heard, 101);
    CHECK_ERR(attempt(p, "ada", people_password("ada"), HERE).error, ERR_THROTTLED);
    CHECK_OK(attempt(p, "ada", people_password("ada"), THERE).error);
    people_close(p);
}

/* A source counts by what one subscriber has. */
static void addresses_of_one_network_are_one_source(void)
{
    struct people *p = people_open(PEOPLE_INLINE);

    shut(p, "ada", "2001:db8:1:2::1");
    refused(p, "ada", "2001:db8:1:2:ffff:ffff:ffff:ffff", ERR_THROTTLED);
    refused(p, "ada", "2001:db8:1:3::1", ERR_WRONG_PASSWORD);
    shut(p, "bob", "::ffff:192.0.2.9");
    refused(p, "bob", "192.0.2.9", ERR_THROTTLED);
    refused(p, "bob", "192.0.2.8", ERR_WRONG_PASSWORD);
    shut(p, "eve", NULL);
    refused(p, "eve", NULL, ERR_THROTTLED);
    refused(p, "eve", HERE, ERR_WRONG_PASSWORD);
    people_close(p);
}

static void a_name_that_nobody_has_is_answered_like_one_that_somebody_has(void)
{
    static const char *const names[] = {"ada", "nobody", "ada@example.org", "nobody@example.org"};
    struct people *p = people_open(PEOPLE_INLINE);

    people_add(p, "ada");
    for (int i = 0; i < 12; i++) {
        struct seen first = attempt(p, names[0], WRONG, HERE);
        for (size_t n = 1; n < ARRAY_LEN(names); n++) {
            struct seen seen = attempt(p, names[n], WRONG, HERE);
            CHECK_ERR(seen.error, first.error);
            CHECK_INT(seen.wait, first.wait);
            CHECK_INT(seen.runs, first.runs);
            CHECK_STR(seen.text, first.text);
        }
        people_now += i % 2 ? first.wait * SECOND : 0;
    }
    people_close(p);
}

static void success_forgets_the_failures_here_alone(void)
{
    struct people *p = people_open(PEOPLE_INLINE);

    people_add(p, "ada");
    people_add(p, "bob");
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < FREE; i++)
            refused(p, "ada", HERE, ERR_WRONG_PASSWORD);
        CHECK_OK(attempt(p, "ada", people_password("ada"), HERE).error);
    }
    for (int i = 0; i < FREE + 1; i++) { /* bob's own password buys no guesses at ada's */
        refused(p, "ada", HERE, ERR_WRONG_PASSWORD);
        CHECK_OK(attempt(p, "bob", people_password("bob"), HERE).error);
    }
    refused(p, "ada", HERE, ERR_THROTTLED);
    people_close(p);
}

static void who_is_right_may_come_as_often_as_they_like(void)
{
    struct people *p = people_open(PEOPLE_INLINE);

    people_add(p, "ada");
    for (int i = 0; i < 300; i++)
        CHECK_OK(attempt(p, "ada", people_password("ada"), HERE).error);
    people_close(p);
}

static void failures_are_forgiven_with_time_and_their_rows_go(void)
{
    struct people *p = people_open(PEOPLE_INLINE);

    shut(p, "ada", HERE);
    people_now += 2 * SECOND + 10 * MINUTE; /* one is forgiven, and one more is free */
    refused(p, "ada", HERE, ERR_WRONG_PASSWORD);
    CHECK_INT(attempt(p, "ada", WRONG, HERE).wait, 2);
    people_now += 180 * MINUTE;
    usersvc_service.idle(p->svc, people_as(p, &p->admin));
    shut(p, "ada", HERE);
    people_close(p);
}

static void counts_survive_a_restart(void)
{
    struct people *p = people_open(PEOPLE_INLINE);

    people_add(p, "ada");
    shut(p, "ada", HERE);
    people_reopen(p);
    struct seen seen = attempt(p, "ada", people_password("ada"), HERE);
    CHECK_ERR(seen.error, ERR_THROTTLED);
    CHECK_INT(seen.runs, 0);
    people_now += 2 * SECOND;
    CHECK_OK(attempt(p, "ada", people_password("ada"), HERE).error);
    people_close(p);
}

static void nobodys_name_or_address_is_kept(void)
{
    struct people *p = people_open(PEOPLE_INLINE);

    people_add(p, "camellia"); /* would be found */
    shut(p, "chrysanthemum", "203.0.113.113");
    CHECK(place_holds(check_dir(), "usersvc", "camellia"));
    CHECK(!place_holds(check_dir(), "usersvc", "chrysanthemum"));
    CHECK(!place_holds(check_dir(), "usersvc", "203.0.113.113"));
    people_close(p);
}

/* -- at once --------------------------------------------------------------------------------- */

struct
try {
    pthread_t thread;
    struct people *people;
    struct arena mem;
    enum err error;
};

static pthread_barrier_t together;

static void *try_wrong(void *arg)
{
    struct try *self = arg;
    const struct password_check_request q = {.username = "ada", .password = WRONG};
    struct person found = {0};
    struct call c;

    call_begin(&c, &self->mem, &self->people->authsvc.rpc, 30000);
    c.source = HERE;
    pthread_barrier_wait(&together);
    self->error = usersvc_password_check(&c, &q, &found);
    return NULL;
}

static void fifty_at_once_get_no_more_guesses_than_one_by_one(void)
{
    struct people *p = people_open(PEOPLE_THREADS);
    struct try tries[THREADS];
    int heard = 0, early = 0;

    people_add(p, "ada");
    int64_t before = p->svc->passwords.runs;
    pthread_barrier_init(&together, NULL, THREADS);
    for (size_t i = 0; i < THREADS; i++) {
        tries[i] = (struct try){.people = p};
        arena_init(&tries[i].mem, ARENA_LIMIT);
        CHECK_INT(pthread_create(&tries[i].thread, NULL, try_wrong, &tries[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(tries[i].thread, NULL);
        heard += tries[i].error == ERR_WRONG_PASSWORD;
        early += tries[i].error == ERR_THROTTLED;
        arena_done(&tries[i].mem);
    }
    pthread_barrier_destroy(&together);
    CHECK_INT(heard, FREE + 1);
    CHECK_INT(early, THREADS - FREE - 1);
    CHECK_INT(p->svc->passwords.runs - before, FREE + 1);
    people_close(p);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(after_some_failures_even_the_right_password_has_to_wait),
        CASE(the_wait_grows_to_five_minutes),
        CASE(a_storm_costs_no_hash_and_lengthens_nothing),
        CASE(a_stranger_elsewhere_does_not_shut_the_person_out),
        CASE(many_strangers_make_the_person_wait_eight_seconds_at_most),
        CASE(one_source_cannot_go_through_all_names),
        CASE(addresses_of_one_network_are_one_source),
        CASE(a_name_that_nobody_has_is_answered_like_one_that_somebody_has),
        CASE(success_forgets_the_failures_here_alone),
        CASE(who_is_right_may_come_as_often_as_they_like),
        CASE(failures_are_forgiven_with_time_and_their_rows_go),
        CASE(counts_survive_a_restart),
        CASE(nobodys_name_or_address_is_kept),
        CASE(fifty_at_once_get_no_more_guesses_than_one_by_one),
        {0},
    });
}
