/*
 * limiter - slows down the guessing of a secret.
 *
 * It knows no service.  Whoever tests a secret says what an attempt counts for,
 * its marks: this account from this source, this account, this source.  Each
 * mark is a row in the service's own database, so that counts survive a restart
 * and hold for all replicas.  An attempt is reserved before the secret is
 * tested, as if it had failed already: of any number that come at once no more
 * are tested than of those that come one by one.  Success takes the
 * reservation back.
 *
 * What is slowed is delayed, never banned.  After `free` failures each one shuts
 * the mark for `first` ms, then for twice as long, at most for `cap`; every
 * `decay` ms one failure is forgiven.  An attempt that comes too early is
 * answered without a test, writes nothing and makes the wait no longer.
 *
 * The service's schema declares the table (times are ms since 1970):
 *
 *   CREATE TABLE attempt (
 *       mark     TEXT PRIMARY KEY,
 *       clear_at INTEGER NOT NULL, -- when the last failure is forgiven
 *       open_at  INTEGER NOT NULL  -- when the next attempt is heard
 *   );
 *   CREATE INDEX attempt_clear ON attempt (clear_at);
 *
 * and removes in its idle time what limiter_expire finds.  A mark is a SHA-256,
 * so the table names nobody; who has a name can still ask whether it is there.
 * All but limiter_mark run inside a unit (store.h).
 * Source: NIST SP 800-63B 5.2.2.
 */
#ifndef STORE_LIMITER_H
#define STORE_LIMITER_H
#include "arena.h"
#include "store.h"

struct limiter_rule {
    int64_t free;       /* failures without a delay */
    int64_t first, cap; /* ms; cap at least first */
    int64_t decay;      /* ms */
};

struct limiter_mark {
    const char *hash;
    const struct limiter_rule *rule;
    int64_t open_at; /* set by limiter_reserve */
};

enum { LIMITER_MARKS_MAX = 4 };
struct limiter_attempt { /* marks differ, and stand in the same order of kinds at every attempt */
    int64_t now;
    struct limiter_mark marks[LIMITER_MARKS_MAX];
    size_t n;
};

/* A mark for what is named by kind, a and b (NULL: nothing). */
struct limiter_mark limiter_mark(struct arena *mem, const struct limiter_rule *rule,
                                 const char *kind, const char *a, const char *b);

/* ERR_THROTTLED: it comes *wait ms too early.  Reads only, so a storm of attempts is cheap. */
enum err limiter_look(struct db *db, const struct limiter_attempt *self, int64_t *wait) MUST_CHECK;

/* Counts the attempt as failed.  ERR_THROTTLED as above: another one was faster.  The unit has to
 * return it, so that nothing is counted. */
enum err limiter_reserve(struct db *db, struct limiter_attempt *self, int64_t *wait) MUST_CHECK;

/* It did not fail after all.  The first mark is forgotten; from the others goes what
 * limiter_reserve added, and no more: a right password of one's own buys no guesses at another's.
 */
enum err limiter_succeed(struct db *db, const struct limiter_attempt *self) MUST_CHECK;

/* Removes at most `most` rows in which every failure is forgiven: db_changes says how many. */
enum err limiter_expire(struct db *db, int64_t now, int64_t most) MUST_CHECK;

#endif
