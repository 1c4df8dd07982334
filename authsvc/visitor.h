/*
 * visitor - who sits at the browser, or who a program came for.
 *
 * A session counts only while the person stands as at sign-in: disabled,
 * deleted or with a new password, they are nobody, and the session ends.  That of
 * a bot counts only while the app stands as at sign-in, too (bot.h).
 */
#ifndef AUTHSVC_VISITOR_H
#define AUTHSVC_VISITOR_H
#include "call.h"
#include "session_store.h"

/* What a session lives without use, and at most. */
enum { SESSION_IDLE_MS = 12 * 60 * 60 * 1000, SESSION_LIFE_MS = 14 * 24 * 60 * 60 * 1000 };

struct visitor {
    const struct session *session; /* NULL: nobody is signed in */
    const char *groups;            /* of the person; NULL: none */
    bool bot;                      /* it is no person */
    int64_t number;                /* of the person; 0: none */
    const char *email, *locale;    /* of the person; NULL: not known */
};

/* cookie: NULL when there is none.  Asks usersvc about the person.  Counts as use. */
enum err visitor_find(struct call *c, const char *cookie, struct visitor *out) MUST_CHECK;

/* The same for whatever session that is. */
enum err visitor_find_by(struct call *c, const struct session_key *key,
                         struct visitor *out) MUST_CHECK;

/* An actor ticket for who is signed in. */
enum err visitor_ticket(struct call *c, const struct visitor *self,
                        struct bytes *ticket) MUST_CHECK;

/* Ends the session; OK also when there is none. */
enum err visitor_leave(struct call *c, const char *cookie) MUST_CHECK;
enum err visitor_leave_by(struct call *c, const struct session_key *key) MUST_CHECK;

/* When a session that is used now ends, if it is not used again. */
int64_t visitor_idle_at(const struct session *session, int64_t now);

#endif
