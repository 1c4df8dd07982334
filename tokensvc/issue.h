/*
 * issue - the tokens that a family yields at one moment.
 *
 * Two grants end here: a code that was redeemed and a refresh token that was
 * good.  No access token outlives its family.
 */
#ifndef TOKENSVC_ISSUE_H
#define TOKENSVC_ISSUE_H
#include "access_token.h"
#include "family.h"
#include "messages.h"
#include "token_policy.h"

struct issue {
    const struct client *client;
    const struct token_policy *policy; /* of the family's dialect */
    const struct family *family;       /* its head becomes the refresh token */
    const char *scope;                 /* of the access token */
    const char *issuer;
    const char *nonce; /* for the ID token; NULL: none */
};

/* An ID token comes along if scope has openid, a refresh token if the client may refresh. */
enum err issue_tokens(struct call *c, const struct issue *in, struct token_reply *out) MUST_CHECK;

/* An access token of the form that policy and client want.  exp is the caller's. */
enum err issue_access_token(struct call *c, const struct token_policy *policy,
                            const struct client *client, struct access_token *token,
                            const char **text) MUST_CHECK;

#endif
