#include "consent_store.h"
#include "auth_event.h"
#include "db.h"

enum err consent_store_lock(struct db *db, const char *client_id, const char *person)
{
    return db_lock(db, "consent", client_id, person);
}

static const struct sql SQL_GET = {
    "consent_get", "SELECT scope, generation FROM consent"
                   " WHERE client_id = $1 AND person = $2 AND dialect = $3 AND withdrawn = 0"};

enum err consent_store_get(struct db *db, struct arena *mem, const struct consent_key *key,
                           struct consent *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_GET, "ttt", key->client_id, key->person, key->dialect);
    if (e || (e = db_row(&st)))
        return e;
    *out = (struct consent){stmt_text(&st, 0, mem), stmt_int(&st, 1)};
    return OK;
}

struct find {
    struct arena *mem;
    const struct consent_key *key;
    struct consent *out;
};

static enum err find(struct db *db, void *arg)
{
    struct find *f = arg;

    return consent_store_get(db, f->mem, f->key, f->out);
}

enum err consent_store_find(struct store *store, struct arena *mem, const struct consent_key *key,
                            struct consent *out)
{
    return store_read(store, find, &(struct find){mem, key, out});
}

static const struct sql SQL_PUT = {
    "consent_put",
    "INSERT INTO consent (client_id, person, dialect, scope, withdrawn, generation, created_at,"
    " updated_at) VALUES ($1, $2, $3, $4, 0, 1, $5, $5)"
    " ON CONFLICT (client_id, person, dialect) DO UPDATE SET scope = $4, withdrawn = 0,"
    " created_at = CASE WHEN consent.withdrawn = 1 THEN $5 ELSE consent.created_at END,"
    " updated_at = $5 RETURNING generation"};

enum err consent_store_put(struct db *db, const struct consent_key *key, const char *scope,
                           int64_t now, int64_t *generation)
{
    AUTO(stmt) st = {0};

    enum err e =
        db_query(db, &st, &SQL_PUT, "tttti", key->client_id, key->person, key->dialect, scope, now);
    if (e || (e = db_row(&st)))
        return e;
    *generation = stmt_int(&st, 0);
    return OK;
}

/* -- who is told ------------------------------------------------------------------------------- */

static const struct sql SQL_NUMBER = {"consent_number",
                                      "UPDATE consent SET number = COALESCE(NULLIF($4, 0), number)"
                                      " WHERE client_id = $1 AND person = $2 AND dialect = $3"};

enum err consent_store_number(struct db *db, const struct consent_key *key, int64_t number)
{
    return db_exec(db, &SQL_NUMBER, "ttti", key->client_id, key->person, key->dialect, number);
}

static const struct sql SQL_ANY = {"consent_any",
                                   "SELECT count(*), MAX(number) FROM consent"
                                   " WHERE client_id = $1 AND person = $2 AND withdrawn = 0"};

enum err consent_store_any(struct db *db, const char *client_id, const char *person,
                           struct consent_any *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_ANY, "tt", client_id, person);
    if (e || (e = db_row(&st)))
        return e;
    *out = (struct consent_any){stmt_int(&st, 0) > 0, stmt_int(&st, 1)};
    return OK;
}

static const struct sql SQL_TOLD = {
    "consent_told", "SELECT consent.client_id, MAX(number) FROM consent"
                    " JOIN client ON client.client_id = consent.client_id"
                    " WHERE person = $1 AND withdrawn = 0 AND webhook_uri IS NOT NULL"
                    " GROUP BY consent.client_id ORDER BY consent.client_id LIMIT $2"};

enum err consent_store_told(struct db *db, struct arena *mem, const char *person,
                            struct consent_told *out, size_t *n)
{
    size_t room = *n;
    AUTO(stmt) st = {0};

    *n = 0;
    enum err e = db_query(db, &st, &SQL_TOLD, "ti", person, (int64_t)room);
    while (!e && *n < room && !(e = db_row(&st)))
        out[(*n)++] = (struct consent_told){stmt_text(&st, 0, mem), stmt_int(&st, 1)};
    return e == ERR_NOT_FOUND ? OK : e;
}

/* -- the end ----------------------------------------------------------------------------------- */

static const struct sql SQL_WITHDRAW = {
    "consent_withdraw", "UPDATE consent SET scope = '', withdrawn = 1, generation = generation + 1,"
                        " updated_at = $3 WHERE client_id = $1 AND person = $2 AND withdrawn = 0"
                        " RETURNING dialect"};

enum err consent_store_withdraw(struct db *db, struct call *c, const char *client_id,
                                const char *person)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_WITHDRAW, "tti", client_id, person, c->now);
    while (!e && !(e = db_row(&st))) {
        const struct consent_key key = {client_id, person, stmt_text(&st, 0, c->mem)};
        e = auth_event_consent_withdrawn(db, c, &key);
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

/* -- deleted clients --------------------------------------------------------------------------- */

static const struct sql SQL_NOTE = {
    "consent_note_leftover",
    "INSERT INTO client_leftover (client_id) VALUES ($1) ON CONFLICT DO NOTHING"};

enum err consent_store_note_leftover(struct db *db, const char *client_id)
{
    return db_exec(db, &SQL_NOTE, "t", client_id);
}

static const struct sql SQL_EXPIRE = {
    "consent_expire",
    "DELETE FROM consent WHERE (client_id, person, dialect) IN (SELECT client_id, person, dialect"
    " FROM consent WHERE client_id = (SELECT MIN(client_id) FROM client_leftover) LIMIT $1)"};
static const struct sql SQL_FORGET = {
    "consent_forget_leftover",
    "DELETE FROM client_leftover WHERE client_id = (SELECT MIN(client_id) FROM client_leftover)"};

enum err consent_store_expire(struct db *db, int64_t now, int64_t most)
{
    (void)now;
    enum err e = db_lock(db, "client_leftover", NULL, NULL); /* the first is the same in both */
    if (!e)
        e = db_exec(db, &SQL_EXPIRE, "i", most);
    if (e || db_changes(db) == most)
        return e;
    return db_exec(db, &SQL_FORGET, "");
}

/* -- people who are gone ----------------------------------------------------------------------- */

static const struct sql SQL_FORGET_PERSON = {
    "consent_forget_person", "DELETE FROM consent WHERE (client_id, person, dialect) IN (SELECT "
                             "client_id, person, dialect FROM consent WHERE person = $1 LIMIT $2)"};

enum err consent_store_forget(struct db *db, struct call *c, const char *person, int64_t most,
                              int64_t *n)
{
    (void)c;
    enum err e = db_exec(db, &SQL_FORGET_PERSON, "ti", person, most);
    if (!e)
        *n = db_changes(db);
    return e;
}
