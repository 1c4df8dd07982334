/*
 * front - the serving half of the bus: lets callers in, hands requests to workers, sends replies.
 *
 * The bus thread's, except front_reply (workers) and the two drain calls (main).
 * A message is judged by the key that its connection was authenticated with,
 * looked up anew each time: a key that was taken away is refused at once.
 */
#ifndef BUS_FRONT_H
#define BUS_FRONT_H
#include "bell.h"
#include "callers.h"
#include "doorbell.h"
#include "drain.h"
#include "endpoint.h"
#include "keyring.h"
#include "pollset.h"
#include "workers.h"
#include <stdatomic.h>

struct front {
    void *router, *zap;
    struct keyring *keyring;
    struct bell *bell;
    const struct service_host *host;
    struct endpoint endpoint;
    int64_t started; /* wall ms */
    struct workers workers;
    struct jobs replies; /* with the bell's lock */
    struct callers callers;
    struct drain drain;
    struct doorbell doorbell;
    struct arena scratch;

    size_t busy;            /* requests accepted and not answered yet */
    int64_t last_stir;      /* steady ms: when a request came or a reply went */
    _Atomic int64_t served; /* requests of the service's own methods that workers got */

    /* since the last report */
    unsigned strangers; /* connections refused */
    unsigned keyless;   /* messages whose key is not known (any more) */
    unsigned malformed; /* messages that have not two frames */
    _Atomic bool open;  /* admission was proved: refusals are worth a report */
};

struct front_options {
    void *zmq;
    const struct keypair *own;
    struct keyring *keyring;
    struct bell *bell;
    struct service_host *host; /* its ping is set */
    const struct common_config *config;
};

/* Binds.  Nobody is served before front_start. */
enum err front_init(struct front *self, const struct front_options *options) MUST_CHECK;
void front_start(struct front *self);
/* Half-built is fine; the workers are stopped by then.  Replies have flush_ms to leave. */
void front_done(struct front *self, int flush_ms);

/* With the bell's lock: has somebody handed something over? */
bool front_has_work(const struct front *self);

void front_send(struct front *self, int64_t now);        /* replies that workers made */
void front_add(struct front *self, struct pollset *set); /* its sockets */
void front_receive(struct front *self, struct pollset *set, int64_t now);
void front_tick(struct front *self); /* about once a second */

/* False: the caller is gone, or takes nothing. */
bool front_notify(struct front *self, const struct caller *caller, const char *notice);

#endif
