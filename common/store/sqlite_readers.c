#include "sqlite.h"
#include <pthread.h>
#include <stdlib.h>

/* The connection used last is taken first: its cache is warm, and those that a rare rush of
 * readers needed stay untouched. */
struct readers {
    const char *path; /* borrowed */
    pthread_mutex_t lock;
    pthread_cond_t freed;
    size_t most, n_open, n_idle;
    struct db *idle[];
};

struct readers *readers_open(const char *path, size_t most)
{
    struct readers *self = xcalloc(1, sizeof *self + most * sizeof(struct db *));

    assert(most > 0);
    self->path = path;
    self->most = most;
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->freed, NULL);
    return self;
}

void readers_close(struct readers **self)
{
    struct readers *readers = *self;

    *self = NULL;
    if (!readers)
        return;
    assert(readers->n_idle == readers->n_open); /* nobody reads */
    for (size_t i = 0; i < readers->n_idle; i++)
        db_close(&readers->idle[i]);
    pthread_cond_destroy(&readers->freed);
    pthread_mutex_destroy(&readers->lock);
    free(readers);
}

/* A connection, or NULL and the right to open one. */
static struct db *claim(struct readers *self)
{
    struct db *db = NULL;

    pthread_mutex_lock(&self->lock);
    while (self->n_idle == 0 && self->n_open == self->most)
        pthread_cond_wait(&self->freed, &self->lock);
    if (self->n_idle > 0)
        db = self->idle[--self->n_idle];
    else
        self->n_open++;
    pthread_mutex_unlock(&self->lock);
    return db;
}

static void release(struct readers *self, struct db *db)
{
    pthread_mutex_lock(&self->lock);
    if (db)
        self->idle[self->n_idle++] = db;
    else
        self->n_open--;
    pthread_cond_signal(&self->freed);
    pthread_mutex_unlock(&self->lock);
}

enum err readers_take(struct readers *self, struct db **out)
{
    struct db *db = claim(self);
    enum err e = db ? OK : db_open(self->path, DB_READS, &db);

    if (e)
        release(self, NULL);
    else
        *out = db;
    return e;
}

void readers_give(struct readers *self, struct db *db)
{
    release(self, db);
}
