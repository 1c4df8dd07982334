/*
 * half_store - sign-ins that are half done: the password was right, a code is wanted.
 *
 * Not sessions, and in a table of their own so that none is ever taken for one.
 * Each lives five minutes, works only where it began, may be tried with any
 * number of codes (usersvc counts them), and is used up by the right one.
 */
#ifndef AUTHSVC_HALF_STORE_H
#define AUTHSVC_HALF_STORE_H
#include "arena.h"
#include "store.h"

enum { HALF_LIFE_MS = 5 * 60 * 1000, HALVES_OF_A_PERSON = 20 };

struct half {
    struct bytes hash; /* of what stands for it */
    const char *person;
    int64_t generation;       /* of the person, when the password was right */
    struct bytes browser;     /* hash of the browser's cookie; absent: a program's */
    const char *dialect;      /* in which a program has it; NULL: a browser's */
    struct bytes transaction; /* hash of the handle of the one that waits; absent: none */
    int64_t expires_at;       /* ms */
};

/* Of one person the oldest make room. */
enum err half_store_put(struct store *store, const struct half *half) MUST_CHECK;

/* By hash, browser and dialect of *which.  ERR_NOT_FOUND: there is none here, or it has expired. */
enum err half_store_find(struct store *store, struct arena *mem, const struct half *which,
                         int64_t now, struct half *out) MUST_CHECK;

/* Inside the unit that begins the session.  Of two who try, one gets OK and the other ERR_EXPIRED.
 */
enum err half_store_take(struct db *db, struct bytes hash, int64_t now) MUST_CHECK;

/* Removes what has expired, `most` rows at most. */
enum err half_store_expire(struct db *db, int64_t now, int64_t most) MUST_CHECK;

#endif
