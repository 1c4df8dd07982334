/*
 * wrapped_token - a JWT that goes around an opaque access token, for dialects whose clients get
 * one.
 *
 * It says nothing that we rely on but what it holds; the rest is what clients
 * of such a dialect look for.  Made and checked with HS256 by us alone, under a
 * key that follows from the newest MAC key (key_set.h), so that it is wrapped,
 * shared by all replicas and renewed together with that.
 * Its kid is "HS256-" and the number of the MAC key.
 * Source: RFC 7519.
 */
#ifndef TOKENSVC_WRAPPED_TOKEN_H
#define TOKENSVC_WRAPPED_TOKEN_H
#include "call.h"

struct wrapped_token {
    const char *scope; /* as the policy has it */
    const char *inner; /* the access token */
    const char *email; /* of the person */
    int64_t number;    /* of the person: sub, as text */
    int64_t iat, exp;  /* seconds */
};

enum err wrapped_token_print(struct call *c, const struct wrapped_token *in,
                             const char **compact) MUST_CHECK;

bool wrapped_token_like(struct arena *mem, const char *text); /* it claims to be one */

/* Ours to the last bit; number and scope are left out.  ERR_INVALID_TOKEN, and the private reason:
 * it is not.  Whether it has expired is for the caller to see. */
enum err wrapped_token_read(struct call *c, const char *compact,
                            struct wrapped_token *out) MUST_CHECK;

#endif
