/*
 * api_token - what a program shows for its session, or for a half sign-in: the handle, bare or
 * inside a JWT.
 *
 * The handle decides, and in some dialects the address; what else a JWT says is
 * for whoever reads it, and is believed by nobody here.  Its signature (HS256, a key of authsvc's
 * own) keeps anything that was altered from being looked up at all.
 */
#ifndef AUTHSVC_API_TOKEN_H
#define AUTHSVC_API_TOKEN_H
#include "api_policy.h"
#include "call.h"
#include "messages.h"

struct api_token {
    const char *handle;
    const struct person *person;
    const char *picture;     /* where it is; NULL: there is none */
    int64_t issued, expires; /* ms */
};

/* What the one is, the other is never taken for: half sign-ins are in JWTs alone, and under another
 * name. */
enum api_token_kind { API_TOKEN_SESSION, API_TOKEN_HALF };

enum err api_token_print(struct call *c, const struct api_policy *policy, enum api_token_kind kind,
                         const struct api_token *what, const char **token) MUST_CHECK;

struct api_token_said {
    const char *handle;
    const char *address; /* without which the session ends; NULL: whatever theirs is */
};

/* ERR_SIGNED_OUT: it is not one of ours for this dialect.  ERR_EXPIRED: it was one; what is bare
 * does not tell. */
enum err api_token_read(struct call *c, const struct api_policy *policy, enum api_token_kind kind,
                        const char *token, struct api_token_said *out) MUST_CHECK;

#endif
