/* limiter_test - guessing: free, then slower and slower, then forgiven. */
#include "fixture.h"
#include "limiter.h"
#include "place.h"
#include <string.h>

#define SECOND INT64_C(1000)
#define DECAY (60 * SECOND)
enum { CALLERS = 50 };

static const struct limiter_rule rule = {
    .free = 2, .first = 1 * SECOND, .cap = 5 * SECOND, .decay = DECAY};
static const int64_t start = 1700000000000;

struct unit {
    struct limiter_attempt attempt;
    int64_t wait;
};

static enum err look(struct db *db, void *arg)
{
    struct unit *u = arg;

    return limiter_look(db, &u->attempt, &u->wait);
}

static enum err reserve(struct db *db, void *arg)
{
    struct unit *u = arg;

    return limiter_reserve(db, &u->attempt, &u->wait);
}

static enum err succeed(struct db *db, void *arg)
{
    return limiter_succeed(db, &((struct unit *)arg)->attempt);
}

/* Two marks: ada at this source, and ada. */
static struct unit attempt(const char *source, int64_t now)
{
    return (struct unit){
        .attempt = {.now = now,
                    .marks = {limiter_mark(check_mem(), &rule, "pair", "ada", source),
                              limiter_mark(check_mem(), &rule, "account", "ada", NULL)},
                    .n = 2}};
}

/* How long the mark is shut at now; 0: it is open. */
static int64_t wait_of(struct store *store, struct limiter_mark mark, int64_t now)
{
    struct unit u = {.attempt = {.now = now, .marks = {mark}, .n = 1}};
    enum err e = store_read(store, look, &u);

    CHECK(e == OK || e == ERR_THROTTLED);
    CHECK_INT(e == OK, u.wait == 0);
    return u.wait;
}

/* An attempt at ada alone, which fails; how long the next one has to wait. */
static int64_t fail(struct store *store, int64_t now)
{
    struct limiter_mark mark = limiter_mark(check_mem(), &rule, "account", "ada", NULL);
    struct unit u = {.attempt = {.now = now, .marks = {mark}, .n = 1}};

    CHECK_OK(store_write(store, reserve, &u));
    return wait_of(store, mark, now);
}

static void the_delay_doubles_up_to_its_cap(void)
{
    static const int64_t waits[] = {0, 0, 1000, 2000, 4000, 5000, 5000, 5000};
    struct store *store = fixture_open_inline();
    int64_t now = start;

    for (size_t i = 0; i < ARRAY_LEN(waits); i++) {
        CHECK_INT(fail(store, now), waits[i]);
        now += waits[i];
    }
    store_close(&store);
}

static void who_comes_too_early_changes_nothing(void)
{
    struct store *store = fixture_open_inline();
    struct limiter_mark mark = limiter_mark(check_mem(), &rule, "account", "ada", NULL);

    for (int i = 0; i < 3; i++)
        fail(store, start);
    for (int64_t early = 0; early < 1000; early += 100) {
        struct unit u = {.attempt = {.now = start + early, .marks = {mark}, .n = 1}};
        CHECK_ERR(store_write(store, reserve, &u), ERR_THROTTLED);
        CHECK_INT(u.wait, 1000 - early);
    }
    CHECK_INT(fail(store, start + 1000), 2000);
    store_close(&store);
}

/* Threads and replicas read the clock before they get here. */
static void of_attempts_side_by_side_the_order_does_not_matter(void)
{
    struct store *store = fixture_open_inline();
    struct unit late = attempt("here", start + 5), early = attempt("there", start);

    CHECK_OK(store_write(store, reserve, &late));
    CHECK_OK(store_write(store, reserve, &early));
    CHECK_OK(store_write(store, succeed, &late));
    CHECK_OK(store_write(store, succeed, &early));
    early = attempt("there", start + 4);
    CHECK_OK(store_write(store, reserve, &early));
    store_close(&store);
}

