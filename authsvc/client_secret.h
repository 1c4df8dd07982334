/*
 * client_secret - the secret of a client: drawn, recognised, and shown again where it has to be.
 *
 * It is kept as a keyed hash.  A copy of it is kept beside that, sealed under
 * the key of the app's owner (vault.h), if one of the client's dialects shows
 * secrets again.
 */
#ifndef AUTHSVC_CLIENT_SECRET_H
#define AUTHSVC_CLIENT_SECRET_H
#include "call.h"
#include "messages.h"
#include "shape.h"
#include "store.h"

struct client_secret {
    const char *text;
    struct secret_check check; /* what recognises it, without end */
};

/* A new secret; one that there is already. */
struct client_secret client_secret_draw(struct arena *mem, const struct shape *shape);
struct client_secret client_secret_of(struct arena *mem, const char *text);

/* Would there be a copy? */
bool client_secret_is_kept(const struct client *client);

/* Inside a unit: is there one?  A secret that is older than such a dialect has none. */
enum err client_secret_has_copy(struct db *db, struct call *c, const struct client *client,
                                bool *out) MUST_CHECK;

/* Both inside a unit.  ERR_NOT_FOUND: there is no copy. */
enum err client_secret_put(struct db *db, struct call *c, const struct client *client,
                           const struct client_secret *secret) MUST_CHECK;
enum err client_secret_show(struct db *db, struct call *c, const struct client *client,
                            const char **text) MUST_CHECK;

#endif
