/*
 * family_store - the rows of families.
 *
 * Whatever races is decided by one statement: birth by a plain INSERT, a new
 * head by an UPDATE that names the old one.  Births and ends are written down as events
 * in the same unit.  Results live in mem, or the call's.  Each function is a unit of its own unless
 * it takes a db.  Thread-safe.
 * ERR_STORAGE and ERR_BUSY: see store.h.
 */
#ifndef TOKENSVC_FAMILY_STORE_H
#define TOKENSVC_FAMILY_STORE_H
#include "call.h"
#include "family.h"
#include "messages.h"
#include "store.h"

/* A new family, or the one that the same attempt brought to the world before: *out is the row.
 * Of one person and client the newest `most` live on.
 * ERR_EXISTS: the id is taken by another attempt, or was buried.  ERR_DISABLED: what the person
 * allowed the client is just being ended. */
enum err family_store_add(struct call *c, const struct family *in, int64_t most,
                          struct family *out) MUST_CHECK;

enum err family_store_get(struct store *store, struct arena *mem, const char *id,
                          struct family *out) MUST_CHECK; /* ERR_NOT_FOUND */

/* Those whose ids begin so, in their order: hardly ever more than one. */
enum { FAMILY_ALIKE = 4 };
enum err family_store_alike(struct store *store, struct arena *mem, const char *begins,
                            struct family out[FAMILY_ALIKE], size_t *n) MUST_CHECK;

struct family_use {
    const char *id;
    int64_t counter; /* of the refresh token */
    struct presenter by;
    bool rotate;        /* a new head; else the present one stays */
    int64_t head_kid;   /* for the new head */
    int64_t expires_at; /* from now on */
};

/* One use of a refresh token, and what it was judged.  VERDICT_HEAD and VERDICT_SAME: *out is the
 * row, its head what the client is to have.  VERDICT_THEFT: the family has ended.
 * ERR_NOT_FOUND: it is not there, or not alive. */
enum err family_store_use(struct call *c, const struct family_use *in, enum verdict *verdict,
                          struct family *out) MUST_CHECK;

/* Its owner revokes it.  OK also when it has ended before, or is not there. */
enum err family_store_end(struct call *c, const char *id) MUST_CHECK;

/* Ends it and, if it is not there yet, sees that it can never be: for a code that was replayed. */
enum err family_store_bury(struct call *c, const char *id, const char *client_id) MUST_CHECK;

/* Inside a unit: it lives, and whoever ends it waits for the end of the unit.  ERR_NOT_FOUND: it
 * does not live. */
enum err family_hold(struct db *db, const char *id) MUST_CHECK;

/* Inside a unit: ends all families of a person and a client. */
enum err family_end_all(struct db *db, struct call *c, const char *person,
                        const char *client_id) MUST_CHECK;

/* How many families of this person each of the n clients has, and when the last of them got tokens:
 * fills in the uses, which have their client_id. */
enum err family_store_uses(struct store *store, const char *person, int64_t now,
                           struct grant_use *uses, size_t n) MUST_CHECK;

#endif
