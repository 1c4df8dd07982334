#include "person_leftover_store.h"
#include "code_store.h"
#include "consent_store.h"
#include "db.h"
#include "log.h"
#include "orphan_store.h"
#include "session_store.h"
#include "transaction_store.h"
#include "vault.h"

enum { BATCH_ROWS = 200, BATCHES = 20 };

static const struct sql SQL_NOTE = {
    "person_leftover_note",
    "INSERT INTO person_leftover (person) VALUES ($1) ON CONFLICT DO NOTHING"};

enum err person_leftover_note(struct db *db, const char *person)
{
    return db_exec(db, &SQL_NOTE, "t", person);
}

static const struct sql SQL_NEXT = {"person_leftover_next",
                                    "SELECT MIN(person) FROM person_leftover"};
static const struct sql SQL_DONE = {"person_leftover_done",
                                    "DELETE FROM person_leftover WHERE person = $1"};

/* NULL: there is nobody. */
static enum err next_person(struct db *db, struct arena *mem, const char **person)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_NEXT, "");
    if (e || (e = db_row(&st)))
        return e;
    *person = stmt_text(&st, 0, mem);
    return OK;
}

static enum err (*const tables[])(struct db *db, struct call *c, const char *person, int64_t most,
                                  int64_t *n) = {orphan_store_forget, session_store_forget,
                                                 consent_store_forget, code_store_forget,
                                                 transaction_store_forget};

struct batch {
    struct call *c;
    bool more;
};

static enum err forget_some(struct db *db, void *arg)
{
    struct batch *b = arg;
    const char *person = NULL;
    bool full = false;

    b->more = false;
    enum err e = db_lock(db, "person_leftover", NULL, NULL); /* the first is the same for all */
    if (!e)
        e = next_person(db, b->c->mem, &person);
    if (e || !person)
        return e;
    for (size_t i = 0; !e && i < ARRAY_LEN(tables); i++) {
        int64_t n = 0;
        e = tables[i](db, b->c, person, BATCH_ROWS, &n);
        full = full || n == BATCH_ROWS;
    }
    if (!e)
        e = vault_forget(db, person); /* nobody needs to see the secrets of their apps again */
    if (!e && !full)
        e = db_exec(db, &SQL_DONE, "t", person);
    b->more = true;
    return e;
}

static enum err any(struct db *db, void *arg)
{
    struct batch *b = arg;
    const char *person = NULL;

    enum err e = next_person(db, b->c->mem, &person);
    b->more = person != NULL;
    return e;
}

void person_leftover_sweep(struct store *store, struct call *c)
{
    struct batch b = {.c = c};
    enum err e = store_read(store, any, &b); /* a write that changes nothing costs as much */

    for (int n = 0; !e && b.more && n < BATCHES; n++)
        e = store_write(store, forget_some, &b);
    if (e)
        log_warn("authsvc: people who are gone could not be forgotten: %s", err_name(e));
}
