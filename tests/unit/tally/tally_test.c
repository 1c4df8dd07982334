/* tally_test - what is counted beside the work is there afterwards, once, and never too much of it.
 */
#include "check.h"
#include "place.h"
#include "tally.h"
#include "tally_store.h"
#include <pthread.h>
#include <string.h>

#define DAY INT64_C(86400000)
#define NOON (20000 * DAY + DAY / 2)

static struct store *open_store(void)
{
    static const struct migration migrations[] = {TALLY_MIGRATION(1)};
    struct store *store = NULL;
    struct store_options options = {
        .path = arena_printf(check_mem(), "%s/tally.db", check_dir()),
        .schema = "default_tally",
        .migrations = migrations,
        .n_migrations = ARRAY_LEN(migrations),
        .oldest_reader = 1,
        .readers = 2,
        .inline_writer = true,
    };

    place_of(check_dir(), &options.server, &options.driver);
    CHECK_OK(store_open(&options, &store));
    return store;
}

static struct call at(int64_t now)
{
    return (struct call){.mem = check_mem(), .now = now};
}

static struct app_mishaps_reply mishaps(struct store *store, const char *client_id)
{
    struct app_mishaps_reply a = {0};

    CHECK_OK(tally_store_mishaps(store, check_mem(), client_id, &a));
    return a;
}

static struct app_use_reply use(struct store *store, const char *client_id, int64_t now)
{
    struct app_use_reply a = {0};

    CHECK_OK(tally_store_tokens(store, check_mem(), client_id, now, &a));
    return a;
}

static void replicas_count_together(void)
{
    struct store *store = open_store();
    struct tally *one = tally_open(), *other = tally_open();
    const struct call c = at(NOON), later = at(NOON + 5);

    tally_mishap(one, &c, "a", MISHAP_secret_wrong, NULL);
    tally_mishap(one, &c, "a", MISHAP_redirect_slash, "https://app.example/cb");
    tally_mishap(other, &later, "a", MISHAP_redirect_slash, NULL);
    tally_mishap(other, &later, "b", MISHAP_redirect_slash, NULL);
    tally_mishap(other, &later, "a", MISHAP_none, NULL);
    CHECK_INT(mishaps(store, "a").mishaps.n, 0);
    tally_flush(other, store, NOON);
    tally_flush(one, store, NOON);
    tally_flush(one, store, NOON); /* nothing is counted twice */
    const struct app_mishaps_reply a = mishaps(store, "a");
    CHECK_INT(a.mishaps.n, 2);
    CHECK_STR(a.mishaps.v[0].what, "redirect_slash");
    CHECK_INT(a.mishaps.v[0].times, 2);
    CHECK_INT(a.mishaps.v[0].last_at, NOON + 5);
    CHECK_STR(a.mishaps.v[0].detail, "https://app.example/cb");
    CHECK_STR(a.mishaps.v[1].what, "secret_wrong");
    CHECK_INT(mishaps(store, "b").mishaps.n, 1);
    tally_close(&one);
    tally_close(&other);
    store_close(&store);
}

static void tokens_are_counted_by_the_day(void)
{
    struct store *store = open_store();
    struct tally *tally = tally_open();

    for (int64_t day = -40; day <= 0; day++) {
        const struct call c = at(NOON + day * DAY);
        tally_count(tally, &c, "a", TALLY_TOKENS, NULL);
        if (day == 0)
            tally_count(tally, &c, "a", TALLY_TOKENS, NULL);
    }
    tally_flush(tally, store, NOON);
    const struct app_use_reply a = use(store, "a", NOON);
    CHECK_INT(a.days.n, TALLY_DAYS);
    CHECK_INT(a.days.v[TALLY_DAYS - 1].day, NOON / DAY);
    CHECK_INT(a.days.v[TALLY_DAYS - 1].tokens, 2);
    CHECK_INT(a.days.v[0].tokens, 1);
    CHECK_INT(a.used_at, NOON);
    CHECK_INT(mishaps(store, "a").mishaps.n, 0);
    CHECK_INT(use(store, "a", NOON - 10 * DAY).days.n, TALLY_DAYS); /* the older ones are gone */
    tally_close(&tally);
    store_close(&store);
}

