#include "number_store.h"
#include "db.h"
#include "discriminator_store.h"
#include "log.h"

static const struct sql SQL_NEXT = {
    "person_number_next", "UPDATE person_number_given SET last = last + 1 RETURNING last"};

enum err number_next(struct db *db, int64_t *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_NEXT, "");
    if (!e)
        e = db_row(&st);
    if (!e)
        *out = stmt_int(&st, 0);
    return e;
}

static const struct sql SQL_TAKE = {"person_number_take",
                                    "UPDATE person_number_given SET last = $1 WHERE last < $1"};

enum err number_take(struct db *db, int64_t number)
{
    return db_exec(db, &SQL_TAKE, "i", number);
}

/* -- after a copy was put back ------------------------------------------------------------------
 */

/* More than come in that time: ten a second, and a great many at once. */
#define MS_EACH INT64_C(100)
#define AT_ONCE INT64_C(100000)

static const struct sql SQL_SKIP = {"person_number_skip",
                                    "UPDATE person_number_given SET last = last + $1"};

enum err number_skip(struct db *db, int64_t age_ms)
{
    return db_exec(db, &SQL_SKIP, "i", AT_ONCE + (age_ms > 0 ? age_ms / MS_EACH : 0));
}

/* -- those without ------------------------------------------------------------------------------
 */

enum { BATCH = 50, BATCHES = 20 };

struct unnumbered {
    const char *id, *called; /* called NULL: erased */
};

struct sweep {
    struct arena *mem;
    struct unnumbered found[BATCH];
    int64_t n;
};

static const struct sql SQL_UNNUMBERED = {
    "person_unnumbered",
    "SELECT id, COALESCE(nickname, username) FROM person WHERE number IS NULL LIMIT $1"};
static const struct sql SQL_GIVE = {
    "person_number_give",
    "UPDATE person SET number = $2, discriminator = NULLIF($3, 0) WHERE id = $1"};

static enum err find(struct db *db, void *arg)
{
    struct sweep *s = arg;
    AUTO(stmt) st = {0};

    s->n = 0;
    enum err e = db_query(db, &st, &SQL_UNNUMBERED, "i", (int64_t)BATCH);
    for (; !e && !(e = db_row(&st)); s->n++)
        s->found[s->n] = (struct unnumbered){stmt_text(&st, 0, s->mem), stmt_text(&st, 1, s->mem)};
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err give(struct db *db, struct arena *mem, const struct unnumbered *who)
{
    const struct discriminator_wish wish = {.called = who->called, .id = who->id};
    int64_t number = 0, digits = 0;
    enum err e = who->called ? discriminator_pick(db, mem, &wish, &digits) : OK;

    if (e && e != ERR_TOO_MANY)
        return e;
    e = number_next(db, &number);
    return e ? e : db_exec(db, &SQL_GIVE, "tii", who->id, number, digits);
}

static enum err give_some(struct db *db, void *arg)
{
    struct sweep *s = arg;

    arena_reset(s->mem);
    enum err e = db_lock(db, "people", NULL, NULL);
    if (!e)
        e = find(db, s);
    for (int64_t i = 0; !e && i < s->n; i++)
        e = give(db, s->mem, &s->found[i]);
    return e;
}

void number_sweep(struct store *store)
{
    AUTO(arena) mem;
    struct sweep s = {.mem = &mem};

    arena_init(&mem, ARENA_LIMIT);
    enum err e = store_read(store, find, &s); /* a write that changes nothing costs as much */
    for (int n = 0; !e && s.n > 0 && n < BATCHES; n++)
        e = store_write(store, give_some, &s);
    if (e)
        log_warn("usersvc: people without a number could not be given one: %s", err_name(e));
}
