#include "person_columns.h"
#include "person_store.h"
#include "text.h"

/* --- change --- */

struct change {
    struct arena *mem;
    const struct person_key *key;
    const struct person_update_request *update;
    const char *email_key;
    int64_t now, disabled;
    struct person changed;
};

/* The one row that an UPDATE … RETURNING has changed. */
static enum err changed_row(struct stmt *st, struct change *c)
{
    enum err e = db_row(st);

    if (!e)
        c->changed = person_columns_read(st, c->mem);
    return e;
}

static const struct sql SQL_UPDATE = {
    "person_update",
    "UPDATE person SET email = COALESCE($2, email), email_key = COALESCE($3, email_key),"
    " email_verified = CASE WHEN $4 >= 0 THEN $4"
    " WHEN $3 IS NULL OR $3 = email_key THEN email_verified ELSE 0 END,"
    " name = NULLIF(COALESCE($5, name), ''), given_name = NULLIF(COALESCE($6, given_name), ''),"
    " family_name = NULLIF(COALESCE($7, family_name), ''),"
    " nickname = NULLIF(COALESCE($8, nickname), ''), picture = NULLIF(COALESCE($9, picture), ''),"
    " website = NULLIF(COALESCE($10, website), ''),"
    " zoneinfo = NULLIF(COALESCE($11, zoneinfo), ''), locale = NULLIF(COALESCE($12, locale), ''),"
    " member_of = NULLIF(COALESCE($13, member_of), ''), updated_at = $14"
    " WHERE id = $1 AND " NOT_DELETED " RETURNING " COLUMNS};

static enum err update(struct db *db, void *arg)
{
    struct change *c = arg;
    const struct person_update_request *q = c->update;
    int64_t verified = q->email_verified.set ? q->email_verified.v : -1;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_UPDATE, "tttittttttttti", q->id, q->email, c->email_key,
                          verified, q->name, q->given_name, q->family_name, q->nickname, q->picture,
                          q->website, q->zoneinfo, q->locale, q->groups, c->now);
    return e ? e : changed_row(&st, c);
}

enum err person_store_update(struct store *store, struct arena *mem,
                             const struct person_update_request *q, int64_t now, struct person *out)
{
    struct change c = {.mem = mem,
                       .update = q,
                       .email_key = q->email ? text_lower(mem, q->email) : NULL,
                       .now = now};
    enum err e = store_write(store, update, &c);

    if (!e)
        *out = c.changed;
    return e;
}

static const struct sql SQL_DISABLE = {
    "person_disable", "UPDATE person SET disabled = $5,"
                      " generation = generation + CASE WHEN $5 > disabled THEN 1 ELSE 0 END"
                      " WHERE " BY_KEY " AND " NOT_DELETED " RETURNING " COLUMNS};

static enum err disable(struct db *db, void *arg)
{
    struct change *c = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_DISABLE, "tttti", c->key->id, c->key->sub, c->key->username,
                          c->key->email, c->disabled);
    return e ? e : changed_row(&st, c);
}

enum err person_store_disable(struct store *store, struct arena *mem, const struct person_key *key,
                              bool disabled, struct person *out)
{
    struct change c = {.mem = mem, .key = key, .disabled = disabled};
    enum err e = store_write(store, disable, &c);

    if (!e)
        *out = c.changed;
    return e;
}

static const struct sql SQL_DELETE = {
    "person_delete",
    "UPDATE person SET username = NULL, username_key = NULL, email = NULL, email_key = NULL,"
    " email_verified = 0, name = NULL, given_name = NULL, family_name = NULL, nickname = NULL,"
    " picture = NULL, website = NULL, zoneinfo = NULL, locale = NULL, member_of = NULL,"
    " password = NULL, generation = generation + CASE WHEN " NOT_DELETED " THEN 1 ELSE 0 END,"
    " deleted_at = COALESCE(deleted_at, $5) WHERE " BY_KEY};

static enum err erase(struct db *db, void *arg)
{
    struct change *c = arg;

    enum err e = db_exec(db, &SQL_DELETE, "tttti", c->key->id, c->key->sub, c->key->username,
                         c->key->email, c->now);
    if (e)
        return e;
    return db_changes(db) ? OK : ERR_NOT_FOUND;
}

enum err person_store_delete(struct store *store, const struct person_key *key, int64_t now)
{
    return store_write(store, erase, &(struct change){.key = key, .now = now});
}

/* --- passwords --- */

struct new_password {
    const char *id, *old, *hash;
};

static const struct sql SQL_SET_PASSWORD = {
    "password_set", "UPDATE person SET password = $2, generation = generation + 1"
                    " WHERE id = $1 AND " NOT_DELETED};

static enum err set_password(struct db *db, void *arg)
{
    const struct new_password *p = arg;

    enum err e = db_exec(db, &SQL_SET_PASSWORD, "tt", p->id, p->hash);
    if (e)
        return e;
    return db_changes(db) ? OK : ERR_NOT_FOUND;
}

enum err person_store_set_password(struct store *store, const char *id, const char *hash)
{
    return store_write(store, set_password, &(struct new_password){.id = id, .hash = hash});
}

static const struct sql SQL_RENEW_PASSWORD = {
    "password_renew", "UPDATE person SET password = $2 WHERE id = $1 AND password = $3"};

static enum err renew_password(struct db *db, void *arg)
{
    const struct new_password *p = arg;

    return db_exec(db, &SQL_RENEW_PASSWORD, "ttt", p->id, p->hash, p->old);
}

enum err person_store_renew_password(struct store *store, const char *id, const char *old,
                                     const char *hash)
{
    return store_write(store, renew_password, &(struct new_password){id, old, hash});
}
