/*
 * id_token - what tells the client who signed in, and how (OIDC Core 2, 12.2).
 *
 * Signed with the algorithm that the policy and the client come to.  A token that comes
 * with a refresh repeats iss, sub, aud and auth_time and has no nonce.
 */
#ifndef TOKENSVC_ID_TOKEN_H
#define TOKENSVC_ID_TOKEN_H
#include "call.h"
#include "family.h"
#include "messages.h"

enum { ID_TOKEN_LIFETIME = 3600 /* seconds */ };

struct id_token {
    const char *issuer;
    const char *alg; /* ES256, RS256 */
    const struct family *family;
    const char *nonce;        /* NULL: none */
    const char *access_token; /* it comes with: at_hash */
};

/* ERR_CRYPTO: there is no key of this algorithm that signs now. */
enum err id_token_mint(struct call *c, const struct id_token *in, const char **compact) MUST_CHECK;

#endif
