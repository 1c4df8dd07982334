#include "orphan_store.h"
#include "client_change.h"
#include "client_store.h"
#include "db.h"

enum { BATCH = 10 };

static const struct sql SQL_NEXT = {"orphan_next",
                                    "SELECT MIN(client_id) FROM client WHERE owner = $1"};

/* NULL: there is none. */
static enum err next_app(struct db *db, struct arena *mem, const char *person, const char **id)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_NEXT, "t", person);
    if (e || (e = db_row(&st)))
        return e;
    *id = stmt_text(&st, 0, mem);
    return OK;
}

static enum err forget(struct db *db, struct call *c, const char *id)
{
    struct client was = {0};
    enum err e = client_store_lock(db, id);

    if (!e)
        e = client_store_get(db, c->mem, id, &was);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e; /* an administrator was quicker */
    return client_change_forget(db, c, &was);
}

/* One app, in memory of its own: with its addresses it may be large. */
static enum err forget_one(struct db *db, struct call *c, const char *person, bool *was)
{
    struct call one = *c;
    const char *id = NULL;
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    one.mem = &mem;
    enum err e = next_app(db, &mem, person, &id);
    if (!e && id)
        e = forget(db, &one, id);
    c->stirred = c->stirred || one.stirred;
    *was = id != NULL;
    return e;
}

enum err orphan_store_forget(struct db *db, struct call *c, const char *person, int64_t most,
                             int64_t *n)
{
    bool was = true;
    enum err e = db_lock(db, "apps", person, NULL);

    for (*n = 0; !e && was && *n < BATCH; *n += was)
        e = forget_one(db, c, person, &was);
    if (*n == BATCH)
        *n = most;
    return e;
}
