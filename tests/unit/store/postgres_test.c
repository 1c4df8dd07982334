/* postgres_test - what only a server can do: let a transaction lose, or be lost itself. */
#include "fixture.h"
#include <string.h>
#include <unistd.h>

enum { THREADS = 50, TRIES_MAX = 8 /* as in store_postgres.c */ };

static const struct sql SQL_HANG_UP = {"hang_up", "SELECT pg_terminate_backend(pg_backend_pid())"};
static const struct sql SQL_LOSE = {
    "lose", "DO $$BEGIN RAISE 'deadlock' USING ERRCODE = 'deadlock_detected'; END$$"};
static const struct sql SQL_WAITING = {
    "waiting", "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
               " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"};
static const struct sql SQL_PROMISE = {"promise", "INSERT INTO promise (value_id) VALUES ($1)"};

static struct store *begin(void)
{
    if (!place_is_server())
        check_skip("there is no server");
    return fixture_open();
}

static struct store_stats stats_of(struct store *store)
{
    struct store_stats stats = {0};

    store_stats(store, &stats);
    return stats;
}

/* --- losing against others --- */

/* Reads, and writes what follows from it: right only if nobody else writes meanwhile. */
static enum err add_next(struct db *db, void *arg)
{
    int64_t n = 0;

    (void)arg;
    enum err e = db_lock(db, "items", NULL, NULL);
    if (!e)
        e = item_counted(db, &n);
    return e ? e : item_add(db, &(struct item){1, n + 1, NULL});
}

static void fifty_that_want_the_same_come_one_after_the_other(void)
{
    static struct caller callers[THREADS];
    struct store *store = begin();

    for (int i = 0; i < THREADS; i++)
        caller_start(&callers[i], store, add_next, NULL);
    for (int i = 0; i < THREADS; i++)
        CHECK_OK(caller_wait(&callers[i]));
    CHECK_INT(item_count(store), THREADS);
    CHECK_INT(stats_of(store).commits, THREADS);
    CHECK_INT(stats_of(store).lost, 0);
    store_close(&store);
}

static enum err count_waiting(struct db *db, void *n)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_WAITING, "");
    if (e || (e = db_row(&st)))
        return e;
    *(int64_t *)n = stmt_int(&st, 0);
    return OK;
}

static void wait_until_one_waits_for_a_lock(struct store *store)
{
    int64_t n = 0;

    while (!n) {
        CHECK_OK(store_read(store, count_waiting, &n));
        usleep(1000);
    }
}

struct first {
    int64_t who;
    struct gate *gate; /* NULL: does not wait */
};

/* Adds a row if there is none. */
static enum err be_the_first(struct db *db, void *arg)
{
    struct first *first = arg;
    int64_t n = 0;

    enum err e = db_lock(db, "first", "item", NULL);
    if (!e)
        e = item_counted(db, &n);
    if (!e && first->gate)
        gate_unit(db, first->gate);
    if (e || n > 0)
        return e ? e : ERR_EXISTS;
    return item_add(db, &(struct item){first->who, 1, NULL});
}

static void what_a_unit_has_read_under_a_lock_holds_when_it_writes(void)
{
    struct store *store = begin();
    struct gate gate;
    struct caller slow, fast;
    struct first one = {.who = 2, .gate = &gate}, two = {.who = 3};

    gate_init(&gate);
    caller_start(&slow, store, be_the_first, &one);
    sem_wait(&gate.entered); /* it has seen that there is none */
    caller_start(&fast, store, be_the_first, &two);
    wait_until_one_waits_for_a_lock(store);
    CHECK_OK(store_write(store, add_next, NULL)); /* another lock is nobody's concern */
    sem_post(&gate.leave);
    CHECK_OK(caller_wait(&slow));
    CHECK_ERR(caller_wait(&fast), ERR_EXISTS);
    CHECK_INT(item_count(store), 2);
    store_close(&store);
}

struct knot {
    const char *first, *second; /* locks */
    struct gate *gate;
    int runs;
};

static enum err tie(struct db *db, void *arg)
{
    struct knot *knot = arg;

    enum err e = db_lock(db, "knot", knot->first, NULL);
    if (!e && knot->runs++ == 0)
        gate_unit(db, knot->gate);
    if (!e)
        e = db_lock(db, "knot", knot->second, NULL);
    return e ? e : item_add(db, &(struct item){knot->runs, *knot->first, NULL});
}

static void of_two_in_a_deadlock_one_runs_again(void)
{
    struct store *store = begin();
    struct gate gate;
    struct caller callers[2];
    struct knot knots[2] = {{"a", "b", &gate, 0}, {"b", "a", &gate, 0}};

    gate_init(&gate);
    for (int i = 0; i < 2; i++)
        caller_start(&callers[i], store, tie, &knots[i]);
    for (int i = 0; i < 2; i++)
        sem_wait(&gate.entered);
    for (int i = 0; i < 2; i++)
        sem_post(&gate.leave);
    for (int i = 0; i < 2; i++)
        CHECK_OK(caller_wait(&callers[i]));
    CHECK_INT(knots[0].runs + knots[1].runs, 3);
    CHECK_INT(stats_of(store).lost, 1);
    CHECK_INT(item_count(store), 2);
    store_close(&store);
}

