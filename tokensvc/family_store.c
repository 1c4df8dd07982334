#include "family_store.h"
#include "api_key_store.h"
#include "cutoff_store.h"
#include "db.h"
#include "token_event.h"
#include "tokensvc.h"
#include <string.h>

enum { KEEP_ENDED = 60 * 60 * 1000 }; /* ms; longer than any request that might bear the id */

#define COLUMNS                                                                                    \
    "id, client_id, person, sub, dialect, scope, sid, auth_time, acr, amr, client_generation,"     \
    " person_generation, consent_generation, generation, attempt, head, head_kid, replaced_1,"     \
    " replaced_2, replaced_3, replaced_4, created_at, expires_at, ends_at"
#define ENDED " ended_at IS NOT NULL OR epoch <> (SELECT number FROM epoch)"

static struct family read_row(struct stmt *st, struct arena *mem)
{
    return (struct family){
        .id = stmt_text(st, 0, mem),
        .client_id = stmt_text(st, 1, mem),
        .person = stmt_text(st, 2, mem),
        .sub = stmt_text(st, 3, mem),
        .dialect = stmt_text(st, 4, mem),
        .scope = stmt_text(st, 5, mem),
        .sid = stmt_text(st, 6, mem),
        .auth_time = stmt_int(st, 7),
        .acr = stmt_text(st, 8, mem),
        .amr = stmt_text(st, 9, mem),
        .client_generation = stmt_int(st, 10),
        .person_generation = stmt_int(st, 11),
        .consent_generation = stmt_int(st, 12),
        .generation = stmt_int(st, 13),
        .attempt = stmt_text(st, 14, mem),
        .head = stmt_int(st, 15),
        .head_kid = stmt_int(st, 16),
        .replaced = {stmt_int(st, 17), stmt_int(st, 18), stmt_int(st, 19), stmt_int(st, 20)},
        .created_at = stmt_int(st, 21),
        .expires_at = stmt_int(st, 22),
        .ends_at = stmt_int(st, 23),
        .ended = stmt_int(st, 24) != 0,
    };
}

/* --- get --- */

static const struct sql SQL_GET = {"family_get",
                                   "SELECT " COLUMNS "," ENDED " FROM family WHERE id = $1"};

struct get {
    struct arena *mem;
    const char *id;
    struct family found;
};

static enum err get(struct db *db, void *arg)
{
    struct get *g = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_GET, "t", g->id);
    if (e || (e = db_row(&st)))
        return e;
    g->found = read_row(&st, g->mem);
    return OK;
}

enum err family_store_get(struct store *store, struct arena *mem, const char *id,
                          struct family *out)
{
    struct get g = {.mem = mem, .id = id};
    enum err e = store_read(store, get, &g);

    if (!e)
        *out = g.found;
    return e;
}

/* Behind the last digit of an id there is '~'. */
static const struct sql SQL_ALIKE = {"family_alike",
                                     "SELECT " COLUMNS "," ENDED " FROM family"
                                     " WHERE id >= $1 AND id < $2 ORDER BY id LIMIT $3"};

struct alike {
    struct arena *mem;
    const char *begins;
    struct family *out;
    size_t n;
};

static enum err alike(struct db *db, void *arg)
{
    struct alike *a = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_ALIKE, "tti", a->begins,
                          arena_printf(a->mem, "%s~", a->begins), (int64_t)FAMILY_ALIKE);
    for (a->n = 0; !e && (e = db_row(&st)) == OK; a->n++)
        a->out[a->n] = read_row(&st, a->mem);
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err family_store_alike(struct store *store, struct arena *mem, const char *begins,
                            struct family out[FAMILY_ALIKE], size_t *n)
{
    struct alike a = {mem, begins, out, 0};
    enum err e = store_read(store, alike, &a);

    if (!e)
        *n = a.n;
    return e;
}

/* --- ends --- */

/* What the statements that end families give back: enough for the events. */
#define ENDING " RETURNING id, client_id, person"

static enum err note_ends(struct db *db, struct call *c, struct stmt *st, const char *why)
{
    enum err e = OK;

