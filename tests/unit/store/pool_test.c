#include "check.h"
#include "pool.h"
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static int opened, closed;
static bool cannot;

static enum err open_one(void *arg, struct db **out)
{
    CHECK_STR(arg, "the argument");
    if (cannot)
        return ERR_STORAGE;
    opened++;
    *out = xmalloc(1);
    return OK;
}

static void close_one(struct db *db)
{
    closed++;
    free(db);
}

static struct pool *pool_with(size_t most, size_t may_queue)
{
    static char arg[] = "the argument";

    opened = closed = 0;
    cannot = false;
    return pool_open(&(struct pool_kind){
        .open = open_one, .close = close_one, .arg = arg, .most = most, .may_queue = may_queue});
}

static void it_opens_what_is_needed_and_the_last_one_comes_first(void)
{
    struct pool *pool = pool_with(3, 0);
    struct db *a = NULL, *b = NULL, *c = NULL;

    CHECK_OK(pool_take(pool, &a));
    CHECK_OK(pool_take(pool, &b));
    pool_give(pool, a);
    pool_give(pool, b);
    CHECK_OK(pool_take(pool, &c));
    CHECK(c == b);
    pool_give(pool, c);
    CHECK_INT(opened, 2);
    pool_close(&pool);
    CHECK_INT(closed, 2);
    pool_close(&pool);
}

static void what_cannot_be_opened_takes_no_place(void)
{
    struct pool *pool = pool_with(1, 0);
    struct db *a = NULL;

    cannot = true;
    CHECK_ERR(pool_take(pool, &a), ERR_STORAGE);
    CHECK_ERR(pool_take(pool, &a), ERR_STORAGE);
    CHECK(!a);
    cannot = false;
    CHECK_OK(pool_take(pool, &a));
    pool_give(pool, a);
    pool_close(&pool);
}

struct waiter {
    struct pool *pool;
    struct db *got;
    enum err error;
    pthread_t thread;
};

static void *wait_for_one(void *arg)
{
    struct waiter *self = arg;

    self->error = pool_take(self->pool, &self->got);
    return NULL;
}

static void so_many_may_wait_and_no_more(void)
{
    struct waiter waiter = {.pool = pool_with(1, 1)};
    struct db *a = NULL, *b = NULL;

    CHECK_OK(pool_take(waiter.pool, &a));
    CHECK_INT(pthread_create(&waiter.thread, NULL, wait_for_one, &waiter), 0);
    while (pool_queued(waiter.pool) == 0)
        usleep(1000);
    CHECK_ERR(pool_take(waiter.pool, &b), ERR_BUSY);
    pool_give(waiter.pool, a);
    pthread_join(waiter.thread, NULL);
    CHECK_OK(waiter.error);
    CHECK(waiter.got == a);
    pool_give(waiter.pool, a);
    pool_close(&waiter.pool);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(it_opens_what_is_needed_and_the_last_one_comes_first),
        CASE(what_cannot_be_opened_takes_no_place),
        CASE(so_many_may_wait_and_no_more),
        {0},
    });
}
