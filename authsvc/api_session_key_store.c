#include "api_session_key_store.h"
#include "authsvc.h"
#include "db.h"
#include "random.h"

enum { KID_BYTES = 8 };

struct row {
    struct arena *mem;
    const char *kid;
    struct bytes wrapped;
};

static const struct sql SQL_GET = {"api_session_key_get",
                                   "SELECT kid, wrapped FROM api_session_key"};

static enum err get(struct db *db, void *arg)
{
    struct row *row = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_GET, "");
    if (e || (e = db_row(&st)))
        return e;
    row->kid = stmt_text(&st, 0, row->mem);
    row->wrapped = stmt_bytes(&st, 1, row->mem);
    return OK;
}

static const struct sql SQL_PUT = {"api_session_key_put",
                                   "INSERT INTO api_session_key (one, kid, wrapped)"
                                   " VALUES (1, $1, $2) ON CONFLICT DO NOTHING"};

/* Another replica may be quicker: what is there then is the key. */
static enum err put(struct db *db, void *arg)
{
    struct row *row = arg;
    enum err e = db_exec(db, &SQL_PUT, "tb", row->kid, row->wrapped);

    return e ? e : get(db, row);
}

static const char *place(struct call *c, const char *kid)
{
    const struct authsvc *svc = c->svc;

    return arena_printf(c->mem, "authsvc.api_session_key:%s:%s", svc->tenant, kid);
}

static struct bytes kek_of(const struct authsvc *svc)
{
    return (struct bytes){svc->kek, SECRET_KEY_LEN};
}

static enum err make(struct call *c, struct row *row)
{
    const struct authsvc *svc = c->svc;
    uint8_t *key = arena_alloc(c->mem, SECRET_KEY_LEN);

    random_bytes(key, SECRET_KEY_LEN);
    row->kid = random_token(c->mem, KID_BYTES);
    row->wrapped =
        secret_wrap(c->mem, kek_of(svc), place(c, row->kid), (struct bytes){key, SECRET_KEY_LEN});
    return store_write(svc->store, put, row);
}

enum err api_session_key(struct call *c, struct oct_key *out)
{
    const struct authsvc *svc = c->svc;
    struct row row = {.mem = c->mem};

    enum err e = store_read(svc->store, get, &row);
    if (e == ERR_NOT_FOUND)
        e = make(c, &row);
    if (e)
        return e;
    out->kid = row.kid;
    return secret_unwrap(c->mem, kek_of(svc), place(c, row.kid), row.wrapped, &out->secret);
}
