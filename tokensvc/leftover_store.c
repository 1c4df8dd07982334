#include "leftover_store.h"
#include "api_key_store.h"
#include "db.h"
#include "family_gone_store.h"
#include "opaque_store.h"
#include "tally_store.h"
#include "vault.h"
#include <string.h>

enum { BATCH_ROWS = 500, BATCHES = 20 };

static const struct sql SQL_NOTE = {
    "leftover_note", "INSERT INTO leftover (whose, id) VALUES ($1, $2) ON CONFLICT DO NOTHING"};

enum err leftover_note_person(struct db *db, const char *person)
{
    return db_exec(db, &SQL_NOTE, "tt", "person", person);
}

enum err leftover_note_client(struct db *db, const char *client_id)
{
    return db_exec(db, &SQL_NOTE, "tt", "client", client_id);
}

static const struct sql SQL_NEXT = {"leftover_next",
                                    "SELECT whose, id FROM leftover ORDER BY whose, id LIMIT 1"};
static const struct sql SQL_DONE = {"leftover_done",
                                    "DELETE FROM leftover WHERE whose = $1 AND id = $2"};

struct forget {
    struct arena mem;
    const char *whose, *id;
};

static enum err next(struct db *db, void *arg)
{
    struct forget *f = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_NEXT, "");
    if (e || (e = db_row(&st)))
        return e;
    f->whose = stmt_text(&st, 0, &f->mem);
    f->id = stmt_text(&st, 1, &f->mem);
    return OK;
}

static enum err (*const of_person[])(struct db *db, const char *id,
                                     int64_t most) = {family_gone_person, api_key_forget_person};
static enum err (*const of_client[])(struct db *db, const char *id, int64_t most) = {
    family_gone_client, opaque_forget_client, api_key_forget_client, tally_store_forget};

/* *full: there may be more. */
static enum err forget_rows(struct db *db, const struct forget *f, bool *full)
{
    bool person = strcmp(f->whose, "person") == 0;
    size_t n = person ? ARRAY_LEN(of_person) : ARRAY_LEN(of_client);
    enum err e = OK;

    for (size_t i = 0; !e && i < n; i++) {
        e = (person ? of_person : of_client)[i](db, f->id, BATCH_ROWS);
        *full = *full || db_changes(db) == BATCH_ROWS;
    }
    return e || !person ? e : vault_forget(db, f->id);
}

static enum err forget(struct db *db, void *arg)
{
    struct forget *f = arg;
    bool full = false;

    enum err e = db_lock(db, "leftover", NULL, NULL); /* the first is the same for all */
    if (!e)
        e = next(db, f);
    if (!e)
        e = forget_rows(db, f, &full);
    if (e || full)
        return e;
    return db_exec(db, &SQL_DONE, "tt", f->whose, f->id);
}

/* *gone: nothing is left over. */
static enum err forget_some(struct store *store, bool *gone)
{
    struct forget f = {.id = NULL};

    arena_init(&f.mem, ARENA_LIMIT);
    enum err e = store_read(store, next, &f); /* a write that changes nothing costs as much */
    if (!e)
        e = store_write(store, forget, &f);
    arena_done(&f.mem);
    *gone = e == ERR_NOT_FOUND;
    return *gone ? OK : e;
}

enum err leftover_store_forget(struct store *store)
{
    bool gone = false;
    enum err e = OK;

    for (int i = 0; !e && !gone && i < BATCHES; i++)
        e = forget_some(store, &gone);
    return e;
}
