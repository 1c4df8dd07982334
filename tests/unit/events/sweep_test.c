/* sweep_test - old events go from the oldest on, and the chain begins with what they leave. */
#include "stream.h"
#include <string.h>

#define DAY INT64_C(86400000)

static struct store *store;

static void begin(void)
{
    store = stream_open(true);
}

static void add_at(int64_t at)
{
    struct call c = stream_call(check_mem());
    struct event e = {.subject = "p"};

    c.now = at;
    CHECK_OK(stream_append(store, &c, &e));
}

static void kept(int64_t base, int64_t head)
{
    struct events_since_reply a = stream_since(store, 0, 0);

    CHECK_INT(a.base, base);
    CHECK_INT(a.head, head);
    CHECK_INT(a.events.n, head - base);
    CHECK_STR(stream_fault(store), NULL);
}

static void what_is_old_enough_goes(void)
{
    begin();
    add_at(1 * DAY);
    add_at(2 * DAY);
    add_at(3 * DAY);
    event_store_sweep(store, 11 * DAY, 10 * DAY); /* exactly so old is not older */
    kept(0, 3);
    event_store_sweep(store, 11 * DAY + 1, 10 * DAY);
    kept(1, 3);
    event_store_sweep(store, 13 * DAY, 10 * DAY);
    kept(2, 3);
    store_close(&store);
}

static void without_a_limit_all_is_kept(void)
{
    begin();
    add_at(1);
    event_store_sweep(store, 10000 * DAY, 0);
    kept(0, 1);
    store_close(&store);
}

static void numbers_go_on_when_all_are_gone(void)
{
    begin();
    add_at(1);
    add_at(2);
    event_store_sweep(store, 100 * DAY, DAY);
    kept(2, 2);
    add_at(100 * DAY);
    kept(2, 3);
    CHECK_INT(stream_since(store, 0, 0).events.v[0].number, 3);
    store_close(&store);
}

/* The clocks of replicas differ. */
static void a_young_one_keeps_those_behind_it(void)
{
    begin();
    add_at(1 * DAY);
    add_at(9 * DAY);
    add_at(2 * DAY);
    event_store_sweep(store, 15 * DAY, 10 * DAY);
    kept(1, 3);
    event_store_sweep(store, 20 * DAY, 10 * DAY);
    kept(3, 3);
    store_close(&store);
}

static void very_many_go_in_batches(void)
{
    begin();
    for (int i = 0; i < 1203; i++)
        add_at(1);
    add_at(50 * DAY);
    event_store_sweep(store, 50 * DAY, DAY);
    kept(1203, 1204);
    store_close(&store);
}

static void a_changed_base_is_found(void)
{
    begin();
    add_at(1 * DAY);
    add_at(50 * DAY);
    event_store_sweep(store, 50 * DAY, DAY);
    kept(1, 2);
    stream_tamper(store, "UPDATE event_base SET hash = (SELECT hash FROM event)");
    CHECK(stream_fault(store));
    store_close(&store);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(what_is_old_enough_goes),
        CASE(without_a_limit_all_is_kept),
        CASE(numbers_go_on_when_all_are_gone),
        CASE(a_young_one_keeps_those_behind_it),
        CASE(very_many_go_in_batches),
        CASE(a_changed_base_is_found),
        {0},
    });
}
