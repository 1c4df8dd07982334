/*
 * transaction_store - authorization requests that wait for a person.
 *
 * A transaction keeps the request as it came, so that each look at it runs the
 * same checks again.  It is found by the hash of its handle and only in the
 * browser that began it; to any other it is as good as none.  It can be
 * consumed once.
 *
 * Anybody can begin one without being known, so they are bounded by browser,
 * by source and altogether: the oldest go.  Nobody can push out those of
 * another source before all together are too many.
 */
#ifndef AUTHSVC_TRANSACTION_STORE_H
#define AUTHSVC_TRANSACTION_STORE_H
#include "call.h"
#include "messages.h"
#include "store.h"

enum { TRANSACTION_LIFE_MS = 10 * 60 * 1000 };

/* How many may wait; of all together a few hundred more. */
enum {
    TRANSACTIONS_OF_A_BROWSER = 200,
    TRANSACTIONS_OF_A_SOURCE = 2000,
    TRANSACTIONS_IN_ALL = 100000,
};

struct transaction {
    struct bytes hash;       /* of the handle */
    struct bytes browser;    /* hash of the browser's cookie */
    const char *source;      /* network.h; NULL: not known.  Written, not read */
    struct bytes ticket_key; /* random: what tickets of its consent page are made with */
    struct bytes session;    /* hash of the session that was begun for it; absent p: none */
    const char *person;      /* who is signed in; NULL: nobody yet */
    int64_t expires_at;      /* ms */
    struct authorize_request request; /* as it came, without cookies */
};

/* The oldest make room. */
enum err transaction_store_put(struct store *store, const struct transaction *t) MUST_CHECK;

/* ERR_NOT_FOUND: there is none, it has expired at now, or it is another browser's. */
enum err transaction_store_find(struct store *store, struct arena *mem, struct bytes hash,
                                struct bytes browser, int64_t now,
                                struct transaction *out) MUST_CHECK;

/* A session was begun for it.  OK also when there is no such transaction in this browser. */
struct transaction_sign_in {
    struct bytes hash, browser, session;
    const char *person;
};
enum err transaction_store_signed_in(struct db *db, const struct transaction_sign_in *s) MUST_CHECK;

/* Of two who try, one gets OK and the other ERR_NOT_FOUND. */
enum err transaction_store_consume(struct db *db, struct bytes hash, int64_t now) MUST_CHECK;

/* Those in which this person was to consent to this client. */
enum err transaction_store_drop(struct db *db, const char *client_id,
                                const char *person) MUST_CHECK;

/* Removes what has expired, `most` rows at most. */
enum err transaction_store_expire(struct db *db, int64_t now, int64_t most) MUST_CHECK;

/* Those of a person who is gone, `most` at most; *n: how many went. */
enum err transaction_store_forget(struct db *db, struct call *c, const char *person, int64_t most,
                                  int64_t *n) MUST_CHECK;

#endif
