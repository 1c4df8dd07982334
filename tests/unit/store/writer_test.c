#include "fixture.h"
#include <string.h>

enum { MANY = 64, QUEUE_MAX = 512 /* as in sqlite_writer.c */ };

static const struct sql SQL_ROOM = {"room", "PRAGMA max_page_count = 40"};
static const struct sql SQL_BIG = {"big", "INSERT INTO value (id, b) VALUES ($1, zeroblob($2))"};
static const struct sql SQL_PROMISE = {"promise", "INSERT INTO promise (value_id) VALUES ($1)"};

static struct caller callers[QUEUE_MAX + 1];
static struct item items[QUEUE_MAX + 1];

/* Callers 0 … n-1 each add an item; all of them wait, so that they are one group (as far as a
 * group goes) once the gate opens. */
static void queue_items(struct store *store, int n)
{
    for (int i = 0; i < n; i++) {
        items[i] = (struct item){1, i, NULL};
        caller_start(&callers[i], store, item_add, &items[i]);
    }
}

static struct store_stats stats_of(struct store *store)
{
    struct store_stats stats = {0};

    store_stats(store, &stats);
    return stats;
}

/* The writer is inside the gate: whoever comes now has to queue. */
static void shut(struct store *store, struct gate *gate, struct caller *holder)
{
    gate_init(gate);
    caller_start(holder, store, gate_unit, gate);
    sem_wait(&gate->entered);
}

static void many_callers_share_a_commit(void)
{
    struct store *store = fixture_open();
    struct gate gate;
    struct caller holder;

    shut(store, &gate, &holder);
    queue_items(store, MANY);
    fixture_wait_queued(store, MANY);
    CHECK_INT(stats_of(store).commits, 0);
    sem_post(&gate.leave);
    CHECK_OK(caller_wait(&holder));
    for (int i = 0; i < MANY; i++)
        CHECK_OK(caller_wait(&callers[i]));
    CHECK_INT(stats_of(store).commits, 2);
    CHECK_INT(stats_of(store).units, MANY + 1);
    CHECK_INT(item_count(store), MANY);
    store_close(&store);
}

static enum err add_and_refuse(struct db *db, void *item)
{
    enum err e = item_add(db, item);

    return e ? e : ERR_INVALID_GRANT;
}

static void a_refusal_undoes_its_own_unit_only(void)
{
    struct store *store = fixture_open();
    struct gate gate;
    struct caller holder, refused;
    struct item bad = {2, 0, NULL};

    shut(store, &gate, &holder);
    caller_start(&refused, store, add_and_refuse, &bad);
    queue_items(store, 2);
    fixture_wait_queued(store, 3);
    sem_post(&gate.leave);
    CHECK_OK(caller_wait(&holder));
    CHECK_ERR(caller_wait(&refused), ERR_INVALID_GRANT);
    CHECK_OK(caller_wait(&callers[0]));
    CHECK_OK(caller_wait(&callers[1]));
    CHECK_INT(stats_of(store).commits, 2);
    CHECK_INT(item_count(store), 2);
    store_close(&store);
}

static void a_refusal_alone_leaves_nothing(void)
{
    struct store *store = fixture_open();

    CHECK_ERR(store_write(store, add_and_refuse, &(struct item){1, 1, NULL}), ERR_INVALID_GRANT);
    CHECK_INT(item_count(store), 0);
    CHECK_INT(stats_of(store).commits, 0);
    CHECK_INT(stats_of(store).lost, 0);
    store_close(&store);
}

/* It is decided by what a unit before it in the same group wrote: if it were answered before the
 * commit, its caller could act on something that is not there after a crash. */
static void a_refusal_is_answered_after_the_commit(void)
{
    struct store *store = fixture_open();
    struct gate first, second;
    struct caller holder, refused, late;

    shut(store, &first, &holder);
    caller_start(&refused, store, add_and_refuse, &(struct item){1, 1, NULL});
    fixture_wait_queued(store, 1);
    gate_init(&second);
    caller_start(&late, store, gate_unit, &second);
    fixture_wait_queued(store, 2);
    sem_post(&first.leave);
    sem_wait(&second.entered); /* the refused unit has run, the group is not committed */
    CHECK_INT(stats_of(store).units, 1);
    CHECK(pthread_tryjoin_np(refused.thread, NULL) != 0);
    sem_post(&second.leave);
    CHECK_ERR(caller_wait(&refused), ERR_INVALID_GRANT);
    CHECK_OK(caller_wait(&late));
    CHECK_OK(caller_wait(&holder));
    store_close(&store);
}

static enum err bound_size(struct db *db, void *arg)
{
    AUTO(stmt) st = {0};

    (void)arg;
    return db_query(db, &st, &SQL_ROOM, "");
}

