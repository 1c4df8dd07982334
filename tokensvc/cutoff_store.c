#include "cutoff_store.h"
#include "api_key_store.h"
#include "db.h"
#include "family_store.h"
#include "token_event.h"
#include "tokensvc.h"

enum err cutoff_lock(struct db *db, const char *person, const char *client_id)
{
    return db_lock(db, "grant", person, client_id);
}

static const struct sql SQL_BEGIN = {
    "cutoff_begin", "INSERT INTO cutoff (person, client_id, asked, retry_at) VALUES ($1, $2, 1, $3)"
                    " ON CONFLICT (person, client_id) DO UPDATE SET asked = cutoff.asked + 1,"
                    " retry_at = $3 RETURNING asked"};

struct begin {
    struct call *c;
    struct cutoff *cutoff;
};

static enum err note(struct db *db, const struct begin *b)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_BEGIN, "tti", b->cutoff->person, b->cutoff->client_id,
                          b->c->now + CUTOFF_RETRY);
    if (e || (e = db_row(&st)))
        return e;
    b->cutoff->asked = stmt_int(&st, 0);
    return OK;
}

static enum err begin(struct db *db, void *arg)
{
    const struct begin *b = arg;
    const char *person = b->cutoff->person, *client_id = b->cutoff->client_id;
    enum err e = cutoff_lock(db, person, client_id);

    if (!e)
        e = note(db, b);
    if (!e)
        e = token_event_grant_ended(db, b->c, person, client_id);
    if (!e)
        e = family_end_all(db, b->c, person, client_id);
    return e ? e : api_key_end_grant(db, person, client_id);
}

enum err cutoff_store_begin(struct call *c, struct cutoff *self)
{
    struct tokensvc *svc = c->svc;

    return store_write(svc->store, begin, &(struct begin){c, self});
}

static const struct sql SQL_FINISH = {
    "cutoff_finish", "DELETE FROM cutoff WHERE person = $1 AND client_id = $2 AND asked = $3"};

static enum err finish(struct db *db, void *arg)
{
    const struct cutoff *const *cutoff = arg;

    return db_exec(db, &SQL_FINISH, "tti", (*cutoff)->person, (*cutoff)->client_id,
                   (*cutoff)->asked);
}

enum err cutoff_store_finish(struct store *store, const struct cutoff *self)
{
    return store_write(store, finish, &self);
}

static const struct sql SQL_DUE = {
    "cutoff_due",
    "UPDATE cutoff SET retry_at = $2 WHERE (person, client_id) IN"
    " (SELECT person, client_id FROM cutoff WHERE retry_at <= $1 ORDER BY retry_at LIMIT 1)"
    " RETURNING person, client_id, asked"};

struct due {
    struct arena *mem;
    int64_t now;
    struct cutoff found;
};

static enum err due(struct db *db, void *arg)
{
    struct due *d = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_DUE, "ii", d->now, d->now + CUTOFF_RETRY);
    if (e || (e = db_row(&st)))
        return e;
    d->found =
        (struct cutoff){stmt_text(&st, 0, d->mem), stmt_text(&st, 1, d->mem), stmt_int(&st, 2)};
    return OK;
}

enum err cutoff_store_due(struct store *store, struct arena *mem, int64_t now, struct cutoff *out)
{
    struct due d = {.mem = mem, .now = now};
    enum err e = store_write(store, due, &d);

    if (!e)
        *out = d.found;
    return e;
}

static const struct sql SQL_PENDING = {"cutoff_pending",
                                       "SELECT 1 FROM cutoff WHERE person = $1 AND client_id = $2"};

enum err cutoff_pending(struct db *db, const char *person, const char *client_id, bool *pending)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_PENDING, "tt", person, client_id);
    if (e)
        return e;
    e = db_row(&st);
    if (e && e != ERR_NOT_FOUND)
        return e;
    *pending = e == OK;
    return OK;
}
