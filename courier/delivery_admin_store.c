/* delivery_admin_store.c - the queue as the administrator sees it. */
#include "delivery_columns.h"

struct get {
    struct arena *mem;
    const char *id;
    struct delivery_row found;
};

static const struct sql SQL_GET = {"delivery_get",
                                   "SELECT " DELIVERY_COLUMNS " FROM delivery WHERE id = $1"};

static enum err get(struct db *db, void *arg)
{
    struct get *g = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_GET, "t", g->id);
    if (e || (e = db_row(&st)))
        return e;
    g->found = delivery_columns_read(&st, g->mem);
    return OK;
}

enum err delivery_store_get(struct store *store, struct arena *mem, const char *id,
                            struct delivery_row *out)
{
    struct get g = {.mem = mem, .id = id};
    enum err e = store_read(store, get, &g);

    if (!e)
        *out = g.found;
    return e;
}

struct page {
    struct arena *mem;
    const char *state, *after;
    int64_t limit;
    struct delivery_rows rows;
};

static const struct sql SQL_PAGE = {
    "delivery_page", "SELECT " DELIVERY_COLUMNS " FROM delivery"
                     " WHERE id > $1 AND ($2 = '' OR state = $2) ORDER BY id LIMIT $3"};

static enum err page(struct db *db, void *arg)
{
    struct page *p = arg;
    AUTO(stmt) st = {0};

    p->rows.n = 0;
    p->rows.more = false;
    enum err e = db_query(db, &st, &SQL_PAGE, "tti", p->after, p->state, p->limit + 1);
    while (!e && !(e = db_row(&st))) {
        if (p->rows.n == (size_t)p->limit) {
            p->rows.more = true;
            return OK;
        }
        p->rows.v[p->rows.n++] = delivery_columns_read(&st, p->mem);
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err delivery_store_page(struct store *store, struct arena *mem, const char *state,
                             const char *after, int64_t limit, struct delivery_rows *out)
{
    struct page p = {
        .mem = mem, .state = state ? state : "", .after = after ? after : "", .limit = limit};

    p.rows.v = arena_array(mem, (size_t)limit, sizeof *p.rows.v);
    enum err e = store_read(store, page, &p);
    if (!e)
        *out = p.rows;
    return e;
}

static const struct sql SQL_COUNT = {"delivery_count",
                                     "SELECT COUNT(*) FROM delivery WHERE state = $1"};

static enum err count_of(struct db *db, const char *state, int64_t *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_COUNT, "t", state);
    if (e || (e = db_row(&st)))
        return e;
    *out = stmt_int(&st, 0);
    return OK;
}

static enum err count(struct db *db, void *arg)
{
    struct delivery_counts *c = arg;

    enum err e = count_of(db, DELIVERY_WAITING, &c->waiting);
    return e ? e : count_of(db, DELIVERY_GIVEN_UP, &c->given_up);
}

enum err delivery_store_count(struct store *store, struct delivery_counts *out)
{
    return store_read(store, count, out);
}

struct change {
    const char *id;
    int64_t now, end_at;
};

/* One that is being tried at this moment is tried once more. */
static const struct sql SQL_RETRY = {
    "delivery_retry", "UPDATE delivery SET state = 'waiting', tries = 0, next_at = $2, end_at = $3"
                      " WHERE id = $1 AND state <> 'done'"};

static enum err retry(struct db *db, void *arg)
{
    const struct change *c = arg;

    enum err e = db_exec(db, &SQL_RETRY, "tii", c->id, c->now, c->end_at);
    if (e)
        return e;
    return db_changes(db) ? OK : ERR_NOT_FOUND;
}

enum err delivery_store_retry(struct store *store, const char *id, int64_t now, int64_t end_at)
{
    return store_write(store, retry, &(struct change){id, now, end_at});
}

static const struct sql SQL_DROP = {"delivery_drop", "DELETE FROM delivery WHERE id = $1"};

static enum err drop(struct db *db, void *arg)
{
    const struct change *c = arg;

    enum err e = db_exec(db, &SQL_DROP, "t", c->id);
    if (e)
        return e;
    return db_changes(db) ? OK : ERR_NOT_FOUND;
}

enum err delivery_store_drop(struct store *store, const char *id)
{
    return store_write(store, drop, &(struct change){.id = id});
}
