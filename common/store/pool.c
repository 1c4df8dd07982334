#include "pool.h"
#include <pthread.h>
#include <stdlib.h>

struct pool {
    struct pool_kind kind;
    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t freed;
    size_t n_open, n_idle, n_queued;
    struct db *idle[];
};

struct pool *pool_open(const struct pool_kind *kind)
{
    struct pool *self = xcalloc(1, sizeof *self + kind->most * sizeof(struct db *));

    assert(kind->most > 0);
    self->kind = *kind;
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->freed, NULL);
    return self;
}

void pool_close(struct pool **self)
{
    struct pool *pool = *self;

    *self = NULL;
    if (!pool)
        return;
    assert(pool->n_idle == pool->n_open); /* nobody is at work */
    for (size_t i = 0; i < pool->n_idle; i++)
        pool->kind.close(pool->idle[i]);
    pthread_cond_destroy(&pool->freed);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

static bool may_wait(const struct pool *self)
{
    return self->kind.may_queue == 0 || self->n_queued < self->kind.may_queue;
}

static bool none_free(const struct pool *self)
{
    return self->n_idle == 0 && self->n_open == self->kind.most;
}

/* A connection, or NULL and the right to open one. */
static enum err claim(struct pool *self, struct db **out)
{
    enum err e = OK;

    pthread_mutex_lock(&self->lock);
    if (none_free(self) && !may_wait(self))
        e = ERR_BUSY;
    while (!e && none_free(self)) {
        self->n_queued++;
        pthread_cond_wait(&self->freed, &self->lock);
        self->n_queued--;
    }
    if (!e && self->n_idle > 0)
        *out = self->idle[--self->n_idle];
    else if (!e)
        self->n_open++;
    pthread_mutex_unlock(&self->lock);
    return e;
}

static void release(struct pool *self, struct db *db)
{
    pthread_mutex_lock(&self->lock);
    if (db)
        self->idle[self->n_idle++] = db;
    else
        self->n_open--;
    pthread_cond_signal(&self->freed);
    pthread_mutex_unlock(&self->lock);
}

enum err pool_take(struct pool *self, struct db **out)
{
    struct db *db = NULL;

    enum err e = claim(self, &db);
    if (e)
        return e;
    e = db ? OK : self->kind.open(self->kind.arg, &db);
    if (e)
        release(self, NULL);
    else
        *out = db;
    return e;
}

void pool_give(struct pool *self, struct db *db)
{
    release(self, db);
}

size_t pool_queued(struct pool *self)
{
    pthread_mutex_lock(&self->lock);
    size_t n = self->n_queued;
    pthread_mutex_unlock(&self->lock);
    return n;
}
