#include "event_number.h"
#include "event_rows.h"

enum { BATCH = 64 }; /* events in one unit */

static const struct sql SQL_LAST = {"event_numberless",
                                    "SELECT max(id) FROM event WHERE number IS NULL"};
static const struct sql SQL_FIRST = {"event_first_numberless",
                                     "SELECT " EVENT_COLUMNS ", id FROM event"
                                     " WHERE number IS NULL ORDER BY id LIMIT $1"};
static const struct sql SQL_NUMBER = {"event_number",
                                      "UPDATE event SET number = $2, hash = $3 WHERE id = $1"};

struct numbering {
    int64_t last; /* the newest that was there when it began; 0: none was */
    int64_t done; /* up to here all have theirs */
};

static enum err look(struct db *db, void *arg)
{
    struct numbering *n = arg;
    AUTO(stmt) st = {0};

    n->last = 0;
    if (db_serial(db))
        return OK;
    enum err e = db_query(db, &st, &SQL_LAST, "");
    if (e || (e = db_row(&st)))
        return e;
    n->last = stmt_int(&st, 0);
    return OK;
}

/* The event at st becomes the next one. */
static enum err number_one(struct db *db, struct event_chain *chain, struct stmt *st, int64_t id)
{
    const char *why = NULL;
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    struct event e = event_rows_read(st, &mem);
    e.number = chain->number + 1;
    if (event_chain_add(chain, &mem, &e, &why))
        return ERR_INTERNAL; /* event_append has tried it */
    return db_exec(db, &SQL_NUMBER, "iib", id, e.number,
                   (struct bytes){chain->hash, sizeof chain->hash});
}

static enum err number_batch(struct db *db, struct numbering *n, struct event_chain *chain)
{
    AUTO(stmt) st = {0};
    int64_t done = 0;

    enum err e = db_query(db, &st, &SQL_FIRST, "i", (int64_t)BATCH);
    while (!e && !(e = db_row(&st))) {
        done = stmt_int(&st, EVENT_N_COLUMNS);
        e = number_one(db, chain, &st, done);
    }
    if (e != ERR_NOT_FOUND)
        return e;
    n->done = done ? done : n->last; /* none: somebody else was faster */
    return OK;
}

static enum err number(struct db *db, void *arg)
{
    struct event_chain chain = {0};
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    enum err e = db_lock(db, "event", NULL, NULL);
    if (!e)
        e = event_rows_head(db, &mem, &chain);
    return e ? e : number_batch(db, arg, &chain);
}

enum err event_number(struct store *store)
{
    struct numbering n = {0};

    enum err e = store_read(store, look, &n);
    while (!e && n.done < n.last)
        e = store_write(store, number, &n);
    return e;
}
