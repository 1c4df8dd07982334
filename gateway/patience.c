#include "patience.h"
#include "clock.h"
#include "log.h"
#include <time.h>

enum { LOOK_MS = 20, AT_ONCE_MS = 1, MILLION = 1000000 };

/* -- a thread that waits ----------------------------------------------------------------------- */

void waiter_open(struct waiter *self, struct patience *patience, struct wake *wake)
{
    *self = (struct waiter){.patience = patience, .wake = wake};
    pthread_mutex_init(&self->lock, NULL);
    pthread_mutex_lock(&patience->lock);
    LIST_INSERT_HEAD(&patience->waiters, self, link);
    pthread_mutex_unlock(&patience->lock);
}

void waiter_close(struct waiter *self)
{
    pthread_mutex_lock(&self->patience->lock);
    LIST_REMOVE(self, link);
    pthread_mutex_unlock(&self->patience->lock);
    pthread_mutex_destroy(&self->lock);
}

void waiter_expect(struct waiter *self)
{
    pthread_mutex_lock(&self->lock);
    self->since = clock_steady();
    self->gone = false;
    pthread_mutex_unlock(&self->lock);
}

bool waiter_has(struct waiter *self)
{
    pthread_mutex_lock(&self->lock);
    self->since = 0;
    bool gone = self->gone;
    pthread_mutex_unlock(&self->lock);
    if (gone)
        wake_cancel(self->wake);
    return !gone;
}

void waiter_take(struct waiter *self)
{
    struct patience *patience = self->patience;

    self->taken = true;
    if (atomic_fetch_add(&patience->taken, 1) + 1 >= patience->enough) {
        pthread_mutex_lock(&patience->lock);
        pthread_cond_signal(&patience->moved);
        pthread_mutex_unlock(&patience->lock);
    }
    waiter_expect(self);
}

void waiter_leave(struct waiter *self)
{
    if (self->taken)
        atomic_fetch_sub(&self->patience->taken, 1);
    self->taken = false;
    (void)waiter_has(self);
}

/* -- who loses patience ------------------------------------------------------------------------ */

/* True: it had to go. */
static bool judge(struct waiter *waiter, int64_t now)
{
    pthread_mutex_lock(&waiter->lock);
    bool gone = waiter->since && !waiter->gone && now - waiter->since >= PATIENCE_MS;
    if (gone) {
        waiter->gone = true;
        wake_after(waiter->wake, AT_ONCE_MS);
    }
    pthread_mutex_unlock(&waiter->lock);
    return gone;
}

static size_t judge_all(struct patience *self)
{
    int64_t now = clock_steady();
    struct waiter *waiter;
    size_t gone = 0;

    LIST_FOREACH (waiter, &self->waiters, link)
        gone += judge(waiter, now);
    return gone;
}

static bool scarce(const struct patience *self)
{
    return atomic_load(&self->taken) >= self->enough;
}

static void rest(struct patience *self)
{
    int64_t then = clock_steady() + LOOK_MS;
    const struct timespec until = {then / 1000, (long)(then % 1000) * MILLION};

    if (!self->stop && scarce(self))
        pthread_cond_clockwait(&self->moved, &self->lock, CLOCK_MONOTONIC, &until);
    else if (!self->stop)
        pthread_cond_wait(&self->moved, &self->lock);
}

/* As long as threads are scarce; says afterwards how many had to go. */
static void *watch(void *argument)
{
    struct patience *self = argument;
    size_t gone = 0;

    pthread_mutex_lock(&self->lock);
    while (!self->stop) {
        if (scarce(self)) {
            gone += judge_all(self);
        } else if (gone > 0) {
            log_info("%zu connections had to go that kept threads waiting while these were scarce",
                     gone);
            gone = 0;
        }
        rest(self);
    }
    pthread_mutex_unlock(&self->lock);
    return NULL;
}

void patience_start(struct patience *self, size_t threads)
{
    *self = (struct patience){.enough = threads - threads / 4};
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->moved, NULL);
    LIST_INIT(&self->waiters);
    self->running = pthread_create(&self->thread, NULL, watch, self) == 0;
    assert(self->running);
}

void patience_stop(struct patience *self)
{
    if (!self->running)
        return;
    pthread_mutex_lock(&self->lock);
    self->stop = true;
    pthread_cond_signal(&self->moved);
    pthread_mutex_unlock(&self->lock);
    pthread_join(self->thread, NULL);
    assert(LIST_EMPTY(&self->waiters));
    pthread_cond_destroy(&self->moved);
    pthread_mutex_destroy(&self->lock);
    self->running = false;
}
