/*
 * client_auth - is this the client it says it is? (RFC 6749 2.3)
 *
 * Secrets are compared as keyed hashes, in time that tells nothing.  Unknown
 * client, disabled client, wrong method and wrong secret look alike from
 * outside.  A client that has a secret must show it, unless its owner lets it
 * show the verifier of its code instead where the dialect has that; one that has
 * none must not show any.  Thread-safe.
 */
#ifndef TOKENSVC_CLIENT_AUTH_H
#define TOKENSVC_CLIENT_AUTH_H
#include "call.h"
#include "messages.h"

struct client_claim {
    const char *client_id, *client_secret; /* NULL: not given */
    const char *auth_method;               /* how the client came */
    bool must_prove;                       /* a public client has nothing to prove it with */
    const char *dialect;                   /* whose rules apply too; NULL: only the client's own */
    bool verifier;                         /* one came along with a code */
};

/* ERR_INVALID_CLIENT: no.  *out->confidential tells whether something was proved. */
enum err client_auth(struct call *c, const struct client_claim *claim,
                     const struct client **out) MUST_CHECK;

#endif
