#include "opaque_store.h"
#include "db.h"
#include "token_event.h"
#include "tokensvc.h"

enum { ROOM_ROWS = 1000 };

#define COLUMNS "hash, client_id, family, generation, audience, scope, issued_at, expires_at, head"

/* --- put --- */

static const struct sql SQL_PUT = {"opaque_put", "INSERT INTO opaque_token (" COLUMNS
                                                 ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};

/* All but the newest, the one that was just put among them. */
#define DELETE_ALL_BUT                                                                             \
    "DELETE FROM opaque_token WHERE hash IN (SELECT hash FROM opaque_token WHERE "
#define THE_NEWEST " AND hash <> $2 ORDER BY issued_at DESC LIMIT $3 OFFSET $4)"

static const struct sql SQL_ROOM_FAMILY = {"opaque_room_family",
                                           DELETE_ALL_BUT "family = $1" THE_NEWEST};
static const struct sql SQL_ROOM_CLIENT = {"opaque_room_client", DELETE_ALL_BUT
                                           "family IS NULL AND client_id = $1" THE_NEWEST};

static enum err put(struct db *db, void *arg)
{
    const struct opaque_row *r = arg;
    enum err e = db_exec(db, &SQL_PUT, "bttittiii", r->hash, r->client_id, r->family, r->generation,
                         r->audience, r->scope, r->issued_at, r->expires_at, r->head);

    if (e)
        return e;
    if (r->family)
        return db_exec(db, &SQL_ROOM_FAMILY, "tbii", r->family, r->hash, (int64_t)ROOM_ROWS,
                       (int64_t)OPAQUE_OF_FAMILY - 1);
    return db_exec(db, &SQL_ROOM_CLIENT, "tbii", r->client_id, r->hash, (int64_t)ROOM_ROWS,
                   (int64_t)OPAQUE_OF_CLIENT - 1);
}

enum err opaque_store_put(struct store *store, const struct opaque_row *row)
{
    struct opaque_row copy = *row;

    return store_write(store, put, &copy);
}

/* --- get --- */

static const struct sql SQL_GET = {"opaque_get",
                                   "SELECT " COLUMNS ", used_at FROM opaque_token WHERE hash = $1"};

struct get {
    struct arena *mem;
    struct bytes hash;
    struct opaque_row found;
};

static enum err get(struct db *db, void *arg)
{
    struct get *g = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_GET, "b", g->hash);
    if (e || (e = db_row(&st)))
        return e;
    g->found = (struct opaque_row){
        .hash = stmt_bytes(&st, 0, g->mem),
        .client_id = stmt_text(&st, 1, g->mem),
        .family = stmt_text(&st, 2, g->mem),
        .generation = stmt_int(&st, 3),
        .audience = stmt_text(&st, 4, g->mem),
        .scope = stmt_text(&st, 5, g->mem),
        .issued_at = stmt_int(&st, 6),
        .expires_at = stmt_int(&st, 7),
        .head = stmt_int(&st, 8),
        .used_at = stmt_int(&st, 9),
    };
    return OK;
}

enum err opaque_store_get(struct store *store, struct arena *mem, struct bytes hash,
                          struct opaque_row *out)
{
    struct get g = {.mem = mem, .hash = hash};
    enum err e = store_read(store, get, &g);

    if (!e)
        *out = g.found;
    return e;
}

/* --- use --- */

static const struct sql SQL_TOUCH = {"opaque_touch",
                                     "UPDATE opaque_token SET used_at = $2"
                                     " WHERE hash = $1 AND (used_at IS NULL OR used_at < $2)"};

struct touch {
    struct bytes hash;
    int64_t now;
};

static enum err touch(struct db *db, void *arg)
{
    const struct touch *t = arg;

    return db_exec(db, &SQL_TOUCH, "bi", t->hash, t->now);
}

enum err opaque_store_touch(struct store *store, struct bytes hash, int64_t now)
{
    return store_write(store, touch, &(struct touch){hash, now});
}

/* --- the end --- */

static const struct sql SQL_END = {"opaque_end", "DELETE FROM opaque_token WHERE hash = $1"};

struct end {
    struct call *c;
    struct bytes hash;
    const char *client_id;
};

static enum err end(struct db *db, void *arg)
{
    const struct end *in = arg;

    enum err e = db_exec(db, &SQL_END, "b", in->hash);
    if (e || !db_changes(db))
        return e;
    return token_event_token_revoked(db, in->c, in->hash, in->client_id);
}

enum err opaque_store_end(struct call *c, struct bytes hash, const char *client_id)
{
    struct tokensvc *svc = c->svc;

    return store_write(svc->store, end, &(struct end){c, hash, client_id});
}

static const struct sql SQL_EXPIRE = {
    "opaque_expire",
    "DELETE FROM opaque_token WHERE hash IN"
    " (SELECT hash FROM opaque_token WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)"};

enum err opaque_store_expire(struct db *db, int64_t now, int64_t most)
{
    return db_exec(db, &SQL_EXPIRE, "ii", now, most);
}

static const struct sql SQL_FORGET_CLIENT = {
    "opaque_forget_client", "DELETE FROM opaque_token WHERE hash IN (SELECT hash FROM opaque_token"
                            " WHERE client_id = $1 AND family IS NULL LIMIT $2)"};

enum err opaque_forget_client(struct db *db, const char *client_id, int64_t most)
{
    return db_exec(db, &SQL_FORGET_CLIENT, "ti", client_id, most);
}
