/* effect_test - effects are done once, with the cursor, whoever hears of the events and how often.
 */
#include "event_cursor.h"
#include "event_effect.h"
#include "log.h"
#include "stream.h"
#include <pthread.h>

static struct store *store;
static struct call call;

/* What an effect does here: one row in a table of its own. */
static const struct sql SQL_DO = {"test_do", "INSERT INTO done (subject) VALUES ($1)"};
static const struct sql SQL_COUNT = {"test_count", "SELECT count(*) FROM done"};

static bool failing;

static enum err note(struct db *db, struct call *c, const struct event *e)
{
    (void)c;
    if (failing)
        return ERR_BUSY;
    return db_exec(db, &SQL_DO, "t", e->subject);
}

static const struct event_effect effects[] = {{EVENT_person_deleted, note}};

static void silent(void *self, enum log_level level, const char *line)
{
    (void)self, (void)level, (void)line;
}

static void begin(bool inline_writer)
{
    log_replace(silent, NULL);
    store = stream_open(inline_writer);
    call = stream_call(check_mem());
    failing = false;
    stream_tamper(store, "CREATE TABLE done (subject TEXT NOT NULL)");
}

static enum err count(struct db *db, void *arg)
{
    int64_t *out = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_COUNT, "");
    if (e || (e = db_row(&st)))
        return e;
    *out = stmt_int(&st, 0);
    return OK;
}

static int64_t done(void)
{
    int64_t n = 0;

    CHECK_OK(store_read(store, count, &n));
    return n;
}

static int64_t cursor(void)
{
    int64_t after = -7;

    CHECK_OK(event_effects_begin(store, "usersvc", &after));
    return after;
}

static int64_t units(void)
{
    struct store_stats stats;

    store_stats(store, &stats);
    return stats.units;
}

/* n events from number `from` on, each of that kind. */
static struct news news(int64_t from, size_t n, const char *kind)
{
    struct event *events = arena_array(check_mem(), n ? n : 1, sizeof *events);

    for (size_t i = 0; i < n; i++)
        events[i] = (struct event){.number = from + (int64_t)i, .kind = kind, .subject = "p"};
    return (struct news){.service = "usersvc",
                         .events = events,
                         .n = n,
                         .head = from + (int64_t)n - 1,
                         .complete = true};
}

static enum err tell(struct news what)
{
    return event_effects_told(store, &call, effects, ARRAY_LEN(effects), &what);
}

static void an_effect_is_done_once_and_moves_the_cursor(void)
{
    begin(true);
    CHECK_INT(cursor(), 0);
    CHECK_OK(tell(news(1, 3, "person_deleted")));
    CHECK_INT(done(), 3);
    CHECK_INT(cursor(), 3);
    CHECK_OK(tell(news(1, 3, "person_deleted"))); /* another replica, or after a restart */
    CHECK_INT(done(), 3);
    CHECK_OK(tell(news(2, 3, "person_deleted")));
    CHECK_INT(done(), 4);
    CHECK_INT(cursor(), 4);
    store_close(&store);
}

static void what_does_not_concern_it_costs_no_write(void)
{
    begin(true);
    int64_t before = units();
    CHECK_OK(tell(news(1, 100, "person_updated")));
    CHECK_OK(tell(news(101, 0, NULL)));
    CHECK_INT(units(), before);
    CHECK_INT(cursor(), 0);
    CHECK_OK(tell(news(901, 100, "person_updated"))); /* far behind */
    CHECK_INT(cursor(), 1000);
    CHECK_INT(done(), 0);
    store_close(&store);
}

static void an_event_of_the_same_name_in_another_stream_is_another(void)
{
    begin(true);
    struct news other = news(1, 1, "person_deleted");
    other.service = "authsvc";
    CHECK_OK(tell(other));
    CHECK_INT(done(), 0);
    store_close(&store);
}

static void an_effect_that_fails_leaves_the_cursor(void)
{
    begin(true);
    failing = true;
    CHECK_ERR(tell(news(1, 3, "person_deleted")), ERR_BUSY);
    CHECK_INT(cursor(), 0);
    CHECK_INT(done(), 0);
    failing = false;
    CHECK_OK(tell(news(1, 3, "person_deleted")));
    CHECK_INT(cursor(), 3);
    CHECK_INT(done(), 3);
    store_close(&store);
}

/* The other service went back to a backup: its numbers come again, with other events. */
static void a_stream_that_went_back_is_followed_from_there(void)
{
    begin(true);
    CHECK_OK(tell(news(1, 50, "person_deleted")));
    struct news gap = news(21, 0, NULL);
    gap.gap = true;
    CHECK_OK(tell(gap));
    CHECK_INT(cursor(), 20);
    CHECK_OK(tell(news(21, 1, "person_deleted")));
    CHECK_INT(done(), 51);
    CHECK_INT(cursor(), 21);
    store_close(&store);
}

static void *tell_all(void *arg)
{
    enum err *out = arg;
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    for (int64_t from = 1; from <= 40 && !*out; from += 4) {
        struct call c = stream_call(&mem);
        struct event events[4];
        for (int i = 0; i < 4; i++)
            events[i] =
                (struct event){.number = from + i, .kind = "person_deleted", .subject = "p"};
        const struct news what = {.service = "usersvc", .events = events, .n = 4, .head = from + 3};
        *out = event_effects_told(store, &c, effects, ARRAY_LEN(effects), &what);
    }
    return NULL;
}

static void replicas_that_hear_of_the_same_do_it_once(void)
{
    enum { REPLICAS = 4 };
    pthread_t threads[REPLICAS];
    enum err results[REPLICAS] = {OK};

    begin(false);
    for (size_t i = 0; i < REPLICAS; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, tell_all, &results[i]), 0);
    for (size_t i = 0; i < REPLICAS; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; i < REPLICAS; i++)
        CHECK_OK(results[i]);
    CHECK_INT(done(), 40);
    CHECK_INT(cursor(), 40);
    store_close(&store);
}

static enum err move_two(struct db *db, void *arg)
{
    const struct event_cursor mail = {"mail", "usersvc"}, other = {"mail", "authsvc"};
    int64_t n = -1;

    (void)arg;
    enum err e = event_cursor_hold(db, &mail, &n);
    if (e || n != 0)
        return e ? e : ERR_INTERNAL;
    if ((e = event_cursor_move(db, &mail, 7)) || (e = event_cursor_get(db, &other, &n)))
        return e;
    if (n != 0)
        return ERR_INTERNAL;
    e = event_cursor_get(db, &mail, &n);
    return e || n == 7 ? e : ERR_INTERNAL;
}

static void each_consumer_has_a_cursor_for_each_stream(void)
{
    begin(true);
    CHECK_OK(store_write(store, move_two, NULL));
    CHECK_INT(cursor(), 0); /* of the effects */
    store_close(&store);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(an_effect_is_done_once_and_moves_the_cursor),
        CASE(what_does_not_concern_it_costs_no_write),
        CASE(an_event_of_the_same_name_in_another_stream_is_another),
        CASE(an_effect_that_fails_leaves_the_cursor),
        CASE(a_stream_that_went_back_is_followed_from_there),
        CASE(replicas_that_hear_of_the_same_do_it_once),
        CASE(each_consumer_has_a_cursor_for_each_stream),
        {0},
    });
}
