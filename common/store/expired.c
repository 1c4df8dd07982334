#include "expired.h"

enum { BATCH_ROWS = 500, BATCHES = 20 };

struct round {
    expired_batch *batch;
    int64_t now;
    bool full; /* there may be more */
};

static enum err remove_some(struct db *db, void *arg)
{
    struct round *r = arg;
    enum err e = r->batch(db, r->now, BATCH_ROWS);

    r->full = db_changes(db) == BATCH_ROWS;
    return e;
}

enum err expired_remove(struct store *store, expired_batch *batch, int64_t now)
{
    struct round r = {.batch = batch, .now = now, .full = true};
    enum err e = OK;

    for (int n = 0; !e && r.full && n < BATCHES; n++)
        e = store_write(store, remove_some, &r);
    return e;
}
