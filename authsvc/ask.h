/*
 * ask - an authorization request while it is checked, and what the checks find.
 *
 * The checks are the rows of steps.def.  A request that passed all of them is
 * safe to act on; each look at a stored transaction runs them again, because
 * the client may have changed.
 * Source: RFC 6749 4.1.1, RFC 7636 4.3, OIDC Core 3.1.2, RFC 9700 4.1.
 */
#ifndef AUTHSVC_ASK_H
#define AUTHSVC_ASK_H
#include "call.h"
#include "dialect.h"
#include "messages.h"
#include "mishap.h"

struct prompt {
    bool none, login, consent;
};

/* How the answer travels. */
enum response_mode { RESPONSE_QUERY, RESPONSE_FRAGMENT, RESPONSE_FORM_POST };

struct ask {
    const struct authorize_request *request; /* as it came; an empty value counts as absent */
    const struct dialect *dialect;
    struct client client;
    enum response_mode mode;
    const char *redirect_uri; /* where the answer goes, named or known */
    const char *scope;        /* all that is asked for; may be empty */
    const char *challenge;    /* NULL: none, where the dialect allows that */
    struct prompt prompt;
    struct maybe_int max_age; /* seconds */
    bool redirectable;        /* client and redirect URI are known to be good */

    /* Of the check that refused, for the app's owner; near: the registered URI that was meant. */
    enum mishap mishap;
    const char *near;
};

/* On a refusal out says whether it may go to the client by redirect, and c->text why. */
enum err ask_check(struct call *c, const struct authorize_request *q, struct ask *out) MUST_CHECK;

/* A parameter's value; NULL: absent or empty (RFC 6749 3.1). */
const char *ask_value(const char *parameter);

/* The checks. */
#define STEP(answer, name, ...) enum err check_##name(struct call *c, struct ask *self) MUST_CHECK;
#include "steps.def"
#undef STEP

#endif
