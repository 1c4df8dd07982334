#include "client_store.h"
#include "auth_event.h"
#include "authsvc.h"
#include "buf.h"
#include "db.h"
#include "words.h"
#include <string.h>

#define COLUMNS                                                                                    \
    "client_id, client_name, client_uri, confidential, redirect_uris, grant_types, scope,"         \
    " auth_methods, permissions, id_token_alg, access_token_lifetime, refresh_idle_lifetime,"      \
    " refresh_lifetime, refresh_grace, refresh_reuse, code_lifetime, disabled, generation,"        \
    " created_at, updated_at, dialects, access_token_format, owner, description, logo_uri,"        \
    " capabilities, icon, webhook_uri, api_key_template, api_key_filename"

/* -- redirect URIs as words -------------------------------------------------------------------- */

static const char *join(struct arena *mem, const struct strs *uris)
{
    struct buf out;

    buf_init(&out, mem, 128);
    for (size_t i = 0; i < uris->n; i++) {
        if (i)
            buf_char(&out, ' ');
        buf_str(&out, uris->v[i]);
    }
    return buf_text(&out);
}

static struct strs split(struct arena *mem, const char *words)
{
    const char *at = words;
    size_t n = 0;

    while (words_next(mem, &at))
        n++;
    const char **v = arena_array(mem, n ? n : 1, sizeof *v);
    at = words;
    for (size_t i = 0; i < n; i++)
        v[i] = words_next(mem, &at);
    return (struct strs){v, n};
}

static const char *set(const char *words)
{
    return words ? words : "";
}

static struct client read_client(struct stmt *st, struct arena *mem)
{
    return (struct client){
        .client_id = stmt_text(st, 0, mem),
        .client_name = stmt_text(st, 1, mem),
        .client_uri = stmt_text(st, 2, mem),
        .confidential = stmt_int(st, 3) != 0,
        .redirect_uris = split(mem, stmt_text(st, 4, mem)),
        .grant_types = stmt_text(st, 5, mem),
        .scope = stmt_text(st, 6, mem),
        .auth_methods = stmt_text(st, 7, mem),
        .permissions = stmt_text(st, 8, mem),
        .id_token_signed_response_alg = stmt_text(st, 9, mem),
        .access_token_lifetime = stmt_int(st, 10),
        .refresh_idle_lifetime = stmt_int(st, 11),
        .refresh_lifetime = stmt_int(st, 12),
        .refresh_grace = stmt_int(st, 13),
        .refresh_reuse = stmt_int(st, 14) != 0,
        .code_lifetime = stmt_int(st, 15),
        .disabled = stmt_int(st, 16) != 0,
        .generation = stmt_int(st, 17),
        .created_at = stmt_int(st, 18),
        .updated_at = stmt_int(st, 19),
        .dialects = stmt_text(st, 20, mem),
        .access_token_format = stmt_text(st, 21, mem),
        .owner = stmt_text(st, 22, mem),
        .description = stmt_text(st, 23, mem),
        .logo_uri = stmt_text(st, 24, mem),
        .capabilities = stmt_text(st, 25, mem),
        .icon = stmt_text(st, 26, mem),
        .webhook_uri = stmt_text(st, 27, mem),
        .api_key_template = stmt_text(st, 28, mem),
        .api_key_filename = stmt_text(st, 29, mem),
    };
}

/* -- one client -------------------------------------------------------------------------------- */

static const struct sql SQL_PUT = {
    "client_put", "INSERT INTO client (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,"
                  " $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,"
                  " $25, $26, $27, $28, $29, $30)"};

enum err client_store_put(struct db *db, struct arena *mem, const struct client *client)
{
    return db_exec(db, &SQL_PUT, "tttittttttiiiiiiiiiitttttttttt", client->client_id,
                   client->client_name, client->client_uri, (int64_t)client->confidential,
                   join(mem, &client->redirect_uris), client->grant_types, set(client->scope),
                   client->auth_methods, set(client->permissions),
                   client->id_token_signed_response_alg, client->access_token_lifetime,
                   client->refresh_idle_lifetime, client->refresh_lifetime, client->refresh_grace,
                   (int64_t)client->refresh_reuse, client->code_lifetime, (int64_t)client->disabled,
                   client->generation, client->created_at, client->updated_at, client->dialects,
                   client->access_token_format, client->owner, client->description,
                   client->logo_uri, client->capabilities, client->icon, client->webhook_uri,
                   client->api_key_template, client->api_key_filename);
}

