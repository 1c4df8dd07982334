#include "revoked_store.h"
#include "db.h"
#include "secret.h"
#include "token_event.h"
#include "tokensvc.h"

struct revoked {
    struct call *c;        /* of those that are added */
    const char *client_id; /* likewise */
    struct bytes hash;
    int64_t expires_at;
    bool found;
};

static const struct sql SQL_ADD = {
    "revoked_add",
    "INSERT INTO revoked_token (hash, expires_at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING"};

static enum err add(struct db *db, void *arg)
{
    const struct revoked *r = arg;

    enum err e = db_exec(db, &SQL_ADD, "bi", r->hash, r->expires_at);
    if (e || !db_changes(db))
        return e;
    return token_event_token_revoked(db, r->c, r->hash, r->client_id);
}

enum err revoked_store_add(struct call *c, const struct access_token *token, int64_t expires_at)
{
    struct tokensvc *svc = c->svc;
    struct revoked r = {.c = c,
                        .client_id = token->client_id,
                        .hash = secret_digest(c->mem, bytes_of(token->jti)),
                        .expires_at = expires_at};

    return store_write(svc->store, add, &r);
}

static const struct sql SQL_HAS = {"revoked_has", "SELECT 1 FROM revoked_token WHERE hash = $1"};

static enum err has(struct db *db, void *arg)
{
    struct revoked *r = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_HAS, "b", r->hash);
    if (e)
        return e;
    e = db_row(&st);
    r->found = e == OK;
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err revoked_store_has(struct store *store, struct arena *mem, const char *jti, bool *out)
{
    struct revoked r = {.hash = secret_digest(mem, bytes_of(jti))};
    enum err e = store_read(store, has, &r);

    if (!e)
        *out = r.found;
    return e;
}

static const struct sql SQL_EXPIRE = {
    "revoked_expire",
    "DELETE FROM revoked_token WHERE hash IN"
    " (SELECT hash FROM revoked_token WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)"};

enum err revoked_store_expire(struct db *db, int64_t now, int64_t most)
{
    return db_exec(db, &SQL_EXPIRE, "ii", now, most);
}
