/*
 * opaque_store - the rows of opaque access tokens.
 *
 * Only the SHA-256 of a token is kept.  A family has so many at once, and so
 * has a client of its own; the oldest make room.  What rests on a family dies
 * with it, its rows go when their time comes.  Thread-safe.  ERR_STORAGE and
 * ERR_BUSY: see store.h.
 */
#ifndef TOKENSVC_OPAQUE_STORE_H
#define TOKENSVC_OPAQUE_STORE_H
#include "call.h"
#include "store.h"

enum { OPAQUE_OF_FAMILY = 10, OPAQUE_OF_CLIENT = 1000 };

struct opaque_row {
    struct bytes hash;
    const char *client_id;
    const char *family; /* NULL: the client's own */
    int64_t generation; /* of the family, else of the client */
    int64_t head;       /* of the family, if it ends with it; else 0 */
    const char *audience, *scope;
    int64_t issued_at, expires_at; /* ms */
    int64_t used_at;               /* ms; 0: never */
};

enum err opaque_store_put(struct store *store, const struct opaque_row *row) MUST_CHECK;

enum err opaque_store_get(struct store *store, struct arena *mem, struct bytes hash,
                          struct opaque_row *out) MUST_CHECK; /* ERR_NOT_FOUND */

/* It was used. */
enum err opaque_store_touch(struct store *store, struct bytes hash, int64_t now) MUST_CHECK;

/* Ends a client's own token.  OK also when it is not there. */
enum err opaque_store_end(struct call *c, struct bytes hash, const char *client_id) MUST_CHECK;

/* Inside a unit: removes those that have expired, `most` at most (expired.h). */
enum err opaque_store_expire(struct db *db, int64_t now, int64_t most) MUST_CHECK;

/* Inside a unit: forgets the own tokens of a client that is gone, `most` at most. */
enum err opaque_forget_client(struct db *db, const char *client_id, int64_t most) MUST_CHECK;

#endif
