/*
 * access_token - the JWT that resource servers are shown (RFC 9068).
 *
 * Signed with ES256 whatever the client prefers for ID tokens.  Beside the
 * claims of RFC 9068: fam and gen, family and generation it belongs to; cgn,
 * generation of the client, where there is no family.  The audience is the
 * issuer.  Times in the JWT and here are whole seconds.
 */
#ifndef TOKENSVC_ACCESS_TOKEN_H
#define TOKENSVC_ACCESS_TOKEN_H
#include "call.h"

enum { ACCESS_TOKEN_LONGEST = 3600 /* seconds */ };

struct access_token {
    const char *issuer, *sub, *client_id, *scope, *jti;
    int64_t iat, exp;
    const char *family; /* NULL: client credentials */
    int64_t generation; /* of the family, else of the client */
    int64_t head;       /* of the family, if it ends with it; else 0.  Opaque ones only */
    int64_t used_at;    /* ms: noted last; 0: never.  Opaque ones only */
    int64_t auth_time;  /* 0 without family */
    const char *acr;
};

/* jti and iat are given here; exp is the caller's.  ERR_CRYPTO: there is no key that signs now. */
enum err access_token_mint(struct call *c, struct access_token *in,
                           const char **compact) MUST_CHECK;

/* Is it ours, for this issuer, and has not expired?  Whether it was revoked, and whether what it
 * rests on still stands, is another question: presented.h.  ERR_INVALID_TOKEN and the private
 * reason. */
enum err access_token_check(struct call *c, const char *compact, const char *issuer,
                            struct access_token *out) MUST_CHECK;

#endif
