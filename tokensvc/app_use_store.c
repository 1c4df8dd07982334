#include "app_use_store.h"
#include "db.h"

/* What a client, a person or a consent has ended by its generation is counted until its row goes:
 * to know better, every one would have to be asked about. */
static const struct sql SQL_COUNT = {
    "app_use_count", "SELECT COUNT(*), COUNT(DISTINCT person) FROM family WHERE client_id = $1"
                     " AND ended_at IS NULL AND expires_at > $2"
                     " AND epoch = (SELECT number FROM epoch)"};

struct count {
    const char *client_id;
    int64_t now;
    struct app_use_reply *out;
};

static enum err count(struct db *db, void *arg)
{
    const struct count *n = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_COUNT, "ti", n->client_id, n->now);
    if (e || (e = db_row(&st)))
        return e;
    n->out->families = stmt_int(&st, 0);
    n->out->people = stmt_int(&st, 1);
    return OK;
}

enum err app_use_store_count(struct store *store, const char *client_id, int64_t now,
                             struct app_use_reply *out)
{
    return store_read(store, count, &(struct count){client_id, now, out});
}
