/*
 * revoked_store - access tokens without a family that ended before their time.
 *
 * Only the SHA-256 of a token's jti is kept, until the token would have
 * expired.  Thread-safe.  ERR_STORAGE and ERR_BUSY: see store.h.
 */
#ifndef TOKENSVC_REVOKED_STORE_H
#define TOKENSVC_REVOKED_STORE_H
#include "access_token.h"
#include "store.h"

/* expires_at: ms since 1970.  Written down as an event.  OK also when it was there before. */
enum err revoked_store_add(struct call *c, const struct access_token *token,
                           int64_t expires_at) MUST_CHECK;

enum err revoked_store_has(struct store *store, struct arena *mem, const char *jti,
                           bool *out) MUST_CHECK;

/* Inside a unit: removes those that have expired, `most` at most (expired.h). */
enum err revoked_store_expire(struct db *db, int64_t now, int64_t most) MUST_CHECK;

#endif