static enum err add_big(struct db *db, void *arg)
{
    const int64_t *size = arg;

    return db_exec(db, &SQL_BIG, "ii", (int64_t)1, *size);
}

static void a_full_disk_hurts_only_the_unit_that_is_too_large(void)
{
    struct store *store = fixture_open();
    struct gate gate;
    struct caller holder, large;
    int64_t size = 1 << 20;

    fixture_catch_log();
    CHECK_OK(store_write(store, bound_size, NULL));
    shut(store, &gate, &holder);
    queue_items(store, 5);
    fixture_wait_queued(store, 5);
    caller_start(&large, store, add_big, &size);
    fixture_wait_queued(store, 6);
    for (int i = 5; i < 10; i++) {
        items[i] = (struct item){1, i, NULL};
        caller_start(&callers[i], store, item_add, &items[i]);
    }
    fixture_wait_queued(store, 11);
    sem_post(&gate.leave);
    CHECK_OK(caller_wait(&holder));
    CHECK_ERR(caller_wait(&large), ERR_STORAGE);
    for (int i = 0; i < 10; i++)
        CHECK_OK(caller_wait(&callers[i]));
    CHECK_INT(stats_of(store).lost, 1);
    const char *log = fixture_log();
    CHECK_HAS(log, "big: database or disk is full");
    CHECK(!strstr(log, "savepoint")); /* no complaints beyond the one cause */
    CHECK_INT(item_count(store), 10);
    store_close(&store);
}

static enum err break_promise(struct db *db, void *arg)
{
    (void)arg;
    return db_exec(db, &SQL_PROMISE, "i", (int64_t)404);
}

static void a_failed_commit_hurts_only_the_unit_that_made_it_fail(void)
{
    struct store *store = fixture_open();
    struct gate gate;
    struct caller holder, breaker;

    fixture_catch_log();
    shut(store, &gate, &holder);
    caller_start(&breaker, store, break_promise, NULL);
    queue_items(store, 10);
    fixture_wait_queued(store, 11);
    sem_post(&gate.leave);
    CHECK_OK(caller_wait(&holder));
    CHECK_ERR(caller_wait(&breaker), ERR_STORAGE);
    for (int i = 0; i < 10; i++)
        CHECK_OK(caller_wait(&callers[i]));
    CHECK_INT(stats_of(store).lost, 1);
    CHECK_INT(stats_of(store).commits, 1 + 10);
    CHECK_HAS(fixture_log(), "commit: FOREIGN KEY constraint failed");
    CHECK_INT(item_count(store), 10);
    store_close(&store);
}

static void a_full_queue_says_so_at_once(void)
{
    struct store *store = fixture_open();
    struct gate gate;
    struct caller holder;

    shut(store, &gate, &holder);
    queue_items(store, QUEUE_MAX);
    fixture_wait_queued(store, QUEUE_MAX);
    CHECK_ERR(store_write(store, item_add, &(struct item){2, 0, NULL}), ERR_BUSY);
    sem_post(&gate.leave);
    CHECK_OK(caller_wait(&holder));
    for (int i = 0; i < QUEUE_MAX; i++)
        CHECK_OK(caller_wait(&callers[i]));
    CHECK_INT(item_count(store), QUEUE_MAX);
    CHECK_INT(stats_of(store).commits, 3); /* the gate, and two groups of 256 */
    store_close(&store);
}

static void callers_without_a_writer_thread_take_turns(void)
{
    struct store *store = fixture_open_inline();

    queue_items(store, MANY);
    for (int i = 0; i < MANY; i++)
        CHECK_OK(caller_wait(&callers[i]));
    CHECK_INT(stats_of(store).units, MANY);
    CHECK_INT(item_count(store), MANY);
    store_close(&store);
}

static enum err add_in_this_thread(struct db *db, void *arg)
{
    pthread_t *thread = arg;

    *thread = pthread_self();
    return item_add(db, &(struct item){1, 1, NULL});
}

static void an_inline_unit_runs_in_its_caller(void)
{
    struct store *store = fixture_open_inline();
    pthread_t thread = 0;

    CHECK_OK(store_write(store, add_in_this_thread, &thread));
    CHECK(pthread_equal(thread, pthread_self()));
    store_close(&store);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(many_callers_share_a_commit),
        CASE(a_refusal_undoes_its_own_unit_only),
        CASE(a_refusal_alone_leaves_nothing),
        CASE(a_refusal_is_answered_after_the_commit),
        CASE(a_full_disk_hurts_only_the_unit_that_is_too_large),
        CASE(a_failed_commit_hurts_only_the_unit_that_made_it_fail),
        CASE(a_full_queue_says_so_at_once),
        CASE(callers_without_a_writer_thread_take_turns),
        CASE(an_inline_unit_runs_in_its_caller),
        {0},
    });
}