static void one_shut_mark_keeps_the_others_uncounted(void)
{
    struct store *store = fixture_open_inline();

    for (int i = 0; i < 3; i++)
        fail(store, start);
    for (int i = 0; i < 5; i++) {
        struct unit u = attempt("here", start + 1);
        CHECK_ERR(store_write(store, reserve, &u), ERR_THROTTLED);
    }
    struct unit u = attempt("here", start + 1000);
    CHECK_OK(store_write(store, reserve, &u));
    CHECK_INT(wait_of(store, u.attempt.marks[0], start + 1000), 0); /* the first of two free ones */
    CHECK_INT(wait_of(store, u.attempt.marks[1], start + 1000), 2000);
    store_close(&store);
}

static void failures_are_forgiven_one_by_one(void)
{
    struct store *store = fixture_open_inline();

    fail(store, start);
    fail(store, start);
    CHECK_INT(fail(store, start + DECAY), 0);        /* the first is forgiven */
    CHECK_INT(fail(store, start + DECAY + 1), 1000); /* and no other yet */
    CHECK_INT(fail(store, start + 10 * DECAY), 0);
    store_close(&store);
}

/* Whoever tried for hours is forgiven as soon as one who tried until the cap was reached. */
static void what_is_counted_is_bounded(void)
{
    struct store *store = fixture_open_inline();
    int64_t now = start;

    for (int i = 0; i < 500; i++) {
        fail(store, now);
        now += 5 * SECOND;
    }
    CHECK_INT(fail(store, now + 6 * DECAY), 0);
    store_close(&store);
}

static void success_forgets_the_pair_and_takes_back_one_of_the_account(void)
{
    struct store *store = fixture_open_inline();
    struct unit u;

    for (int i = 0; i < 3; i++) {
        u = attempt("here", start);
        CHECK_OK(store_write(store, reserve, &u));
    }
    CHECK_INT(wait_of(store, u.attempt.marks[0], start), 1000);
    CHECK_OK(store_write(store, succeed, &u)); /* the third was right */
    CHECK_INT(wait_of(store, u.attempt.marks[0], start), 0);
    CHECK_INT(wait_of(store, u.attempt.marks[1], start), 0);
    CHECK_INT(fail(store, start), 1000); /* two failures still count for the account */
    for (int i = 0; i < 2; i++) {
        u = (struct unit){.attempt = {.now = start, .marks = {u.attempt.marks[0]}, .n = 1}};
        CHECK_OK(store_write(store, reserve, &u));
        CHECK_INT(wait_of(store, u.attempt.marks[0], start), 0); /* none for the pair */
    }
    store_close(&store);
}

static void success_does_not_open_what_another_attempt_has_shut(void)
{
    struct store *store = fixture_open_inline();

    for (int i = 0; i < 2; i++)
        fail(store, start);
    struct unit slow = attempt("here", start), other = attempt("there", start + 1000);
    CHECK_OK(store_write(store, reserve, &slow)); /* shuts the account for a second */
    CHECK_OK(store_write(store, reserve, &other));
    CHECK_OK(store_write(store, succeed, &slow));
    CHECK_INT(wait_of(store, other.attempt.marks[1], start + 1000), 2000);
    store_close(&store);
}

static void a_clock_that_is_set_back_shuts_nobody_out(void)
{
    struct store *store = fixture_open_inline();
    int64_t earlier = start - 365 * INT64_C(86400) * SECOND;

    for (int i = 0; i < 3; i++)
        CHECK(fail(store, start) >= 0);
    CHECK_INT(fail(store, earlier), 5000); /* as much as may be counted, and no more */
    CHECK_INT(fail(store, earlier + 6 * DECAY), 0);
    store_close(&store);
}

static void counts_survive_a_restart(void)
{
    struct store *store = fixture_open_inline();
    struct store_options options = fixture_options();
    struct limiter_mark mark = limiter_mark(check_mem(), &rule, "account", "ada", NULL);

    for (int i = 0; i < 3; i++)
        fail(store, start);
    store_close(&store);
    CHECK_OK(store_open(&options, &store));
    CHECK_INT(wait_of(store, mark, start + 1), 999);
    CHECK_INT(fail(store, start + 1000), 2000);
    store_close(&store);
}