enum err client_store_lock(struct db *db, const char *id)
{
    return db_lock(db, "client", id, NULL);
}

static const struct sql SQL_GET = {"client_get",
                                   "SELECT " COLUMNS " FROM client WHERE client_id = $1"};

enum err client_store_get(struct db *db, struct arena *mem, const char *id, struct client *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_GET, "t", id);
    if (e || (e = db_row(&st)))
        return e;
    *out = read_client(&st, mem);
    return OK;
}

struct find {
    struct arena *mem;
    const char *id;
    struct client *out;
};

static enum err find(struct db *db, void *arg)
{
    struct find *f = arg;

    return client_store_get(db, f->mem, f->id, f->out);
}

enum err client_store_find(struct store *store, struct arena *mem, const char *id,
                           struct client *out)
{
    return store_read(store, find, &(struct find){mem, id, out});
}

/* -- change ------------------------------------------------------------------------------------ */

static const struct sql SQL_CHANGE = {
    "client_change",
    "UPDATE client SET client_name = $2, client_uri = $3, redirect_uris = $4, grant_types = $5,"
    " scope = $6, auth_methods = $7, permissions = $8, id_token_alg = $9,"
    " access_token_lifetime = $10, refresh_idle_lifetime = $11, refresh_lifetime = $12,"
    " refresh_grace = $13, refresh_reuse = $14, code_lifetime = $15, updated_at = $16,"
    " dialects = $17, access_token_format = $18, description = $19, logo_uri = $20,"
    " capabilities = $21, icon = $22, webhook_uri = $23, api_key_template = $24,"
    " api_key_filename = $25"
    " WHERE client_id = $1"};

enum err client_store_change(struct db *db, struct arena *mem, const struct client *client)
{
    enum err e = db_exec(
        db, &SQL_CHANGE, "tttttttttiiiiiiittttttttt", client->client_id, client->client_name,
        client->client_uri, join(mem, &client->redirect_uris), client->grant_types,
        set(client->scope), client->auth_methods, set(client->permissions),
        client->id_token_signed_response_alg, client->access_token_lifetime,
        client->refresh_idle_lifetime, client->refresh_lifetime, client->refresh_grace,
        (int64_t)client->refresh_reuse, client->code_lifetime, client->updated_at, client->dialects,
        client->access_token_format, client->description, client->logo_uri, client->capabilities,
        client->icon, client->webhook_uri, client->api_key_template, client->api_key_filename);

    if (e)
        return e;
    return db_changes(db) ? OK : ERR_NOT_FOUND;
}

static const struct sql SQL_DISABLE = {
    "client_disable", "UPDATE client SET disabled = $2,"
                      " generation = generation + CASE WHEN $2 > disabled THEN 1 ELSE 0 END,"
                      " updated_at = $3"
                      " WHERE client_id = $1 RETURNING " COLUMNS};

struct disable {
    struct call *c;
    const char *id;
    bool disabled;
    struct client *out;
};

static enum err set_disabled(struct db *db, const struct disable *d)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_DISABLE, "tii", d->id, (int64_t)d->disabled, d->c->now);
    if (e || (e = db_row(&st)))
        return e;
    *d->out = read_client(&st, d->c->mem);
    return OK;
}

static enum err disable(struct db *db, void *arg)
{
    const struct disable *d = arg;
    struct client was = {0};
    enum err e = client_store_lock(db, d->id);

    if (!e)
        e = client_store_get(db, d->c->mem, d->id, &was);
    if (e)
        return e;
    *d->out = was;
    if (was.disabled == d->disabled)
        return OK;
    e = set_disabled(db, d);
    if (e)
        return e;
    return auth_event_client(db, d->c, d->disabled ? EVENT_client_disabled : EVENT_client_enabled,
                             &was, d->out);
}

enum err client_store_disable(struct call *c, const char *id, bool disabled, struct client *out)
{
    struct authsvc *svc = c->svc;

    return store_write(svc->store, disable, &(struct disable){c, id, disabled, out});
}

