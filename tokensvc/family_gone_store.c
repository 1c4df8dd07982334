#include "family_gone_store.h"
#include "db.h"

enum { EXPIRE_BATCH = 500 };

/* --- expire --- */

static const struct sql SQL_EXPIRE = {
    "family_expire",
    "DELETE FROM family WHERE id IN"
    " (SELECT id FROM family WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)"};

struct expire {
    int64_t now, n;
};

static enum err expire(struct db *db, void *arg)
{
    struct expire *x = arg;

    enum err e = db_exec(db, &SQL_EXPIRE, "ii", x->now, (int64_t)EXPIRE_BATCH);
    x->n = db_changes(db);
    return e;
}

enum err family_gone_expire(struct store *store, int64_t now, int64_t *n)
{
    struct expire x = {.now = now};
    enum err e = store_write(store, expire, &x);

    if (!e)
        *n = x.n;
    return e;
}

/* --- forget --- */

static const struct sql SQL_FORGET_PERSON = {"family_forget_person",
                                             "DELETE FROM family WHERE id IN (SELECT id FROM family"
                                             " WHERE person = $1 AND ended_at IS NULL LIMIT $2)"};

enum err family_gone_person(struct db *db, const char *person, int64_t most)
{
    return db_exec(db, &SQL_FORGET_PERSON, "ti", person, most);
}

static const struct sql SQL_FORGET_CLIENT = {
    "family_forget_client", "DELETE FROM family WHERE id IN (SELECT id FROM family"
                            " WHERE client_id = $1 AND ended_at IS NULL LIMIT $2)"};

enum err family_gone_client(struct db *db, const char *client_id, int64_t most)
{
    return db_exec(db, &SQL_FORGET_CLIENT, "ti", client_id, most);
}
