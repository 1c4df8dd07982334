#include "bot_leftover_store.h"
#include "db.h"
#include "log.h"
#include "messages.h"

enum { BATCH = 20 };

static const struct sql SQL_NOTE = {
    "bot_leftover_note", "INSERT INTO bot_leftover (client_id) VALUES ($1) ON CONFLICT DO NOTHING"};

enum err bot_leftover_note(struct db *db, const char *client_id)
{
    return db_exec(db, &SQL_NOTE, "t", client_id);
}

struct some {
    struct arena *mem;
    const char *ids[BATCH];
    size_t n;
};

static const struct sql SQL_SOME = {"bot_leftover_some",
                                    "SELECT client_id FROM bot_leftover LIMIT $1"};

static enum err find(struct db *db, void *arg)
{
    struct some *s = arg;
    AUTO(stmt) st = {0};

    s->n = 0;
    enum err e = db_query(db, &st, &SQL_SOME, "i", (int64_t)BATCH);
    while (!e && !(e = db_row(&st)))
        s->ids[s->n++] = stmt_text(&st, 0, s->mem);
    return e == ERR_NOT_FOUND ? OK : e;
}

static const struct sql SQL_DONE = {"bot_leftover_done",
                                    "DELETE FROM bot_leftover WHERE client_id = $1"};

static enum err done(struct db *db, void *arg)
{
    const struct bot_ref *ref = arg;

    return db_exec(db, &SQL_DONE, "t", ref->client_id);
}

/* Erasing twice is harmless, so that a crash between the two is, too. */
static enum err end(struct store *store, struct call *c, const char *client_id)
{
    struct bot_ref ref = {client_id};
    enum err e = usersvc_bot_end(c, &ref, &NOTHING);

    return e ? e : store_write(store, done, &ref);
}

void bot_leftover_sweep(struct store *store, struct call *c)
{
    struct some s = {.mem = c->mem};
    enum err e = store_read(store, find, &s);

    for (size_t i = 0; !e && i < s.n; i++)
        e = end(store, c, s.ids[i]);
    if (e)
        log_warn("authsvc: bots of apps that are gone could not be erased: %s", err_name(e));
}
