/* delivery_store.c - the queue as those see it who work on it. */
#include "delivery_columns.h"

enum { BATCH_ROWS = 200 };

struct delivery_row delivery_columns_read(struct stmt *st, struct arena *mem)
{
    return (struct delivery_row){
        .id = stmt_text(st, 0, mem),
        .kind = stmt_text(st, 1, mem),
        .what = stmt_text(st, 2, mem),
        .sealed = stmt_bytes(st, 3, mem),
        .destination = stmt_text(st, 4, mem),
        .state = stmt_text(st, 5, mem),
        .tries = stmt_int(st, 6),
        .next_at = stmt_int(st, 7),
        .error = stmt_text(st, 8, mem),
        .created_at = stmt_int(st, 9),
        .end_at = stmt_int(st, 10),
    };
}

/* -- add ----------------------------------------------------------------------------------------
 */

static const struct sql SQL_ADD = {"delivery_add",
                                   "INSERT INTO delivery (" DELIVERY_COLUMNS ")"
                                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
                                   " ON CONFLICT (id) DO NOTHING"};

enum err delivery_add(struct db *db, const struct delivery_row *row)
{
    return db_exec(db, &SQL_ADD, "tttbttiitii", row->id, row->kind, row->what, row->sealed,
                   row->destination, row->state, row->tries, row->next_at, row->error,
                   row->created_at, row->end_at);
}

static enum err add(struct db *db, void *arg)
{
    const struct delivery_row *const *row = arg;

    return delivery_add(db, *row);
}

enum err delivery_store_add(struct store *store, const struct delivery_row *row)
{
    return store_write(store, add, &row);
}

/* -- take ---------------------------------------------------------------------------------------
 */

struct take {
    struct arena *mem;
    const char *kind;
    int64_t now, until;
    struct delivery_row taken;
};

/* The times are looked at again outside: of two that choose the same row one finds it taken. */
static const struct sql SQL_TAKE = {
    "delivery_take", "UPDATE delivery SET next_at = $3, tries = tries + 1 WHERE id = ("
                     "SELECT d.id FROM delivery d LEFT JOIN destination p ON p.name = d.destination"
                     " WHERE d.state = 'waiting' AND d.kind = $1 AND d.next_at <= $2"
                     " AND COALESCE(p.open_at, 0) <= $2 ORDER BY d.next_at LIMIT 1)"
                     " AND state = 'waiting' AND next_at <= $2 RETURNING " DELIVERY_COLUMNS};

static const struct sql SQL_SHUT = {"destination_shut",
                                    "INSERT INTO destination (name, open_at) VALUES ($1, $3)"
                                    " ON CONFLICT (name) DO UPDATE SET open_at = $3"
                                    " WHERE destination.open_at <= $2"};

static enum err take(struct db *db, void *arg)
{
    struct take *t = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_TAKE, "tii", t->kind, t->now, t->until);
    if (e || (e = db_row(&st)))
        return e;
    t->taken = delivery_columns_read(&st, t->mem);
    stmt_done(&st);
    e = db_exec(db, &SQL_SHUT, "tii", t->taken.destination, t->now, t->until);
    if (e)
        return e;
    return db_changes(db) ? OK : ERR_NOT_FOUND; /* somebody else sends to it */
}

enum err delivery_store_take(struct store *store, struct arena *mem, const char *kind, int64_t now,
                             int64_t until, struct delivery_row *out)
{
    struct take t = {.mem = mem, .kind = kind, .now = now, .until = until};
    enum err e = store_write(store, take, &t);

    if (!e)
        *out = t.taken;
    return e;
}

struct next {
    const char *kind;
    int64_t at;
};

static const struct sql SQL_NEXT = {
    "delivery_next",
    "SELECT MIN(CASE WHEN COALESCE(p.open_at, 0) > d.next_at THEN p.open_at ELSE d.next_at END)"
    " FROM delivery d LEFT JOIN destination p ON p.name = d.destination"
    " WHERE d.state = 'waiting' AND d.kind = $1"};

