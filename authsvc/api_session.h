/*
 * api_session - the sessions of programs: for user name and password, in one dialect.
 *
 * Listed beside those of browsers and ended by the same things.  The handle is
 * kept as a hash that no cookie has: what is hashed holds the dialect and
 * characters that no handle from outside may have.
 */
#ifndef AUTHSVC_API_SESSION_H
#define AUTHSVC_API_SESSION_H
#include "api_policy.h"
#include "messages.h"
#include "session_begin.h"
#include "visitor.h"

/* So many of one person in one dialect; when there are more those go that were not seen for
 * longest. */
enum { API_SESSIONS_MOST = 100 };

struct api_begin {
    const struct api_policy *policy;
    const struct person *person; /* who has just proved who they are */
    struct session_proof proof;
    struct bytes half; /* hash of the half sign-in that it completes; absent: none */
    const char *issuer, *user_agent;
    int64_t client_generation; /* of the app whose bot it is; 0: a person */
};

/* *out is for the program.  ERR_EXPIRED: the half sign-in was completed by another call. */
enum err api_session_begin(struct call *c, const struct api_begin *what,
                           struct api_sign_in_reply *out) MUST_CHECK;

/* Whose it is; a person who no longer stands ends it.  ERR_SIGNED_OUT: it is no token of this
 * dialect.  ERR_EXPIRED, ERR_SIGN_IN_AGAIN: it was one, and its time came, or it was ended; what
 * the dialect keeps bare does not tell, and is ERR_SIGNED_OUT then, too. */
enum err api_session_find(struct call *c, const char *dialect, const char *token,
                          struct visitor *out) MUST_CHECK;

/* Ends it; OK also when it has ended.  Else as above. */
enum err api_session_leave(struct call *c, const char *dialect, const char *token) MUST_CHECK;

#endif
