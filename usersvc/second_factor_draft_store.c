#include "second_factor_draft_store.h"
#include "db.h"
#include "expired.h"
#include "log.h"
#include "person_columns.h"
#include "usersvc.h"

struct vault_place second_factor_place(const char *person)
{
    return (struct vault_place){.owner = person, .kind = "totp", .id = person};
}

/* -- find ---------------------------------------------------------------------------------------
 */

struct need {
    struct call *c;
    const struct person *person;
    struct draft fresh, found;
};

static const struct sql SQL_FIND = {"draft_find",
                                    "SELECT sealed, expires_at FROM second_factor_draft"
                                    " WHERE person = $1 AND generation = $2 AND expires_at > $3"};

static enum err find_row(struct db *db, struct need *n)
{
    AUTO(stmt) st = {0};

    enum err e =
        db_query(db, &st, &SQL_FIND, "tii", n->person->id, n->person->generation, n->c->now);
    if (e || (e = db_row(&st)))
        return e;
    n->found =
        (struct draft){.sealed = stmt_bytes(&st, 0, n->c->mem), .expires_at = stmt_int(&st, 1)};
    return OK;
}

static enum err find(struct db *db, void *arg)
{
    struct need *n = arg;
    const struct usersvc *svc = n->c->svc;
    const struct vault_place place = second_factor_place(n->person->id);
    enum err e = find_row(db, n);

    return e ? e
             : vault_open(db, n->c->mem, &svc->vault, &place, n->found.sealed, &n->found.secret);
}

enum err draft_store_find(struct call *c, const struct person *person, struct draft *out)
{
    const struct usersvc *svc = c->svc;
    struct need n = {.c = c, .person = person};
    enum err e = store_read(svc->store, find, &n);

    if (!e)
        *out = n.found;
    return e;
}

/* -- need ---------------------------------------------------------------------------------------
 */

static const struct sql SQL_PUT = {
    "draft_put",
    "INSERT INTO second_factor_draft (person, generation, sealed, expires_at)"
    " VALUES ($1, $2, $3, $4) ON CONFLICT (person) DO UPDATE SET generation = $2, sealed = $3,"
    " expires_at = $4"};

static enum err put(struct db *db, struct need *n)
{
    const struct usersvc *svc = n->c->svc;
    const struct vault_place place = second_factor_place(n->person->id);

    n->found = n->fresh;
    enum err e = vault_seal(db, n->c->mem, &svc->vault, &place, n->fresh.secret, &n->found.sealed);
    return e ? e
             : db_exec(db, &SQL_PUT, "tibi", n->person->id, n->person->generation, n->found.sealed,
                       n->found.expires_at);
}

static enum err need(struct db *db, void *arg)
{
    struct need *n = arg;
    const struct person_key key = {.id = n->person->id};
    struct person now;

    enum err e = db_lock(db, "people", NULL, NULL);
    if (!e)
        e = person_columns_find(db, n->c->mem, &key, &now);
    if (!e && now.second_factor_at)
        return ERR_EXISTS;
    if (!e)
        e = find(db, n);
    return e == ERR_NOT_FOUND ? put(db, n) : e;
}

enum err draft_store_need(struct call *c, const struct person *person, const struct draft *fresh,
                          struct draft *out)
{
    const struct usersvc *svc = c->svc;
    struct need n = {.c = c, .person = person, .fresh = *fresh};
    enum err e = store_write(svc->store, need, &n);

    if (!e)
        *out = n.found;
    return e;
}

/* -- gone ---------------------------------------------------------------------------------------
 */

static const struct sql SQL_TAKE = {"draft_take",
                                    "DELETE FROM second_factor_draft WHERE person = $1"
                                    " AND generation = $2 AND expires_at > $3 AND sealed = $4"};

enum err draft_store_take(struct db *db, const struct person *person, struct bytes sealed,
                          int64_t now)
{
    enum err e = db_exec(db, &SQL_TAKE, "tiib", person->id, person->generation, now, sealed);

    return !e && !db_changes(db) ? ERR_EXPIRED : e;
}

static const struct sql SQL_FORGET = {"draft_forget",
                                      "DELETE FROM second_factor_draft WHERE person = $1"};

enum err draft_store_forget(struct db *db, const char *person)
{
    return db_exec(db, &SQL_FORGET, "t", person);
}

static const struct sql SQL_EXPIRE = {
    "draft_expire",
    "DELETE FROM second_factor_draft WHERE person IN (SELECT person FROM second_factor_draft"
    " WHERE expires_at <= $1 LIMIT $2)"};

static enum err expire(struct db *db, int64_t now, int64_t most)
{
    return db_exec(db, &SQL_EXPIRE, "ii", now, most);
}

void draft_store_sweep(struct store *store, int64_t now)
{
    enum err e = expired_remove(store, expire, now);

    if (e)
        log_warn("usersvc: second factors that nobody confirmed could not be removed: %s",
                 err_name(e));
}