static const struct sql SQL_RAISE = {
    "client_raise_generation",
    "UPDATE client SET generation = generation + 1, updated_at = $2 WHERE client_id = $1"};

enum err client_store_raise_generation(struct db *db, const char *id, int64_t now)
{
    enum err e = db_exec(db, &SQL_RAISE, "ti", id, now);

    if (e)
        return e;
    return db_changes(db) ? OK : ERR_NOT_FOUND;
}

static const struct sql SQL_COUNT = {"client_count",
                                     "SELECT count(*) FROM client WHERE owner = $1"};

enum err client_store_count(struct db *db, const char *owner, int64_t *n)
{
    AUTO(stmt) st = {0};

    enum err e = db_lock(db, "apps", owner, NULL);
    if (!e)
        e = db_query(db, &st, &SQL_COUNT, "t", owner);
    if (e || (e = db_row(&st)))
        return e;
    *n = stmt_int(&st, 0);
    return OK;
}

static const struct sql SQL_REMOVE = {"client_remove", "DELETE FROM client WHERE client_id = $1"};

enum err client_store_remove(struct db *db, const char *id)
{
    return db_exec(db, &SQL_REMOVE, "t", id);
}

/* -- pages ------------------------------------------------------------------------------------- */

/* What a page may hold, in bytes: a frame has 64 KiB, and one client more than fits may be in it.
 */
enum { PAGE_ROOM = 24 << 10, CLIENT_FRAME = 512 };

static const struct sql SQL_OWNED = {"client_owned",
                                     "SELECT " COLUMNS " FROM client WHERE client_id > $1"
                                     " AND owner = $3 AND ' ' || dialects || ' ' LIKE $4"
                                     " ORDER BY client_id LIMIT $2"};
static const struct sql SQL_PAGE = {"client_page",
                                    "SELECT " COLUMNS " FROM client WHERE client_id > $1"
                                    " ORDER BY client_id LIMIT $2"};

static size_t weight(const struct client *p)
{
    const char *const texts[] = {p->client_id, p->client_name,  p->client_uri,      p->grant_types,
                                 p->scope,     p->auth_methods, p->permissions,     p->description,
                                 p->logo_uri,  p->webhook_uri,  p->api_key_template};
    size_t n = CLIENT_FRAME;

    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        n += texts[i] ? strlen(texts[i]) : 0;
    for (size_t i = 0; i < p->redirect_uris.n; i++)
        n += strlen(p->redirect_uris.v[i]);
    return n;
}

struct page {
    struct arena *mem;
    const char *owner; /* NULL: any, and none */
    const char *after;
    const char *dialects; /* of an own list: a pattern for LIKE */
    int64_t limit;
    struct client *clients;
    size_t n;
    bool more;
};

static enum err page(struct db *db, void *arg)
{
    struct page *p = arg;
    size_t used = 0;
    AUTO(stmt) st = {0};

    p->n = 0;
    p->more = false;
    enum err e = p->owner ? db_query(db, &st, &SQL_OWNED, "titt", p->after, p->limit + 1, p->owner,
                                     p->dialects)
                          : db_query(db, &st, &SQL_PAGE, "ti", p->after, p->limit + 1);
    while (!e && !(e = db_row(&st))) {
        if (p->n == (size_t)p->limit || used > PAGE_ROOM) {
            p->more = true;
            return OK;
        }
        p->clients[p->n] = read_client(&st, p->mem);
        used += weight(&p->clients[p->n++]);
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err client_store_page(struct store *store, struct arena *mem, const char *owner,
                           const struct client_page_request *q, struct client_page *out)
{
    int64_t limit = q->limit ? q->limit : CLIENT_PAGE;
    struct page p = {.mem = mem, .owner = owner, .after = q->after ? q->after : "", .limit = limit};

    p.dialects = q->dialect ? arena_printf(mem, "%% %s %%", q->dialect) : "%";
    p.clients = arena_array(mem, (size_t)limit, sizeof *p.clients);
    enum err e = store_read(store, page, &p);
    if (e)
        return e;
    *out = (struct client_page){.clients = {p.clients, p.n}};
    if (p.more)
        out->next = p.clients[p.n - 1].client_id;
    return OK;
}