    while (!e && !(e = db_row(st))) {
        const struct family family = {.id = stmt_text(st, 0, c->mem),
                                      .client_id = stmt_text(st, 1, c->mem),
                                      .person = stmt_text(st, 2, c->mem)};
        e = token_event_family_ended(db, c, &family, why);
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

static const struct sql SQL_END = {
    "family_end", "UPDATE family SET generation = generation + 1, ended_at = $2, expires_at = $3"
                  " WHERE id = $1 AND ended_at IS NULL" ENDING};

static enum err end(struct db *db, struct call *c, const char *id, const char *why)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_END, "tii", id, c->now, c->now + KEEP_ENDED);
    return e ? e : note_ends(db, c, &st, why);
}

/* --- add --- */

/* Born after its elder siblings, also by a clock that was set back: of too many the eldest ends. */
#define BORN                                                                                       \
    "(SELECT CASE WHEN max(created_at) >= $16 THEN max(created_at) + 1 ELSE $16 END FROM family"   \
    " WHERE person = $3 AND client_id = $2 AND ended_at IS NULL)"

static const struct sql SQL_ADD = {
    "family_add",
    "INSERT INTO family (" COLUMNS ", epoch) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,"
    " $12, $13, 1, $14, 1, $15, 0, 0, 0, 0, " BORN ", $17, $18, number FROM epoch WHERE true"
    " ON CONFLICT (id) DO NOTHING"};

static const struct sql SQL_CAP = {
    "family_cap",
    "UPDATE family SET generation = generation + 1, ended_at = $4, expires_at = $5 WHERE id IN"
    " (SELECT id FROM family WHERE person = $1 AND client_id = $2 AND ended_at IS NULL AND id <> $3"
    " AND expires_at > $4 ORDER BY created_at DESC, id LIMIT 1000 OFFSET $6)" ENDING};

struct add {
    struct call *c;
    struct get got;
    const struct family *in;
    int64_t most;
};

/* The id is taken.  It may have been by the same attempt, whose reply was lost. */
static enum err again(struct db *db, struct add *a)
{
    enum err e = get(db, &a->got);

    if (e)
        return e;
    const struct family *found = &a->got.found;
    return found->ended || strcmp(found->attempt, a->in->attempt) != 0 ? ERR_EXISTS : OK;
}

static enum err insert(struct db *db, const struct family *f)
{
    return db_exec(db, &SQL_ADD, "tttttttittiiitiiii", f->id, f->client_id, f->person, f->sub,
                   f->dialect, f->scope, f->sid, f->auth_time, f->acr, f->amr, f->client_generation,
                   f->person_generation, f->consent_generation, f->attempt, f->head_kid,
                   f->created_at, f->expires_at, f->ends_at);
}

static enum err end_oldest(struct db *db, const struct add *a)
{
    const struct family *f = a->in;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_CAP, "tttiii", f->person, f->client_id, f->id,
                          f->created_at, f->created_at + KEEP_ENDED, a->most - 1);
    return e ? e : note_ends(db, a->c, &st, "cap");
}

static enum err add(struct db *db, void *arg)
{
    struct add *a = arg;
    const struct family *f = a->in;
    bool ending = false;

    enum err e = cutoff_lock(db, f->person, f->client_id);
    if (!e)
        e = cutoff_pending(db, f->person, f->client_id, &ending);
    if (e || ending)
        return e ? e : ERR_DISABLED;
    e = insert(db, f);
    if (e)
        return e;
    if (db_changes(db) == 0)
        return again(db, a);
    if ((e = token_event_family_begun(db, a->c, f)) || (e = end_oldest(db, a)))
        return e;
    return get(db, &a->got);
}

enum err family_store_add(struct call *c, const struct family *in, int64_t most, struct family *out)
{
    struct tokensvc *svc = c->svc;
    struct add a = {.c = c, .got = {.mem = c->mem, .id = in->id}, .in = in, .most = most};
    enum err e = store_write(svc->store, add, &a);

    if (!e)
        *out = a.got.found;
    return e;
}

/* --- end --- */

struct end {
    struct call *c;
    const char *id, *client_id;
};

static enum err end_one(struct db *db, void *arg)
{
    const struct end *in = arg;

    return end(db, in->c, in->id, "revoked");
}

enum err family_store_end(struct call *c, const char *id)
{
    struct tokensvc *svc = c->svc;

    return store_write(svc->store, end_one, &(struct end){.c = c, .id = id});
}

