/*
 * presented - a token that somebody shows us: whose it is, and whether it is good now.
 *
 * Reading tells what the token is and finds its family; judging asks whether
 * it would be accepted: alive, not replaced, all that it rests on standing.
 * Families are read each time, never remembered.  A token without a family has
 * no dialect: it is the client's own, and that of the first.
 */
#ifndef TOKENSVC_PRESENTED_H
#define TOKENSVC_PRESENTED_H
#include "access_token.h"
#include "family.h"
#include "refresh_token.h"
#include "wrapped_token.h"

struct client;
struct person;

struct presented {
    bool is_refresh, is_opaque;
    const struct api_key_row *key;       /* it is an API key; NULL: it is none */
    const struct wrapped_token *wrapped; /* what it came in, also when it is refused; or NULL */
    struct access_token access;          /* unless is_refresh or key */
    struct refresh_token refresh;        /* if is_refresh */
    bool has_family;
    struct family family;  /* if has_family */
    const char *client_id; /* to whom it was issued; NULL: a key of the person's own */
    const char *scope;
};

/* ERR_INVALID_TOKEN and the private reason: not ours, expired, or its family is gone. */
enum err presented_read(struct call *c, const char *token, const char *issuer,
                        struct presented *out) MUST_CHECK;

/* The same for what can only be an API key. */
enum err presented_key(struct call *c, const char *text, struct presented *out) MUST_CHECK;

/* Was it issued to this client? */
bool presented_is_theirs(const struct presented *self, const struct client *client);

/* Was it issued under this dialect?  NULL: the first one. */
bool presented_is_of(const struct presented *self, const char *dialect);

/* OK: it is good now.  ERR_INVALID_TOKEN and the private reason: it is not.  profile: filled in
 * with the person behind the family or key; NULL when nobody wants to know. */
enum err presented_judge(struct call *c, const struct presented *self,
                         struct person *profile) MUST_CHECK;

#endif
