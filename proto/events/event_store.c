#include "event_store.h"
#include "embed.h"
#include "event_number.h"
#include "event_rows.h"
#include "log.h"
#include <string.h>

EMBED(event_schema, EMBED_DIR "/schema/events.sql");
EMBED(event_schema_postgres, EMBED_DIR "/schema/postgres/events.sql");

/* -- where the chain stands -------------------------------------------------------------------- */

static const struct sql SQL_HEAD = {"event_head",
                                    "SELECT number, hash FROM event WHERE number IS NOT NULL"
                                    " ORDER BY number DESC LIMIT 1"};
static const struct sql SQL_BASE = {"event_base", "SELECT number, hash FROM event_base"};

/* ERR_NOT_FOUND: there is no row. */
static enum err read_chain(struct db *db, const struct sql *sql, struct arena *mem,
                           struct event_chain *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, sql, "");
    if (e || (e = db_row(&st)))
        return e;
    struct bytes hash = stmt_bytes(&st, 1, mem);
    if (hash.n != EVENT_HASH_LEN)
        return ERR_STORAGE;
    out->number = stmt_int(&st, 0);
    memcpy(out->hash, hash.p, EVENT_HASH_LEN);
    return OK;
}

static enum err base(struct db *db, struct arena *mem, struct event_chain *out)
{
    *out = (struct event_chain){0};
    enum err e = read_chain(db, &SQL_BASE, mem, out);
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err event_rows_head(struct db *db, struct arena *mem, struct event_chain *out)
{
    enum err e = read_chain(db, &SQL_HEAD, mem, out);

    return e == ERR_NOT_FOUND ? base(db, mem, out) : e;
}

enum err event_head(struct db *db, int64_t *number)
{
    AUTO(arena) mem;
    struct event_chain chain;

    arena_init(&mem, ARENA_LIMIT);
    enum err e = event_rows_head(db, &mem, &chain);
    if (!e)
        *number = chain.number;
    return e;
}

/* -- append ------------------------------------------------------------------------------------ */

#define CONTENTS "at, kind, subject, person, client_id, done_by, before_json, after_json, sealed"
#define EIGHT "$1, $2, $3, $4, $5, $6, $7, $8"

static const struct sql SQL_APPEND = {"event_append",
                                      "INSERT INTO event (" CONTENTS ", number, hash)"
                                      " VALUES (" EIGHT ", $9, $10, $11)"};
static const struct sql SQL_LEAVE = {"event_leave",
                                     "INSERT INTO event (" CONTENTS ") VALUES (" EIGHT ", $9)"};

static const char *author(const struct call *c)
{
    return c->actor ? c->actor->person : role_name(c->role);
}

/* Without a number: event_number. */
static enum err leave(struct db *db, const struct event *e)
{
    return db_exec(db, &SQL_LEAVE,
                   "ittttttt"
                   "b",
                   e->at, e->kind, e->subject, e->person, e->client_id, e->by, e->before, e->after,
                   e->sealed);
}

static enum err append(struct db *db, const struct event *e, const struct event_chain *chain)
{
    return db_exec(db, &SQL_APPEND,
                   "ittttttt"
                   "bib",
                   e->at, e->kind, e->subject, e->person, e->client_id, e->by, e->before, e->after,
                   e->sealed, e->number, (struct bytes){chain->hash, sizeof chain->hash});
}

static enum err locked_head(struct db *db, struct arena *mem, struct event_chain *out)
{
    enum err e = db_lock(db, "event", NULL, NULL);

    return e ? e : event_rows_head(db, mem, out);
}

enum err event_append(struct db *db, struct call *c, enum event_kind kind, const struct event *e)
{
    const struct event_kind_row *row = event_kind_row(kind);
    struct event_chain chain = {0};
    struct event it = *e;
    const char *why = NULL;

    assert(c->service && strcmp(row->service, c->service) == 0);
    enum err err = db_serial(db) ? locked_head(db, c->mem, &chain) : OK;
    if (err)
        return err;
    it.number = chain.number + 1;
    it.at = c->now;
    it.kind = row->name;
    it.by = author(c);
    /* Also where it gets its number later: what breaks the contract could not be linked then. */
    err = event_chain_add(&chain, c->mem, &it, &why);
    if (err)
        return refuse(c, ERR_INTERNAL, "event %s: %s", it.kind, why);
    c->stirred = true;
    return db_serial(db) ? append(db, &it, &chain) : leave(db, &it);
}

/* -- since ------------------------------------------------------------------------------------- */

/* What a page may hold, in bytes, and one event more than fits may be in it: a frame has 256 KiB,
 * and the arena of a request has to hold page, message and frame. */
enum { PAGE = 100, PAGE_ROOM = 64 << 10, EVENT_FRAME = 256 };

static const struct sql SQL_SINCE = {"event_since",
                                     "SELECT " EVENT_COLUMNS
                                     " FROM event WHERE number > $1 ORDER BY number LIMIT $2"};

struct event event_rows_read(struct stmt *st, struct arena *mem)
{
    return (struct event){
        .number = stmt_int(st, 0),
        .at = stmt_int(st, 1),
        .kind = stmt_text(st, 2, mem),
        .subject = stmt_text(st, 3, mem),
        .person = stmt_text(st, 4, mem),
        .client_id = stmt_text(st, 5, mem),
        .by = stmt_text(st, 6, mem),
        .before = stmt_text(st, 7, mem),
        .after = stmt_text(st, 8, mem),
        .sealed = stmt_bytes(st, 9, mem),
        .hash = stmt_bytes(st, 10, mem),
    };
}

static size_t length(const char *text)
{
    return text ? strlen(text) : 0;
}

static size_t weight(const struct event *e)
{
    return EVENT_FRAME + length(e->before) + length(e->after) + e->sealed.n;
}

struct since {
    struct arena *mem;
    int64_t after, limit;
    struct event *events;
    size_t n;
    struct event_chain base, head;
};

static enum err read_page(struct db *db, struct since *s)
{
    size_t used = 0;
    AUTO(stmt) st = {0};

