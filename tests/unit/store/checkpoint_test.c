#include "fixture.h"

enum { STEP = 1000 /* as in sqlite_checkpoint.c */, SLACK = 100, ROWS = 5000 };

static void put_rows(struct store *store, int n)
{
    for (int i = 0; i < n; i++)
        CHECK_OK(store_write(store, page_add, NULL));
}

static void the_log_begins_anew_before_it_is_long(void)
{
    struct store *store = fixture_open_inline();
    struct store_stats stats = {0};

    for (int i = 0; i < ROWS; i += 100) {
        put_rows(store, 100);
        CHECK(fixture_log_pages() <= STEP + SLACK);
    }
    store_stats(store, &stats);
    CHECK(stats.checkpoints >= 2 * ROWS / STEP - 1);
    CHECK_INT(page_count(store), ROWS);
    store_close(&store);
    store = fixture_open();
    CHECK_INT(page_count(store), ROWS);
    store_close(&store);
}

/* --- a reader that stays --- */

struct stay {
    struct store *store;
    struct gate gate;
    int64_t before, after;
    enum err result;
    pthread_t thread;
};

static enum err stay_inside(struct db *db, void *arg)
{
    struct stay *stay = arg;

    enum err e = pages_counted(db, &stay->before);
    if (!e)
        e = gate_unit(db, &stay->gate);
    return e ? e : pages_counted(db, &stay->after);
}

static void *read_long(void *arg)
{
    struct stay *stay = arg;

    stay->result = store_read(stay->store, stay_inside, stay);
    return NULL;
}

static void a_long_reader_stops_no_writer_and_keeps_its_snapshot(void)
{
    struct stay stay = {.store = fixture_open_inline(), .before = -1, .after = -1};

    gate_init(&stay.gate);
    put_rows(stay.store, 1);
    CHECK_INT(pthread_create(&stay.thread, NULL, read_long, &stay), 0);
    sem_wait(&stay.gate.entered);
    put_rows(stay.store, ROWS);
    CHECK(fixture_log_pages() > 2 * ROWS); /* the reader needs it */
    sem_post(&stay.gate.leave);
    pthread_join(stay.thread, NULL);
    CHECK_OK(stay.result);
    CHECK_INT(stay.before, 1);
    CHECK_INT(stay.after, 1);
    put_rows(stay.store, 1000); /* a step, and it begins anew */
    int longest = fixture_log_pages();
    put_rows(stay.store, 1000);
    CHECK(fixture_log_pages() <= longest);
    CHECK_INT(page_count(stay.store), 1 + ROWS + 2000);
    store_close(&stay.store);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(the_log_begins_anew_before_it_is_long),
        CASE(a_long_reader_stops_no_writer_and_keeps_its_snapshot),
        {0},
    });
}
