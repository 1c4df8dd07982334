#include "session_store.h"
#include "auth_event.h"
#include "db.h"

#define COLUMNS                                                                                    \
    "hash, sid, person, sub, person_generation, auth_time, acr, amr, user_agent, expires_at,"      \
    " idle_at, begun_at, seen_at, dialect, client_generation, second_at"

static struct session read_session(struct stmt *st, struct arena *mem)
{
    return (struct session){
        .hash = stmt_bytes(st, 0, mem),
        .sid = stmt_text(st, 1, mem),
        .person = stmt_text(st, 2, mem),
        .sub = stmt_text(st, 3, mem),
        .person_generation = stmt_int(st, 4),
        .auth_time = stmt_int(st, 5),
        .acr = stmt_text(st, 6, mem),
        .amr = stmt_text(st, 7, mem),
        .user_agent = stmt_text(st, 8, mem),
        .expires_at = stmt_int(st, 9),
        .idle_at = stmt_int(st, 10),
        .begun_at = stmt_int(st, 11),
        .seen_at = stmt_int(st, 12),
        .dialect = stmt_text(st, 13, mem),
        .client_generation = stmt_int(st, 14),
        .second_at = stmt_int(st, 15),
    };
}

static const struct sql SQL_PUT = {"session_put", "INSERT INTO session (" COLUMNS
                                                  ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,"
                                                  " $10, $11, $12, $13, $14, $15, $16)"};

enum err session_store_put(struct db *db, const struct session *s)
{
    return db_exec(db, &SQL_PUT, "btttiitttiiiitii", s->hash, s->sid, s->person, s->sub,
                   s->person_generation, s->auth_time, s->acr, s->amr, s->user_agent, s->expires_at,
                   s->idle_at, s->begun_at, s->seen_at, s->dialect, s->client_generation,
                   s->second_at);
}

struct find {
    struct arena *mem;
    const struct session_key *key;
    int64_t now;
    struct session *out;
};

static const struct sql SQL_FIND = {
    "session_find", "SELECT " COLUMNS " FROM session WHERE hash = $1 AND idle_at > $2"
                    " AND COALESCE(dialect, '') = COALESCE($3, '')"};

static enum err find(struct db *db, void *arg)
{
    struct find *f = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_FIND, "bit", f->key->hash, f->now, f->key->dialect);
    if (e || (e = db_row(&st)))
        return e;
    *f->out = read_session(&st, f->mem);
    return OK;
}

enum err session_store_find(struct store *store, struct arena *mem, const struct session_key *key,
                            int64_t now, struct session *out)
{
    return store_read(store, find, &(struct find){mem, key, now, out});
}

static const struct sql SQL_ALIVE = {
    "session_alive", "SELECT idle_at FROM session WHERE sid = $1 AND person = $2 AND idle_at > $3"};

enum err session_store_alive(struct db *db, const char *sid, const char *person, int64_t now,
                             int64_t *until)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_ALIVE, "tti", sid, person, now);
    if (!e)
        e = db_row(&st);
    if (!e)
        *until = stmt_int(&st, 0);
    return e;
}

struct touch {
    struct bytes hash;
    int64_t seen_at, idle_at;
};

static const struct sql SQL_TOUCH = {
    "session_touch",
    "UPDATE session SET seen_at = $2, idle_at = $3 WHERE hash = $1 AND seen_at < $2"};

static enum err touch(struct db *db, void *arg)
{
    const struct touch *t = arg;

    return db_exec(db, &SQL_TOUCH, "bii", t->hash, t->seen_at, t->idle_at);
}

enum err session_store_touch(struct store *store, struct bytes hash, int64_t seen_at,
                             int64_t idle_at)
{
    return store_write(store, touch, &(struct touch){hash, seen_at, idle_at});
}

struct second {
    const char *sid, *person;
    int64_t now;
};

static const struct sql SQL_SECOND = {
    "session_second", "UPDATE session SET second_at = $3 WHERE sid = $1 AND person = $2"};

static enum err second(struct db *db, void *arg)
{
    const struct second *s = arg;
    enum err e = db_exec(db, &SQL_SECOND, "tti", s->sid, s->person, s->now);

    return !e && !db_changes(db) ? ERR_NOT_FOUND : e;
}

enum err session_store_second(struct store *store, const char *sid, const char *person, int64_t now)
{
    return store_write(store, second, &(struct second){sid, person, now});
}