    s->n = 0;
    enum err e = db_query(db, &st, &SQL_SINCE, "ii", s->after, s->limit);
    while (!e && used <= PAGE_ROOM && !(e = db_row(&st))) {
        s->events[s->n] = event_rows_read(&st, s->mem);
        used += weight(&s->events[s->n++]);
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err since(struct db *db, void *arg)
{
    struct since *s = arg;
    enum err e = base(db, s->mem, &s->base);

    if (!e)
        e = event_rows_head(db, s->mem, &s->head);
    return e ? e : read_page(db, s);
}

enum err event_store_since(struct store *store, struct call *c,
                           const struct events_since_request *q, struct events_since_reply *a)
{
    struct since s = {.mem = c->mem, .after = q->after, .limit = q->limit ? q->limit : PAGE};

    s.events = arena_array(c->mem, (size_t)s.limit, sizeof *s.events);
    enum err e = event_number(store);
    if (!e)
        e = store_read(store, since, &s);
    if (e)
        return e;
    *a = (struct events_since_reply){
        .events = {s.events, s.n},
        .head = s.head.number,
        .base = s.base.number,
        .base_hash = arena_bytes(c->mem, s.base.hash, sizeof s.base.hash),
    };
    return OK;
}

/* -- sweep ------------------------------------------------------------------------------------- */

enum { SWEEP_ROWS = 500, SWEEPS = 20 };

static const struct sql SQL_OLDEST = {"event_oldest",
                                      "SELECT number, hash, at FROM event WHERE number IS NOT NULL"
                                      " ORDER BY number LIMIT $1"};
static const struct sql SQL_SET_BASE = {
    "event_set_base", "INSERT INTO event_base (one, number, hash) VALUES (1, $1, $2)"
                      " ON CONFLICT (one) DO UPDATE SET number = $1, hash = $2"};
static const struct sql SQL_SWEEP = {"event_sweep", "DELETE FROM event WHERE number <= $1"};

struct sweep {
    int64_t before; /* events from then on are kept */
    int64_t rows;   /* looked at, at most */
    int64_t last;   /* number of the last one that may go; 0: none */
    uint8_t hash[EVENT_HASH_LEN];
    bool more; /* all that were looked at may go */
};

/* The clocks of replicas differ: what is young keeps what stands behind it. */
static enum err look(struct db *db, void *arg)
{
    struct sweep *s = arg;
    int64_t n = 0;
    AUTO(arena) mem;
    AUTO(stmt) st = {0};

    arena_init(&mem, ARENA_LIMIT);
    s->last = 0;
    enum err e = db_query(db, &st, &SQL_OLDEST, "i", s->rows);
    while (!e && !(e = db_row(&st)) && stmt_int(&st, 2) < s->before) {
        struct bytes hash = stmt_bytes(&st, 1, &mem);
        if (hash.n != EVENT_HASH_LEN)
            return ERR_STORAGE;
        memcpy(s->hash, hash.p, EVENT_HASH_LEN);
        s->last = stmt_int(&st, 0);
        n++;
    }
    s->more = n == s->rows;
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err sweep(struct db *db, void *arg)
{
    struct sweep *s = arg;

    enum err e = db_lock(db, "event", NULL, NULL);
    if (!e)
        e = look(db, s);
    if (e || !s->last)
        return e;
    e = db_exec(db, &SQL_SET_BASE, "ib", s->last, (struct bytes){s->hash, sizeof s->hash});
    return e ? e : db_exec(db, &SQL_SWEEP, "i", s->last);
}

void event_store_sweep(struct store *store, int64_t now, int64_t keep)
{
    struct sweep s = {.before = now - keep, .rows = 1};
    enum err e = keep ? event_number(store) : OK; /* nobody may have followed */

    if (!e && keep)
        e = store_read(store, look, &s);
    s.rows = SWEEP_ROWS;
    for (int n = 0; !e && s.more && n < SWEEPS; n++)
        e = store_write(store, sweep, &s);
    if (e)
        log_warn("old events could not be removed: %s", err_name(e));
}
