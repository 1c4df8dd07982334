/*
 * pool - connections that threads take in turn, opened when they are needed.
 *
 * The connection used last is taken first: its cache is warm, and those that a
 * rare rush needed stay untouched.
 */
#ifndef STORE_POOL_H
#define STORE_POOL_H
#include "base.h"

struct db;
struct pool;

struct pool_kind {
    enum err (*open)(void *arg, struct db **out);
    void (*close)(struct db *db);
    void *arg;        /* for open; borrowed */
    size_t most;      /* connections, at least 1 */
    size_t may_queue; /* callers that may wait for one; 0: any number */
};

struct pool *pool_open(const struct pool_kind *kind);
void pool_close(struct pool **self); /* nobody has a connection; NULL is fine */

/* Waits for a free one.  ERR_BUSY: too many wait.  Others: as open says. */
enum err pool_take(struct pool *self, struct db **out) MUST_CHECK;
void pool_give(struct pool *self, struct db *db);
size_t pool_queued(struct pool *self);

#endif
