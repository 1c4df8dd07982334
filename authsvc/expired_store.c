#include "expired_store.h"
#include "client_secret_store.h"
#include "code_store.h"
#include "consent_store.h"
#include "db.h"
#include "log.h"
#include "session_store.h"
#include "transaction_store.h"

enum { BATCH_ROWS = 500, BATCHES = 20 };

static enum err (*const tables[])(struct db *db, int64_t now, int64_t most) = {
    transaction_store_expire, code_store_expire, session_store_expire, client_secret_store_expire,
    consent_store_expire};

struct batch {
    size_t table; /* of tables */
    int64_t now;
    bool full; /* there may be more */
};

static enum err remove_batch(struct db *db, void *arg)
{
    struct batch *b = arg;
    enum err e = tables[b->table](db, b->now, BATCH_ROWS);

    b->full = db_changes(db) == BATCH_ROWS;
    return e;
}

static enum err sweep_table(struct store *store, size_t table, int64_t now)
{
    struct batch b = {.table = table, .now = now, .full = true};
    enum err e = OK;

    for (int n = 0; !e && b.full && n < BATCHES; n++)
        e = store_write(store, remove_batch, &b);
    return e;
}

void expired_store_sweep(struct store *store, int64_t now)
{
    for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
        enum err e = sweep_table(store, i, now);
        if (e)
            log_warn("authsvc: what has expired could not be removed: %s", err_name(e));
    }
}
