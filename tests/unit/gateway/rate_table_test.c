#include "arena.h"
#include "check.h"
#include "rate_table.h"
#include <pthread.h>

enum { ONE, OTHER, THREADS = 4, EACH = 5000 };

static const int64_t BEGAN = 1795219200123;
static struct rate_table *table;

static void close_table(void)
{
    rate_table_close(&table);
    CHECK(!table);
}

static void open_table(void)
{
    table = rate_table_open();
    check_after(close_table);
}

static int64_t count(const char *whom, int64_t after)
{
    return rate_table_add(table, ONE, whom, BEGAN + after).n;
}

static void each_is_counted_apart(void)
{
    open_table();
    CHECK_INT(count("192.0.2.1", 0), 1);
    CHECK_INT(count("192.0.2.1", 1), 2);
    CHECK_INT(count("192.0.2.2", 1), 1);
    CHECK_INT(rate_table_add(table, OTHER, "192.0.2.1", BEGAN).n, 1);
    CHECK_INT(count("192.0.2.1", 2), 3);
}

static void a_minute_begins_with_the_first_request(void)
{
    open_table();
    CHECK_INT(rate_table_add(table, ONE, "a", BEGAN).ends_at, BEGAN + RATE_WINDOW_MS);
    CHECK_INT(rate_table_add(table, ONE, "a", BEGAN + 59999).ends_at, BEGAN + RATE_WINDOW_MS);
    CHECK_INT(count("a", RATE_WINDOW_MS), 1);
    CHECK_INT(count("a", RATE_WINDOW_MS + 1), 2);
    CHECK_INT(count("a", 2 * (int64_t)RATE_WINDOW_MS + 1), 1);
}

static void a_clock_that_is_set_back_begins_a_minute(void)
{
    open_table();
    CHECK_INT(count("a", 0), 1);
    CHECK_INT(count("a", -1), 1);
    CHECK_INT(count("a", 0), 2);
}

static void of_long_names_the_beginning_counts(void)
{
    const char *name = arena_printf(check_mem(), "%0*d", RATE_NAME_MAX, 7);

    open_table();
    CHECK_INT(count(name, 0), 1);
    CHECK_INT(count(arena_printf(check_mem(), "%s more", name), 0), 2);
    CHECK_INT(count(name + 1, 0), 1);
}

/* A crowd that is larger than the table: whoever comes last is known, and nobody is taken for
 * anybody else. */
static void the_oldest_make_room(void)
{
    open_table();
    for (int i = 0; i < 4 * RATE_TABLE_ROOM; i++)
        CHECK_INT(count(arena_printf(check_mem(), "2001:db8:%x::/64", (unsigned)i), i / 100), 1);
    CHECK_INT(count(arena_printf(check_mem(), "2001:db8:%x::/64", 4 * RATE_TABLE_ROOM - 1), 400),
              2);
    CHECK_INT(count("2001:db8:0::/64", 400), 1);
}

static void *ask(void *whom)
{
    for (int i = 0; i < EACH; i++)
        rate_table_add(table, ONE, whom, BEGAN);
    return NULL;
}

static void threads_count_together(void)
{
    static char names[][2] = {"a", "b"};
    pthread_t threads[THREADS];

    open_table();
    for (int i = 0; i < THREADS; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, ask, names[i % 2]), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    CHECK_INT(count("a", 0), 1 + THREADS / 2 * EACH);
    CHECK_INT(count("b", 0), 1 + THREADS / 2 * EACH);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(each_is_counted_apart),
        CASE(a_minute_begins_with_the_first_request),
        CASE(a_clock_that_is_set_back_begins_a_minute),
        CASE(of_long_names_the_beginning_counts),
        CASE(the_oldest_make_room),
        CASE(threads_count_together),
        {NULL, NULL},
    });
}
