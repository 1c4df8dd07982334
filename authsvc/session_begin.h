/*
 * session_begin - a person has just proved who they are, and this browser is theirs from now on.
 */
#ifndef AUTHSVC_SESSION_BEGIN_H
#define AUTHSVC_SESSION_BEGIN_H
#include "call.h"
#include "messages.h"
#include "session_store.h"

struct session_begin {
    const struct person *person;
    const char *old_cookie;       /* of the session that the new one replaces; NULL: none */
    const char *user_agent;       /* NULL: not told */
    const char *handle, *browser; /* of the transaction that waits for it; NULL: none waits */
};

/* A session as a sign-in makes it, with a sid of its own; the caller puts hash and, for a program,
 * dialect and expiry into it. */
struct session session_new(struct call *c, const struct person *person, const char *user_agent);

enum err session_begin(struct call *c, const struct session_begin *what,
                       struct sign_in_reply *out) MUST_CHECK;

#endif