/* A stranger who asks for very many apps costs a bounded amount of memory and of writing. */
static void there_is_a_bound(void)
{
    struct store *store = open_store();
    struct tally *tally = tally_open();
    const struct call c = at(NOON);
    size_t found = 0;

    for (int i = 0; i < 2 * TALLY_ROOM; i++) {
        const char *id = arena_printf(check_mem(), "app-%d", i);
        tally_mishap(tally, &c, id, MISHAP_parameter, NULL);
    }
    tally_mishap(tally, &c, "app-0", MISHAP_parameter, NULL); /* which is there goes on counting */
    tally_flush(tally, store, NOON);
    for (int i = 0; i < 2 * TALLY_ROOM; i++)
        found += mishaps(store, arena_printf(check_mem(), "app-%d", i)).mishaps.n;
    CHECK_INT(found, TALLY_ROOM);
    CHECK_INT(mishaps(store, "app-0").mishaps.v[0].times, 2);
    tally_mishap(tally, &c, "late", MISHAP_parameter, NULL); /* there is room again */
    tally_flush(tally, store, NOON);
    CHECK_INT(mishaps(store, "late").mishaps.n, 1);
    tally_close(&tally);
    store_close(&store);
}

static void the_newest_fifty_are_told(void)
{
    struct store *store = open_store();
    struct tally *tally = tally_open();

    for (int64_t day = -29; day <= 0; day++) {
        const struct call c = at(NOON + day * DAY);
        tally_mishap(tally, &c, "a", MISHAP_secret_wrong, NULL);
        tally_mishap(tally, &c, "a", MISHAP_code_used, NULL);
    }
    tally_flush(tally, store, NOON);
    const struct app_mishaps_reply a = mishaps(store, "a");
    CHECK_INT(a.mishaps.n, 50);
    CHECK_INT(a.mishaps.v[0].last_at, NOON);
    CHECK_INT(a.mishaps.v[49].last_at, NOON - 24 * DAY);
    tally_close(&tally);
    store_close(&store);
}

static void what_cannot_be_written_is_kept(void)
{
    static const struct migration migrations[] = {{.version = 1, .name = "none", .sqlite = ""}};
    const struct call c = at(NOON);
    struct tally *tally = tally_open();
    struct store *broken = NULL;
    struct store_options options = {
        .path = arena_printf(check_mem(), "%s/without/none.db", check_dir()),
        .schema = "default_none",
        .migrations = migrations,
        .n_migrations = 1,
        .oldest_reader = 1,
        .readers = 1,
        .inline_writer = true,
    };

    if (place_is_server())
        check_skip("one broken store is enough");
    CHECK_OK(store_open(&options, &broken));
    tally_mishap(tally, &c, "a", MISHAP_code_used, NULL);
    tally_flush(tally, broken, NOON);
    tally_mishap(tally, &c, "a", MISHAP_code_used, NULL);
    store_close(&broken);
    struct store *store = open_store();
    tally_flush(tally, store, NOON);
    CHECK_INT(mishaps(store, "a").mishaps.v[0].times, 2);
    tally_close(&tally);
    store_close(&store);
}

/* -- threads ----------------------------------------------------------------------------------- */

enum { THREADS = 4, TIMES = 5000 };

static void *count(void *arg)
{
    const struct call c = {.now = NOON};

    for (int i = 0; i < TIMES; i++)
        tally_count(arg, &c, i % 2 ? "a" : "b", TALLY_TOKENS, NULL);
    return NULL;
}

static void threads_lose_nothing(void)
{
    struct store *store = open_store();
    struct tally *tally = tally_open();
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, count, tally), 0);
    tally_flush(tally, store, NOON); /* in the midst of it */
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    tally_flush(tally, store, NOON);
    CHECK_INT(use(store, "a", NOON).days.v[0].tokens, THREADS * TIMES / 2);
    CHECK_INT(use(store, "b", NOON).days.v[0].tokens, THREADS * TIMES / 2);
    tally_close(&tally);
    store_close(&store);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(replicas_count_together),
        CASE(tokens_are_counted_by_the_day),
        CASE(there_is_a_bound),
        CASE(the_newest_fifty_are_told),
        CASE(what_cannot_be_written_is_kept),
        CASE(threads_lose_nothing),
        {0},
    });
}
