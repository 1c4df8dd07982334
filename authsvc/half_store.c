#include "half_store.h"
#include "db.h"

#define COLUMNS "hash, person, generation, browser, dialect, transaction_hash, expires_at"

static const struct sql SQL_ROOM = {
    "half_room", "DELETE FROM half_sign_in WHERE hash IN (SELECT hash FROM half_sign_in"
                 " WHERE person = $1 ORDER BY expires_at DESC, hash LIMIT 1000 OFFSET $2)"};
static const struct sql SQL_PUT = {"half_put", "INSERT INTO half_sign_in (" COLUMNS
                                               ") VALUES ($1, $2, $3, $4, $5, $6, $7)"};

static enum err put(struct db *db, void *arg)
{
    const struct half *h = arg;
    enum err e = db_exec(db, &SQL_ROOM, "ti", h->person, (int64_t)HALVES_OF_A_PERSON - 1);

    return e ? e
             : db_exec(db, &SQL_PUT, "btibtbi", h->hash, h->person, h->generation, h->browser,
                       h->dialect, h->transaction, h->expires_at);
}

enum err half_store_put(struct store *store, const struct half *half)
{
    struct half copy = *half;

    return store_write(store, put, &copy);
}

struct find {
    struct arena *mem;
    const struct half *which;
    int64_t now;
    struct half *out;
};

/* What is absent on one side has to be absent on the other. */
static const struct sql SQL_FIND = {"half_find",
                                    "SELECT " COLUMNS " FROM half_sign_in WHERE hash = $1"
                                    " AND COALESCE(dialect, '') = COALESCE($2, '')"
                                    " AND expires_at > $3"};

static enum err find(struct db *db, void *arg)
{
    const struct find *f = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_FIND, "bti", f->which->hash, f->which->dialect, f->now);
    if (e || (e = db_row(&st)))
        return e;
    *f->out = (struct half){
        .hash = stmt_bytes(&st, 0, f->mem),
        .person = stmt_text(&st, 1, f->mem),
        .generation = stmt_int(&st, 2),
        .browser = stmt_bytes(&st, 3, f->mem),
        .dialect = stmt_text(&st, 4, f->mem),
        .transaction = stmt_bytes(&st, 5, f->mem),
        .expires_at = stmt_int(&st, 6),
    };
    return OK;
}

enum err half_store_find(struct store *store, struct arena *mem, const struct half *which,
                         int64_t now, struct half *out)
{
    struct half found;
    enum err e = store_read(store, find, &(struct find){mem, which, now, &found});

    if (e)
        return e;
    if (!!found.browser.p != !!which->browser.p ||
        (which->browser.p && !bytes_equal(found.browser, which->browser)))
        return ERR_NOT_FOUND;
    *out = found;
    return OK;
}

static const struct sql SQL_TAKE = {"half_take",
                                    "DELETE FROM half_sign_in WHERE hash = $1 AND expires_at > $2"};

enum err half_store_take(struct db *db, struct bytes hash, int64_t now)
{
    enum err e = db_exec(db, &SQL_TAKE, "bi", hash, now);

    return !e && !db_changes(db) ? ERR_EXPIRED : e;
}

static const struct sql SQL_EXPIRE = {"half_expire",
                                      "DELETE FROM half_sign_in WHERE hash IN (SELECT hash"
                                      " FROM half_sign_in WHERE expires_at <= $1"
                                      " ORDER BY expires_at LIMIT $2)"};

enum err half_store_expire(struct db *db, int64_t now, int64_t most)
{
    return db_exec(db, &SQL_EXPIRE, "ii", now, most);
}
