#include "db.h"
#include "family_store.h"

static const struct sql SQL_USES = {
    "family_uses", "SELECT COUNT(*), MAX(created_at), MAX(replaced_1) FROM family"
                   " WHERE person = $1 AND client_id = $2 AND ended_at IS NULL AND expires_at > $3"
                   " AND epoch = (SELECT number FROM epoch)"};

/* Of those families, the access tokens that have rows of their own. */
static const struct sql SQL_TOKENS = {
    "family_tokens",
    "SELECT MAX(t.expires_at), MAX(t.used_at) FROM family f JOIN opaque_token t ON t.family = f.id"
    " WHERE f.person = $1 AND f.client_id = $2 AND f.ended_at IS NULL AND f.expires_at > $3"
    " AND f.epoch = (SELECT number FROM epoch)"};

struct uses {
    const char *person;
    int64_t now;
    struct grant_use *v;
    size_t n;
};

static enum err read_tokens(struct db *db, const struct uses *u, struct grant_use *use)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_TOKENS, "tti", u->person, use->client_id, u->now);
    if (e || (e = db_row(&st)))
        return e;
    use->token_expires_at = stmt_int(&st, 0);
    use->token_used_at = stmt_int(&st, 1);
    return OK;
}

static enum err read_use(struct db *db, const struct uses *u, struct grant_use *use)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_USES, "tti", u->person, use->client_id, u->now);
    if (e || (e = db_row(&st)))
        return e;
    int64_t begun = stmt_int(&st, 1), refreshed = stmt_int(&st, 2);
    use->families = stmt_int(&st, 0);
    use->used_at = refreshed > begun ? refreshed : begun;
    return read_tokens(db, u, use);
}

static enum err read_uses(struct db *db, void *arg)
{
    const struct uses *u = arg;
    enum err e = OK;

    for (size_t i = 0; !e && i < u->n; i++)
        e = read_use(db, u, &u->v[i]);
    return e;
}

enum err family_store_uses(struct store *store, const char *person, int64_t now,
                           struct grant_use *uses, size_t n)
{
    return store_read(store, read_uses, &(struct uses){person, now, uses, n});
}
