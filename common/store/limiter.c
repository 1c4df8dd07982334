#include "limiter.h"
#include "db.h"
#include "secret.h"
#include "text.h"

struct limiter_mark limiter_mark(struct arena *mem, const struct limiter_rule *rule,
                                 const char *kind, const char *a, const char *b)
{
    /* Texts have no control characters, so that no two names run into one. */
    const char *name = arena_printf(mem, "%s\n%s\n%s", kind, a, b ? b : "");

    return (struct limiter_mark){.hash = text_hex(mem, secret_digest(mem, bytes_of(name))),
                                 .rule = rule};
}

/* The failures of a mark as they stand now: one for each decay until it is clear. */
static int64_t failures(const struct limiter_rule *rule, int64_t clear_at, int64_t now)
{
    return clear_at > now ? (clear_at - now + rule->decay - 1) / rule->decay : 0;
}

static int64_t delay(const struct limiter_rule *rule, int64_t n)
{
    int64_t ms = rule->first;

    if (n <= rule->free)
        return 0;
    for (int64_t i = rule->free + 1; i < n && ms < rule->cap; i++)
        ms *= 2;
    return ms < rule->cap ? ms : rule->cap;
}

/* More failures than lead to the cap are not counted: whoever stops is forgiven in bounded time. */
static int64_t most_failures(const struct limiter_rule *rule)
{
    int64_t n = rule->free + 1;

    while (delay(rule, n) < rule->cap)
        n++;
    return n;
}

/* -- look ------------------------------------------------------------------------------------ */

static const struct sql SQL_OPEN = {"limiter_open", "SELECT open_at FROM attempt WHERE mark = $1"};

/* How long this mark is shut.  Longer than the cap means that the clock was set back: it is not. */
static enum err look_at(struct db *db, const struct limiter_mark *mark, int64_t now, int64_t *wait)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_OPEN, "t", mark->hash);
    if (!e)
        e = db_row(&st);
    if (e == ERR_NOT_FOUND) {
        *wait = 0;
        return OK;
    }
    if (e)
        return e;
    int64_t left = stmt_int(&st, 0) - now;
    *wait = left > 0 && left <= mark->rule->cap ? left : 0;
    return OK;
}

enum err limiter_look(struct db *db, const struct limiter_attempt *self, int64_t *wait)
{
    int64_t longest = 0, one = 0;

    for (size_t i = 0; i < self->n; i++) {
        enum err e = look_at(db, &self->marks[i], self->now, &one);
        if (e)
            return e;
        longest = one > longest ? one : longest;
    }
    if (!longest)
        return OK;
    *wait = longest;
    return ERR_THROTTLED;
}

/* -- reserve --------------------------------------------------------------------------------- */

/* Decides the race: whoever comes second waits for the row and then finds it shut. */
static const struct sql SQL_CLAIM = {
    "limiter_claim", "INSERT INTO attempt (mark, clear_at, open_at) VALUES ($1, $3, 0)"
                     " ON CONFLICT (mark) DO UPDATE SET clear_at ="
                     " CASE WHEN attempt.clear_at > $2 THEN attempt.clear_at + $4 ELSE $3 END"
                     " WHERE attempt.open_at <= $2 OR attempt.open_at > $5 RETURNING clear_at"};

/* ERR_NOT_FOUND: the mark is shut. */
static enum err claim(struct db *db, const struct limiter_mark *mark, int64_t now,
                      int64_t *clear_at)
{
    const struct limiter_rule *rule = mark->rule;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_CLAIM, "tiiii", mark->hash, now, now + rule->decay,
                          rule->decay, now + rule->cap);
    if (e || (e = db_row(&st)))
        return e;
    *clear_at = stmt_int(&st, 0);
    return OK;
}

static const struct sql SQL_SHUT = {
    "limiter_shut", "UPDATE attempt SET clear_at = $2, open_at = $3 WHERE mark = $1"};

/* Without a delay it is open to all: of attempts side by side, one that began a moment earlier may
 * get here a moment later. */
static int64_t next_opening(const struct limiter_rule *rule, int64_t clear_at, int64_t now)
{
    int64_t ms = delay(rule, failures(rule, clear_at, now));

    return ms ? now + ms : 0;
}

static enum err reserve_one(struct db *db, struct limiter_mark *mark, int64_t now, int64_t *wait)
{
    const struct limiter_rule *rule = mark->rule;
    int64_t latest = now + most_failures(rule) * rule->decay, clear_at = 0;

    enum err e = claim(db, mark, now, &clear_at);
    if (e == ERR_NOT_FOUND) {
        e = look_at(db, mark, now, wait);
        return e ? e : ERR_THROTTLED;
    }
    if (e)
        return e;
    clear_at = clear_at < latest ? clear_at : latest;
    mark->open_at = next_opening(rule, clear_at, now);
    return db_exec(db, &SQL_SHUT, "tii", mark->hash, clear_at, mark->open_at);
}

enum err limiter_reserve(struct db *db, struct limiter_attempt *self, int64_t *wait)
{
    for (size_t i = 0; i < self->n; i++) {
        enum err e = reserve_one(db, &self->marks[i], self->now, wait);
        if (e)
            return e;
    }
    return OK;
}

/* -- succeed, expire ------------------------------------------------------------------------- */

static const struct sql SQL_FORGET = {"limiter_forget", "DELETE FROM attempt WHERE mark = $1"};

/* The mark opens again only if it is this attempt that shut it. */
static const struct sql SQL_RETURN = {"limiter_return",
                                      "UPDATE attempt SET clear_at = clear_at - $2,"
                                      " open_at = CASE WHEN open_at = $3 THEN 0 ELSE open_at END"
                                      " WHERE mark = $1"};

enum err limiter_succeed(struct db *db, const struct limiter_attempt *self)
{
    enum err e = db_exec(db, &SQL_FORGET, "t", self->marks[0].hash);

    for (size_t i = 1; !e && i < self->n; i++) {
        const struct limiter_mark *mark = &self->marks[i];
        e = db_exec(db, &SQL_RETURN, "tii", mark->hash, mark->rule->decay, mark->open_at);
    }
    return e;
}

static const struct sql SQL_EXPIRE = {
    "limiter_expire",
    "DELETE FROM attempt WHERE mark IN"
    " (SELECT mark FROM attempt WHERE clear_at <= $1 ORDER BY clear_at LIMIT $2)"};

enum err limiter_expire(struct db *db, int64_t now, int64_t most)
{
    return db_exec(db, &SQL_EXPIRE, "ii", now, most);
}
