#include "key_store.h"
#include "db.h"
#include "token_event.h"

enum { ROWS_OF_ALG = KEY_ROWS_MAX / 2 };

/* --- reading --- */

static const struct sql SQL_CHANGE = {"key_change", "SELECT number FROM key_change"};

static enum err change(struct db *db, void *arg)
{
    int64_t *out = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_CHANGE, "");
    if (e || (e = db_row(&st)))
        return e;
    *out = stmt_int(&st, 0);
    return OK;
}

enum err key_store_change(struct store *store, int64_t *out)
{
    return store_read(store, change, out);
}

static const struct sql SQL_SIGNING = {
    "key_signing", "SELECT alg, number, kid, wrapped, active_at, retired_at, removed_at"
                   " FROM signing_key ORDER BY active_at DESC, alg DESC, number DESC LIMIT $1"};
static const struct sql SQL_MAC = {"key_mac",
                                   "SELECT kid, wrapped FROM mac_key ORDER BY kid DESC LIMIT $1"};

struct load {
    struct arena *mem;
    struct key_rows rows;
};

static enum err load_signing(struct db *db, struct load *l)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_SIGNING, "i", (int64_t)KEY_ROWS_MAX);
    for (l->rows.n_signing = 0; !e && (e = db_row(&st)) == OK; l->rows.n_signing++) {
        struct key_row *row = &l->rows.signing[l->rows.n_signing];
        *row = (struct key_row){
            .number = stmt_int(&st, 1),
            .kid = stmt_text(&st, 2, l->mem),
            .wrapped = stmt_bytes(&st, 3, l->mem),
            .active_at = stmt_int(&st, 4),
            .retired_at = stmt_int(&st, 5),
            .removed_at = stmt_int(&st, 6),
        };
        if (!jose_alg_by_name(stmt_text(&st, 0, l->mem), &row->alg))
            return ERR_STORAGE;
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err load_mac(struct db *db, struct load *l)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_MAC, "i", (int64_t)MAC_ROWS_MAX);
    for (l->rows.n_mac = 0; !e && (e = db_row(&st)) == OK; l->rows.n_mac++)
        l->rows.mac[l->rows.n_mac] = (struct mac_row){stmt_int(&st, 0), stmt_bytes(&st, 1, l->mem)};
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err load(struct db *db, void *arg)
{
    struct load *l = arg;
    enum err e = OK;

    if ((e = change(db, &l->rows.change)) || (e = load_signing(db, l)))
        return e;
    return load_mac(db, l);
}

enum err key_store_load(struct store *store, struct arena *mem, struct key_rows *out)
{
    struct load l = {.mem = mem};
    enum err e = store_read(store, load, &l);

    if (!e)
        *out = l.rows;
    return e;
}

/* --- writing --- */

static const struct sql SQL_CHANGED = {"key_changed", "UPDATE key_change SET number = number + 1"};

static enum err changed(struct db *db)
{
    return db_changes(db) ? db_exec(db, &SQL_CHANGED, "") : OK;
}

static const struct sql SQL_ADD = {
    "key_add", "INSERT INTO signing_key (alg, number, kid, wrapped, active_at)"
               " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (alg, number) DO NOTHING"};

struct add {
    struct call *c;
    const struct key_row *row;
};

static enum err add(struct db *db, const struct add *a, enum event_kind kind)
{
    const struct key_row *row = a->row;
    enum err e = db_exec(db, &SQL_ADD, "titbi", jose_alg_name(row->alg), row->number, row->kid,
                         row->wrapped, row->active_at);

    if (e || !db_changes(db))
        return e;
    e = db_exec(db, &SQL_CHANGED, "");
    return e ? e : token_event_key(db, a->c, kind, row);
}

static enum err add_first(struct db *db, void *arg)
{
    return add(db, arg, EVENT_key_added);
}

enum err key_store_add_first(struct store *store, struct call *c, const struct key_row *row)
{
    assert(row->number == 1);
    return store_write(store, add_first, &(struct add){c, row});
}

static const struct sql SQL_ADD_MAC = {
    "key_add_mac",
    "INSERT INTO mac_key (kid, wrapped) VALUES ($1, $2) ON CONFLICT (kid) DO NOTHING"};

static enum err add_first_mac(struct db *db, void *arg)
{
    const struct mac_row *const *row = arg;

    enum err e = db_exec(db, &SQL_ADD_MAC, "ib", (*row)->kid, (*row)->wrapped);
    return e ? e : changed(db);
}

enum err key_store_add_first_mac(struct store *store, const struct mac_row *row)
{
    return store_write(store, add_first_mac, &row);
}

/* --- rotation --- */

static const struct sql SQL_LAST = {
    "key_last", "SELECT max(number), max(active_at), count(*) FROM signing_key WHERE alg = $1"};
static const struct sql SQL_RETIRE = {"key_retire",
                                      "UPDATE signing_key SET retired_at = $2, removed_at = $3"
                                      " WHERE alg = $1 AND retired_at IS NULL"};

struct rotate {
    struct call *c;
    struct key_row *row;
    int64_t keep;
};

static enum err next_number(struct db *db, const struct rotate *r)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_LAST, "t", jose_alg_name(r->row->alg));
    if (e || (e = db_row(&st)))
        return e;
    if (stmt_int(&st, 1) > r->c->now)
        return ERR_EXISTS;
    if (stmt_int(&st, 2) >= ROWS_OF_ALG)
        return ERR_BUSY;
    r->row->number = stmt_int(&st, 0) + 1;
    return OK;
}

static enum err rotate(struct db *db, void *arg)
{
    const struct rotate *r = arg;
    const struct key_row *row = r->row;

    enum err e = db_lock(db, "signing_key", jose_alg_name(row->alg), NULL);
    if (!e)
        e = next_number(db, r);
    if (e)
        return e;
    e = db_exec(db, &SQL_RETIRE, "tii", jose_alg_name(row->alg), row->active_at,
                row->active_at + r->keep);
    return e ? e : add(db, &(struct add){r->c, row}, EVENT_key_rotated);
}

enum err key_store_rotate(struct store *store, struct call *c, struct key_row *row, int64_t keep)
{
    return store_write(store, rotate, &(struct rotate){c, row, keep});
}

static const struct sql SQL_EXPIRE = {"key_expire",
                                      "DELETE FROM signing_key WHERE removed_at <= $1"};

static enum err expire(struct db *db, void *arg)
{
    const int64_t *now = arg;

    enum err e = db_exec(db, &SQL_EXPIRE, "i", *now);
    return e ? e : changed(db);
}

enum err key_store_expire(struct store *store, int64_t now)
{
    return store_write(store, expire, &now);
}
