/*
 * opaque_token - an access token that is a random text and a row.
 *
 * It stands for the same things as the JWT does (access_token.h), may live
 * longer, and is worth nothing but here.  It has no jti: it is its own name.
 */
#ifndef TOKENSVC_OPAQUE_TOKEN_H
#define TOKENSVC_OPAQUE_TOKEN_H
#include "access_token.h"
#include "shape.h"

/* iat is given here; exp is the caller's.  The token is durable when this returns. */
enum err opaque_token_mint(struct call *c, const struct shape *shape, struct access_token *in,
                           const char **text) MUST_CHECK;

/* Is it ours, for this issuer, and has not expired?  ERR_INVALID_TOKEN and the private reason.
 * What comes of its family (sub, auth_time, acr) is left out. */
enum err opaque_token_check(struct call *c, const char *text, const char *issuer,
                            struct access_token *out) MUST_CHECK;

/* It was shown to an API of ours: noted at most once a minute. */
void opaque_token_note_use(struct call *c, const char *text, const struct access_token *token);

/* One without a family ends. */
enum err opaque_token_end(struct call *c, const char *text, const char *client_id) MUST_CHECK;

#endif
