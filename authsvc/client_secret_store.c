#include "client_secret_store.h"
#include "db.h"

static const struct sql SQL_PUT = {
    "client_secret_put", "INSERT INTO client_secret (client_id, key, hash, expires_at, sealed)"
                         " VALUES ($1, $2, $3, $4, $5)"};

enum err client_secret_store_put(struct db *db, const char *client_id,
                                 const struct secret_check *check, struct bytes sealed)
{
    return db_exec(db, &SQL_PUT, "tbbib", client_id, check->key, check->hash, check->expires_at,
                   sealed);
}

static const struct sql SQL_SEALED = {"client_secret_sealed",
                                      "SELECT sealed FROM client_secret WHERE client_id = $1"
                                      " AND expires_at = 0 AND sealed IS NOT NULL"};

enum err client_secret_store_sealed(struct db *db, struct arena *mem, const char *client_id,
                                    struct bytes *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_SEALED, "t", client_id);
    if (e || (e = db_row(&st)))
        return e;
    *out = stmt_bytes(&st, 0, mem);
    return OK;
}

static const struct sql SQL_DROP_OLDER = {
    "client_secret_drop_older",
    "DELETE FROM client_secret WHERE client_id = $1 AND expires_at > 0"};
static const struct sql SQL_END = {"client_secret_end",
                                   "UPDATE client_secret SET expires_at = $2 WHERE client_id = $1"};

enum err client_secret_store_settle(struct db *db, const char *client_id)
{
    return db_exec(db, &SQL_DROP_OLDER, "t", client_id);
}

static const struct sql SQL_UNTIL = {
    "client_secret_until", "SELECT MAX(expires_at) FROM client_secret WHERE client_id = $1"
                           " AND expires_at > $2"};

enum err client_secret_store_until(struct db *db, const char *client_id, int64_t now, int64_t *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_UNTIL, "ti", client_id, now);
    if (e || (e = db_row(&st)))
        return e;
    *out = stmt_int(&st, 0);
    return OK;
}

enum err client_secret_store_retire(struct db *db, const char *client_id, int64_t until)
{
    enum err e = client_secret_store_settle(db, client_id);

    return e ? e : db_exec(db, &SQL_END, "ti", client_id, until);
}

static const struct sql SQL_REMOVE = {"client_secret_remove",
                                      "DELETE FROM client_secret WHERE client_id = $1"};

enum err client_secret_store_remove(struct db *db, const char *client_id)
{
    return db_exec(db, &SQL_REMOVE, "t", client_id);
}

static const struct sql SQL_LIST = {
    "client_secret_list", "SELECT key, hash, expires_at FROM client_secret WHERE client_id = $1"
                          " AND (expires_at = 0 OR expires_at > $2) ORDER BY expires_at"};

enum err client_secret_store_list(struct db *db, struct arena *mem, const char *client_id,
                                  int64_t now, struct secret_check *out, size_t *n)
{
    size_t found = 0;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_LIST, "ti", client_id, now);
    while (!e && found < CLIENT_SECRETS_MAX && !(e = db_row(&st))) {
        out[found++] = (struct secret_check){.key = stmt_bytes(&st, 0, mem),
                                             .hash = stmt_bytes(&st, 1, mem),
                                             .expires_at = stmt_int(&st, 2)};
    }
    if (e && e != ERR_NOT_FOUND)
        return e;
    *n = found;
    return OK;
}

static const struct sql SQL_EXPIRE = {
    "client_secret_expire",
    "DELETE FROM client_secret WHERE (client_id, hash) IN (SELECT client_id, hash"
    " FROM client_secret WHERE expires_at > 0 AND expires_at <= $1 ORDER BY expires_at LIMIT $2)"};

enum err client_secret_store_expire(struct db *db, int64_t now, int64_t most)
{
    return db_exec(db, &SQL_EXPIRE, "ii", now, most);
}
