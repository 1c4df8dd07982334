/*
 * session_begin - a person has just proved who they are, and this browser is theirs from now on.
 */
#ifndef AUTHSVC_SESSION_BEGIN_H
#define AUTHSVC_SESSION_BEGIN_H
#include "call.h"
#include "messages.h"
#include "session_store.h"

/* How the person did that (RFC 8176 2). */
struct session_proof {
    const char *acr, *amr;
    int64_t auth_time, second_at; /* ms; second_at: when a code was given, 0: none was */
};

struct session_proof session_proof_password(const struct call *c);
struct session_proof session_proof_second(const struct call *c, bool recovery); /* and a code */
/* The old session goes on with another password: no code was given now, so that it counts for no
 * more than before if the person has a second factor. */
struct session_proof session_proof_renewed(const struct call *c, const struct person *person,
                                           const struct session *old);

struct session_begin {
    const struct person *person;
    struct session_proof proof;
    const char *old_cookie; /* of the session that the new one replaces; NULL: none */
    const char *user_agent; /* NULL: not told */
    const char *browser;
    struct bytes transaction; /* hash of the handle of the one that waits for it; absent: none */
    struct bytes half;        /* hash of the half sign-in that it completes; absent: none */
};

/* A session as a sign-in makes it, with a sid of its own; the caller puts hash and, for a program,
 * dialect and expiry into it. */
struct session session_new(struct call *c, const struct person *person,
                           const struct session_proof *proof, const char *user_agent);

/* ERR_EXPIRED: the half sign-in was completed by another call. */
enum err session_begin(struct call *c, const struct session_begin *what,
                       struct sign_in_reply *out) MUST_CHECK;

#endif