static void of_many_at_once_no_more_pass_than_one_by_one(void)
{
    struct store *store = fixture_open();
    struct caller callers[CALLERS], first;
    struct unit units[CALLERS];
    struct gate gate;
    int passed = 0;

    gate_init(&gate);
    caller_start(&first, store, gate_unit, &gate);
    while (sem_wait(&gate.entered) != 0)
        continue;
    for (size_t i = 0; i < CALLERS; i++) {
        units[i] = attempt("here", start);
        caller_start(&callers[i], store, reserve, &units[i]);
    }
    if (!place_is_server())
        fixture_wait_queued(store, CALLERS); /* all in one transaction */
    sem_post(&gate.leave);
    CHECK_OK(caller_wait(&first));
    for (size_t i = 0; i < CALLERS; i++)
        passed += caller_wait(&callers[i]) == OK;
    CHECK_INT(passed, rule.free + 1);
    CHECK_INT(wait_of(store, units[0].attempt.marks[1], start), 1000);
    store_close(&store);
}

struct sweep {
    int64_t now, removed;
};

static enum err sweep(struct db *db, void *arg)
{
    struct sweep *s = arg;
    enum err e = limiter_expire(db, s->now, 3);

    s->removed = db_changes(db);
    return e;
}

static int64_t swept(struct store *store, int64_t now)
{
    struct sweep s = {.now = now};

    CHECK_OK(store_write(store, sweep, &s));
    return s.removed;
}

static void rows_go_when_all_is_forgiven(void)
{
    struct store *store = fixture_open_inline();
    const char *const sources[] = {"a", "b", "c", "d"};

    for (size_t i = 0; i < ARRAY_LEN(sources); i++) {
        struct unit u = attempt(sources[i], start + (int64_t)i * 6 * SECOND);
        CHECK_OK(store_write(store, reserve, &u));
    }
    CHECK_INT(swept(store, start + DECAY - 1), 0);
    CHECK_INT(swept(store, start + DECAY), 1); /* ada at a */
    CHECK_INT(swept(store, start + 5 * DECAY), 3);
    CHECK_INT(swept(store, start + 5 * DECAY), 1);
    CHECK_INT(swept(store, start + 5 * DECAY), 0);
    store_close(&store);
}

static const char *hash_of(const char *kind, const char *a, const char *b)
{
    return limiter_mark(check_mem(), &rule, kind, a, b).hash;
}

static void a_mark_names_nobody_and_is_like_no_other(void)
{
    const char *const hashes[] = {hash_of("k", "ada", "b"), hash_of("k", "adab", NULL),
                                  hash_of("k", "a", "dab"), hash_of("ka", "da", "b"),
                                  hash_of("l", "ada", "b"), hash_of("k", "ada", NULL)};

    for (size_t i = 0; i < ARRAY_LEN(hashes); i++) {
        CHECK_INT(strlen(hashes[i]), 64);
        CHECK_INT(strspn(hashes[i], "0123456789abcdef"), 64);
        for (size_t k = 0; k < i; k++)
            CHECK(strcmp(hashes[i], hashes[k]) != 0);
    }
    CHECK_STR(hash_of("k", "ada", "b"), hashes[0]);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(the_delay_doubles_up_to_its_cap),
        CASE(who_comes_too_early_changes_nothing),
        CASE(of_attempts_side_by_side_the_order_does_not_matter),
        CASE(one_shut_mark_keeps_the_others_uncounted),
        CASE(failures_are_forgiven_one_by_one),
        CASE(what_is_counted_is_bounded),
        CASE(success_forgets_the_pair_and_takes_back_one_of_the_account),
        CASE(success_does_not_open_what_another_attempt_has_shut),
        CASE(a_clock_that_is_set_back_shuts_nobody_out),
        CASE(counts_survive_a_restart),
        CASE(of_many_at_once_no_more_pass_than_one_by_one),
        CASE(rows_go_when_all_is_forgiven),
        CASE(a_mark_names_nobody_and_is_like_no_other),
        {0},
    });
}