/* What has ended before stays as it is. */
static const struct sql SQL_BURY = {
    "family_bury",
    "INSERT INTO family (" COLUMNS
    ", epoch, ended_at) SELECT $1, $2, '', '', '', '', NULL, 0, NULL,"
    " NULL, 0, 0, 0, 2, '', 1, 0, 0, 0, 0, 0, $3, $4, $4, number, $3 FROM epoch WHERE true"
    " ON CONFLICT (id) DO UPDATE SET generation = family.generation + 1, ended_at = $3,"
    " expires_at = $4 WHERE family.ended_at IS NULL" ENDING};

static enum err bury(struct db *db, void *arg)
{
    const struct end *in = arg;
    struct call *c = in->c;
    AUTO(stmt) st = {0};

    enum err e =
        db_query(db, &st, &SQL_BURY, "ttii", in->id, in->client_id, c->now, c->now + KEEP_ENDED);
    if (!e)
        e = note_ends(db, c, &st, "reuse");
    return e ? e : api_key_end_family(db, in->id);
}

enum err family_store_bury(struct call *c, const char *id, const char *client_id)
{
    struct tokensvc *svc = c->svc;

    return store_write(svc->store, bury, &(struct end){c, id, client_id});
}

static const struct sql SQL_HOLD = {
    "family_hold", "UPDATE family SET attempt = attempt WHERE id = $1 AND ended_at IS NULL"};

enum err family_hold(struct db *db, const char *id)
{
    enum err e = db_exec(db, &SQL_HOLD, "t", id);

    if (e)
        return e;
    return db_changes(db) ? OK : ERR_NOT_FOUND;
}

static const struct sql SQL_END_ALL = {
    "family_end_all",
    "UPDATE family SET generation = generation + 1, ended_at = $3,"
    " expires_at = $4 WHERE person = $1 AND client_id = $2 AND ended_at IS NULL" ENDING};

enum err family_end_all(struct db *db, struct call *c, const char *person, const char *client_id)
{
    AUTO(stmt) st = {0};

    enum err e =
        db_query(db, &st, &SQL_END_ALL, "ttii", person, client_id, c->now, c->now + KEEP_ENDED);
    return e ? e : note_ends(db, c, &st, "grant_end");
}

/* --- use --- */

static const struct sql SQL_ROTATE = {
    "family_rotate",
    "UPDATE family SET head = head + 1, head_kid = $4, attempt = $5, expires_at = $6,"
    " replaced_4 = replaced_3, replaced_3 = replaced_2, replaced_2 = replaced_1, replaced_1 = $3"
    " WHERE id = $1 AND head = $2 AND ended_at IS NULL AND expires_at > $3"};

static const struct sql SQL_KEEP = {
    "family_keep", "UPDATE family SET expires_at = $4"
                   " WHERE id = $1 AND head = $2 AND ended_at IS NULL AND expires_at > $3"};

struct use {
    struct call *c;
    struct get got;
    const struct family_use *in;
    enum verdict verdict;
};

/* Is the counter the head?  If so the family moves on: db_changes tells. */
static enum err move_on(struct db *db, const struct family_use *in)
{
    if (!in->rotate)
        return db_exec(db, &SQL_KEEP, "tiii", in->id, in->counter, in->by.now, in->expires_at);
    return db_exec(db, &SQL_ROTATE, "tiiiti", in->id, in->counter, in->by.now, in->head_kid,
                   in->by.attempt, in->expires_at);
}

static enum err use(struct db *db, void *arg)
{
    struct use *u = arg;

    enum err e = move_on(db, u->in);
    if (e)
        return e;
    bool moved = db_changes(db) > 0;
    e = get(db, &u->got);
    if (e)
        return e;
    if (!family_alive(&u->got.found, u->in->by.now))
        return ERR_NOT_FOUND;
    u->verdict = VERDICT_HEAD;
    if (moved)
        return OK;
    u->verdict = family_verdict(&u->got.found, u->in->counter, &u->in->by);
    return u->verdict == VERDICT_THEFT ? end(db, u->c, u->in->id, "reuse") : OK;
}

enum err family_store_use(struct call *c, const struct family_use *in, enum verdict *verdict,
                          struct family *out)
{
    struct tokensvc *svc = c->svc;
    struct use u = {.c = c, .got = {.mem = c->mem, .id = in->id}, .in = in};
    enum err e = store_write(svc->store, use, &u);

    if (e)
        return e;
    *verdict = u.verdict;
    *out = u.got.found;
    return OK;
}