struct loser {
    int runs, losses; /* losses: how often it loses */
};

static enum err lose(struct db *db, void *arg)
{
    struct loser *loser = arg;

    enum err e = item_add(db, &(struct item){2, loser->runs, NULL});
    if (e || loser->runs++ >= loser->losses)
        return e;
    return db_exec(db, &SQL_LOSE, "");
}

static void who_always_loses_is_told_so(void)
{
    struct store *store = begin();
    struct loser always = {.losses = 1000}, some = {.losses = TRIES_MAX - 1};

    fixture_catch_log();
    CHECK_ERR(store_write(store, lose, &always), ERR_BUSY);
    CHECK_INT(always.runs, TRIES_MAX);
    CHECK_HAS(fixture_log(), "a unit lost against others 8 times: deadlock");
    CHECK_INT(item_count(store), 0);
    CHECK_OK(store_write(store, lose, &some));
    CHECK_INT(some.runs, TRIES_MAX);
    CHECK_INT(item_count(store), 1);
    store_close(&store);
}

/* --- a connection that is lost --- */

static void lost_between_units_is_not_noticed(void)
{
    struct store *store = begin();

    fixture_catch_log();
    CHECK_OK(store_write(store, add_next, NULL));
    place_cut(check_dir());
    CHECK_OK(store_write(store, add_next, NULL));
    CHECK_INT(item_count(store), 2);
    place_cut(check_dir());
    CHECK_INT(item_count(store), 2);
    CHECK_HAS(fixture_log(), "store: the connection was lost: FATAL:  terminating connection");
    store_close(&store);
}

struct cut {
    int runs, times; /* times: how often it is cut */
};

static enum err add_and_hang_up(struct db *db, void *arg)
{
    struct cut *cut = arg;
    AUTO(stmt) st = {0};

    enum err e = add_next(db, NULL);
    if (e || cut->runs++ >= cut->times)
        return e;
    return db_query(db, &st, &SQL_HANG_UP, "");
}

static void lost_inside_a_unit_it_runs_once_more(void)
{
    struct store *store = begin();
    struct cut once = {.times = 1}, always = {.times = 9};

    fixture_catch_log();
    CHECK_OK(store_write(store, add_and_hang_up, &once));
    CHECK_INT(once.runs, 2);
    CHECK_INT(item_count(store), 1);
    CHECK_ERR(store_write(store, add_and_hang_up, &always), ERR_UNAVAILABLE);
    CHECK_INT(always.runs, 2);
    CHECK_HAS(fixture_log(), "store: the connection was lost twice");
    CHECK_OK(store_write(store, add_next, NULL)); /* and that is forgotten */
    CHECK_INT(item_count(store), 2);
    store_close(&store);
}

static enum err make_commit_hang_up(struct db *db, void *arg)
{
    static const struct sql function = {
        "function", "CREATE FUNCTION hang_up() RETURNS trigger LANGUAGE plpgsql AS"
                    " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'"};
    static const struct sql trigger = {
        "trigger", "CREATE CONSTRAINT TRIGGER hang_up AFTER INSERT ON item DEFERRABLE INITIALLY"
                   " DEFERRED FOR EACH ROW EXECUTE FUNCTION hang_up()"};

    (void)arg;
    enum err e = db_exec(db, &function, "");
    return e ? e : db_exec(db, &trigger, "");
}

static void lost_during_commit_it_does_not_run_again(void)
{
    struct store *store = begin();
    struct cut never = {0};

    fixture_catch_log();
    CHECK_OK(store_write(store, make_commit_hang_up, NULL));
    CHECK_ERR(store_write(store, add_and_hang_up, &never), ERR_UNAVAILABLE);
    CHECK_INT(never.runs, 1);
    CHECK_HAS(fixture_log(), "it is not known what became of it");
    CHECK_INT(item_count(store), 0);
    store_close(&store);
}

static enum err break_promise(struct db *db, void *arg)
{
    (void)arg;
    return db_exec(db, &SQL_PROMISE, "i", (int64_t)404);
}

static void a_failed_commit_keeps_nothing(void)
{
    struct store *store = begin();

    fixture_catch_log();
    CHECK_ERR(store_write(store, break_promise, NULL), ERR_STORAGE);
    CHECK_HAS(fixture_log(), "store: COMMIT: insert or update on table \"promise\" violates");
    CHECK_INT(stats_of(store).commits, 0);
    CHECK_OK(store_write(store, add_next, NULL));
    store_close(&store);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(fifty_that_want_the_same_come_one_after_the_other),
        CASE(what_a_unit_has_read_under_a_lock_holds_when_it_writes),
        CASE(of_two_in_a_deadlock_one_runs_again),
        CASE(who_always_loses_is_told_so),
        CASE(lost_between_units_is_not_noticed),
        CASE(lost_inside_a_unit_it_runs_once_more),
        CASE(lost_during_commit_it_does_not_run_again),
        CASE(a_failed_commit_keeps_nothing),
        {0},
    });
}
