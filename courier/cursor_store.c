#include "cursor_store.h"
#include "db.h"

struct get {
    const char *service;
    int64_t number;
};

static const struct sql SQL_GET = {"outbox_cursor_get",
                                   "SELECT number FROM outbox_cursor WHERE service = $1"};

static enum err get(struct db *db, void *arg)
{
    struct get *g = arg;
    AUTO(stmt) st = {0};

    g->number = 0;
    enum err e = db_query(db, &st, &SQL_GET, "t", g->service);
    if (e || (e = db_row(&st)))
        return e == ERR_NOT_FOUND ? OK : e;
    g->number = stmt_int(&st, 0);
    return OK;
}

enum err cursor_store_get(struct store *store, const char *service, int64_t *out)
{
    struct get g = {.service = service};
    enum err e = store_read(store, get, &g);

    if (!e)
        *out = g.number;
    return e;
}

/* 0 is where a cursor without a row stands. */
static const struct sql SQL_MOVE = {"outbox_cursor_move",
                                    "INSERT INTO outbox_cursor (service, number) VALUES ($1, $3)"
                                    " ON CONFLICT (service) DO UPDATE SET number = $3"
                                    " WHERE outbox_cursor.number = $2"};

static enum err move(struct db *db, void *arg)
{
    const struct cursor_move *m = arg;

    enum err e = db_exec(db, &SQL_MOVE, "tii", m->service, m->from, m->to);
    if (!e && !db_changes(db))
        return ERR_EXISTS;
    for (size_t i = 0; !e && i < m->n; i++)
        e = delivery_add(db, &m->rows[i]);
    return e;
}

enum err cursor_store_move(struct store *store, const struct cursor_move *how)
{
    struct cursor_move m = *how;

    return store_write(store, move, &m);
}
