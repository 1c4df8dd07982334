#include "event_store.h"
#include "embed.h"
#include "event_number.h"
#include "event_rows.h"
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