static const struct sql SQL_END = {"session_end",
                                   "DELETE FROM session WHERE hash = $1 RETURNING " COLUMNS};

enum err session_store_end(struct db *db, struct arena *mem, struct bytes hash, struct session *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_END, "b", hash);
    if (e || (e = db_row(&st)))
        return e;
    *out = read_session(&st, mem);
    return OK;
}

/* -- of one person ------------------------------------------------------------------------------
 */

static const struct sql SQL_GET = {"session_get", "SELECT " COLUMNS " FROM session"
                                                  " WHERE sid = $1 AND person = $2"
                                                  " AND idle_at > $3"};

enum err session_store_get(struct db *db, struct arena *mem, const char *sid, const char *person,
                           int64_t now, struct session *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_GET, "tti", sid, person, now);
    if (e || (e = db_row(&st)))
        return e;
    *out = read_session(&st, mem);
    return OK;
}

/* All rows of a statement that gives no more than there is room for. */
static enum err read_sessions(struct stmt *st, struct arena *mem, struct session_rows *out)
{
    enum err e;

    for (out->n = 0; !(e = db_row(st)); out->n++)
        out->v[out->n] = read_session(st, mem);
    return e == ERR_NOT_FOUND ? OK : e;
}

static const struct sql SQL_OTHERS = {
    "session_others",
    "SELECT " COLUMNS " FROM session WHERE person = $1 AND sid <> $2"
    " AND person_generation = $3 AND idle_at > $4 ORDER BY seen_at DESC LIMIT $5"};

enum err session_store_others(struct db *db, struct arena *mem, const struct session *own,
                              int64_t now, struct session_rows *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_OTHERS, "ttiii", own->person, own->sid,
                          own->person_generation, now, (int64_t)out->room);
    return e ? e : read_sessions(&st, mem, out);
}

static const struct sql SQL_END_SOME = {
    "session_end_some",
    "DELETE FROM session WHERE hash IN (SELECT hash FROM session WHERE person = $1"
    " AND sid = COALESCE($2, sid) AND sid <> COALESCE($3, '') LIMIT $4) RETURNING " COLUMNS};

enum err session_store_end_some(struct db *db, struct arena *mem,
                                const struct session_choice *which, struct session_rows *out)
{
    const char *except = which->sid ? NULL : which->except;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_END_SOME, "ttti", which->person, which->sid, except,
                          (int64_t)out->room);
    return e ? e : read_sessions(&st, mem, out);
}

static const struct sql SQL_KEEP = {
    "session_keep", "DELETE FROM session WHERE hash IN (SELECT hash FROM session WHERE person = $1"
                    " AND dialect = $2 ORDER BY seen_at DESC, begun_at DESC LIMIT $4 OFFSET $3) "
                    "RETURNING " COLUMNS};

enum err session_store_keep(struct db *db, struct arena *mem, const struct session *which,
                            int64_t most, struct session_rows *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_KEEP, "ttii", which->person, which->dialect, most,
                          (int64_t)out->room);
    return e ? e : read_sessions(&st, mem, out);
}

static const struct sql SQL_EXPIRE = {"session_expire",
                                      "DELETE FROM session WHERE hash IN (SELECT hash FROM session"
                                      " WHERE idle_at <= $1 ORDER BY idle_at LIMIT $2)"};

enum err session_store_expire(struct db *db, int64_t now, int64_t most)
{
    return db_exec(db, &SQL_EXPIRE, "ii", now, most);
}

/* -- people who are gone ----------------------------------------------------------------------- */

static const struct sql SQL_FORGET_PERSON = {
    "session_forget_person", "DELETE FROM session WHERE hash IN (SELECT hash FROM session"
                             " WHERE person = $1 LIMIT $2) RETURNING " COLUMNS};

enum err session_store_forget(struct db *db, struct call *c, const char *person, int64_t most,
                              int64_t *n)
{
    AUTO(stmt) st = {0};

    *n = 0;
    enum err e = db_query(db, &st, &SQL_FORGET_PERSON, "ti", person, most);
    while (!e && !(e = db_row(&st))) {
        const struct session was = read_session(&st, c->mem);
        e = auth_event_session_ended(db, c, &was, "person");
        ++*n;
    }
    return e == ERR_NOT_FOUND ? OK : e;
}
