/*
 * session_store - sessions, of browsers and of programs.
 *
 * A session is found by the hash of its handle, and by its sid where tokens
 * hang on it.  The handle of a browser is its cookie; a program has one for a
 * dialect (api_session.h), and neither counts as the other. It ends when its row goes or its time
 * comes; an expired row is as good as none.  sid: OIDC Front-Channel Logout 3.
 */
#ifndef AUTHSVC_SESSION_STORE_H
#define AUTHSVC_SESSION_STORE_H
#include "call.h"
#include "store.h"

struct session {
    struct bytes hash;   /* of the handle */
    const char *dialect; /* in which a program has it; NULL: a browser's */
    const char *sid;     /* public; stays when the same person signs in again */
    const char *person, *sub;
    int64_t person_generation; /* at sign-in */
    int64_t client_generation; /* the same of the app, where its bot has the session; else 0 */
    int64_t auth_time;         /* ms, as all times */
    int64_t begun_at;          /* the first sign-in of it */
    int64_t seen_at;           /* when it was used last, to a minute */
    int64_t second_at;         /* when a code of a second factor was last given in it; 0: never */
    const char *acr, *amr;
    const char *user_agent; /* NULL: not told */
    int64_t expires_at;     /* in any case */
    int64_t idle_at;        /* unless it is used before */
};

enum err session_store_put(struct db *db, const struct session *session) MUST_CHECK;

struct session_key {
    struct bytes hash;
    const char *dialect; /* NULL: a browser's */
};

/* ERR_NOT_FOUND: no such session, or it has expired at now. */
enum err session_store_find(struct store *store, struct arena *mem, const struct session_key *key,
                            int64_t now, struct session *out) MUST_CHECK;

/* Does the session that tokens of this person hang on live, and until when if nobody uses it?  OK,
 * or ERR_NOT_FOUND. */
enum err session_store_alive(struct db *db, const char *sid, const char *person, int64_t now,
                             int64_t *until) MUST_CHECK;

/* It was used: moves seen_at and idle_at ahead, never back. */
enum err session_store_touch(struct store *store, struct bytes hash, int64_t seen_at,
                             int64_t idle_at) MUST_CHECK;

/* A code was given in this person's session.  ERR_NOT_FOUND: there is none. */
enum err session_store_second(struct store *store, const char *sid, const char *person,
                              int64_t now) MUST_CHECK;

/* Ends it; *out tells what it was.  ERR_NOT_FOUND: there was none. */
enum err session_store_end(struct db *db, struct arena *mem, struct bytes hash,
                           struct session *out) MUST_CHECK;

/* One of this person's, by its sid.  ERR_NOT_FOUND as above. */
enum err session_store_get(struct db *db, struct arena *mem, const char *sid, const char *person,
                           int64_t now, struct session *out) MUST_CHECK;

struct session_rows {
    struct session *v;
    size_t room, n; /* of v; how many there are now */
};

/* The other ones of the same person and generation, those seen last first, as many as there is room
 * for. */
enum err session_store_others(struct db *db, struct arena *mem, const struct session *own,
                              int64_t now, struct session_rows *out) MUST_CHECK;

struct session_choice {
    const char *person;
    const char *sid;    /* the one that ends; NULL: all but … */
    const char *except; /* … this one */
};

/* Ends those, as many as there is room for; *out tells what they were. */
enum err session_store_end_some(struct db *db, struct arena *mem,
                                const struct session_choice *which,
                                struct session_rows *out) MUST_CHECK;

/* Ends those of one person in one dialect that were not seen for longest, so that `most` are left;
 * *out tells what they were. */
enum err session_store_keep(struct db *db, struct arena *mem, const struct session *which,
                            int64_t most, struct session_rows *out) MUST_CHECK;

/* Removes what has expired, `most` rows at most. */
enum err session_store_expire(struct db *db, int64_t now, int64_t most) MUST_CHECK;

/* Ends those of a person who is gone, `most` at most, each with its event; *n: how many. */
enum err session_store_forget(struct db *db, struct call *c, const char *person, int64_t most,
                              int64_t *n) MUST_CHECK;

#endif
