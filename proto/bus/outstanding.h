/*
 * outstanding - calls that were made and are not answered yet.
 *
 * A flight is one call.  It lives on the stack of the thread that calls, which
 * sleeps on flight->landed until the bus thread has an answer or gives up on it,
 * or takes it back when the deadline has come.  A flight is in exactly one list: to
 * be sent, waiting for a replica to be there, or sent to one.
 *
 * Everything here is called with the bell's lock unless it says otherwise.
 */
#ifndef BUS_OUTSTANDING_H
#define BUS_OUTSTANDING_H
#include "frames.h"
#include "method.h"
#include <stdatomic.h>
#include <sys/queue.h>

enum {
    FLIGHT_BUCKETS = 1024,
    FLIGHT_TRIES = 3,          /* how often an idempotent call is sent at most */
    FLIGHT_PATIENCE_MS = 1000, /* how long one waits for a replica to be there */
};

struct replica;
struct flight;
TAILQ_HEAD(flights, flight);
LIST_HEAD(flight_bucket, flight);

struct flight {
    int64_t id;
    size_t destination; /* index, see destination.h */
    const struct method_desc *method;
    struct frames request, reply; /* the request is kept: it may have to be sent again */
    enum err error;               /* why there is no reply; OK: there is one */
    _Atomic uint32_t landed;      /* futex */

    struct flights *in;  /* the list it is in; NULL: none, it is over */
    struct replica *at;  /* to which it was sent */
    unsigned tries;      /* how often it was sent */
    int64_t waits_until; /* steady ms; while it waits for a replica */
    TAILQ_ENTRY(flight) link;
    LIST_ENTRY(flight) by_id;
};

struct outstanding {
    struct flights to_send, waiting;
    struct flight_bucket buckets[FLIGHT_BUCKETS]; /* all of them, by id */
    _Atomic int64_t last_id;
    unsigned (*count)[CLASS_COUNT]; /* for each destination and class */
    unsigned most;                  /* what each may reach */
    bool closed;                    /* takes no new ones */
};

void outstanding_init(struct outstanding *self, size_t destinations, unsigned most);
void outstanding_done(struct outstanding *self);

int64_t outstanding_next_id(struct outstanding *self); /* needs no lock */

/* Puts it in to_send.  ERR_BUSY: too many for its destination and class; ERR_UNAVAILABLE: closed.
 */
enum err outstanding_add(struct outstanding *self, struct flight *flight) MUST_CHECK;

/* The call with this id that is open at this replica; NULL: none is. */
struct flight *outstanding_find(struct outstanding *self, int64_t id, const struct replica *at);

void flight_move(struct flight *flight, struct flights *to);
void flight_send_to(struct flight *flight, struct replica *to); /* notes that it is sent there */

/* It was lost with its replica, or could not be sent: again, if it may be, otherwise it fails. */
void outstanding_lost(struct outstanding *self, struct flight *flight);

/* A reply came from a replica: lands the flight it answers, takes the frames.  Returns what to wake
 * when the lock is released; NULL: nobody waits for it, or not from there. */
_Atomic uint32_t *outstanding_answer(struct outstanding *self, int64_t id, struct replica *from,
                                     struct frames *reply);

/* The caller has stopped waiting; the replica counts as late.  True: nobody had landed it before.
 */
bool outstanding_give_up(struct outstanding *self, struct flight *flight);

/* Fails those that have waited for a replica long enough.  True: some still wait. */
bool outstanding_expire(struct outstanding *self, int64_t now);

void outstanding_close(struct outstanding *self); /* fails all */

/* Without the lock: sleeps until landed, at most ms.  True: it has landed. */
bool flight_wait(struct flight *flight, int64_t ms);

#endif