static enum err next(struct db *db, void *arg)
{
    struct next *n = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_NEXT, "t", n->kind);
    if (e || (e = db_row(&st)))
        return e;
    n->at = stmt_null(&st, 0) ? INT64_MAX : stmt_int(&st, 0);
    return OK;
}

enum err delivery_store_next(struct store *store, const char *kind, int64_t *out)
{
    struct next n = {.kind = kind};
    enum err e = store_read(store, next, &n);

    if (!e)
        *out = n.at;
    return e;
}

/* -- end ----------------------------------------------------------------------------------------
 */

struct end {
    const struct delivery_row *taken;
    const struct delivery_end *how;
};

/* next_at is when the taker's time is over: his alone. */
static const struct sql SQL_END = {"delivery_end",
                                   "UPDATE delivery SET state = $3, error = $4, next_at = $5,"
                                   " end_at = CASE WHEN $3 = 'waiting' THEN end_at ELSE $6 END,"
                                   " sealed = CASE WHEN $3 = 'done' THEN NULL ELSE sealed END"
                                   " WHERE id = $1 AND next_at = $2 AND state = 'waiting'"};
static const struct sql SQL_OPEN = {
    "destination_open", "UPDATE destination SET open_at = $3 WHERE name = $1 AND open_at = $2"};

static enum err end(struct db *db, void *arg)
{
    const struct end *u = arg;
    const struct delivery_row *row = u->taken;
    const struct delivery_end *how = u->how;

    enum err e = db_exec(db, &SQL_END, "tittii", row->id, row->next_at, how->state, how->error,
                         how->next_at, how->end_at);
    if (e)
        return e;
    return db_exec(db, &SQL_OPEN, "tii", row->destination, row->next_at, how->open_at);
}

enum err delivery_store_end(struct store *store, const struct delivery_row *taken,
                            const struct delivery_end *how)
{
    return store_write(store, end, &(struct end){taken, how});
}

/* -- sweep --------------------------------------------------------------------------------------
 */

struct sweep {
    int64_t now, keep_until, given_up;
};

static const struct sql SQL_GIVE_UP = {
    "delivery_give_up",
    "UPDATE delivery SET state = 'given_up', end_at = $2,"
    " error = COALESCE(error, 'it could not be sent in time') WHERE id IN ("
    "SELECT id FROM delivery WHERE state = 'waiting' AND end_at <= $1 AND next_at <= $1 LIMIT $3)"};
static const struct sql SQL_FORGET = {
    "delivery_forget", "DELETE FROM delivery WHERE id IN ("
                       "SELECT id FROM delivery WHERE state = 'done' AND end_at <= $1 LIMIT $2)"};
static const struct sql SQL_FORGET_LATE = {
    "delivery_forget_late",
    "DELETE FROM delivery WHERE id IN ("
    "SELECT id FROM delivery WHERE state = 'given_up' AND end_at <= $1 LIMIT $2)"};
static const struct sql SQL_FORGET_DESTINATION = {
    "destination_forget", "DELETE FROM destination WHERE name IN ("
                          "SELECT name FROM destination WHERE open_at <= $1 LIMIT $2)"};

static enum err sweep(struct db *db, void *arg)
{
    struct sweep *s = arg;

    enum err e = db_exec(db, &SQL_GIVE_UP, "iii", s->now, s->keep_until, (int64_t)BATCH_ROWS);
    if (e)
        return e;
    s->given_up = db_changes(db);
    e = db_exec(db, &SQL_FORGET, "ii", s->now, (int64_t)BATCH_ROWS);
    if (!e)
        e = db_exec(db, &SQL_FORGET_LATE, "ii", s->now, (int64_t)BATCH_ROWS);
    if (!e)
        e = db_exec(db, &SQL_FORGET_DESTINATION, "ii", s->now, (int64_t)BATCH_ROWS);
    return e;
}

enum err delivery_store_sweep(struct store *store, int64_t now, int64_t keep_until,
                              int64_t *given_up)
{
    struct sweep s = {.now = now, .keep_until = keep_until};
    enum err e = store_write(store, sweep, &s);

    if (!e)
        *given_up = s.given_up;
    return e;
}
