/*
 * peers - the calling half of the bus: finds replicas, sends calls to them, hands out the replies.
 *
 * The bus thread's.  Over ipc the replicas of a service are the sockets
 * bus/<service>.<n>.sock; over tcp the addresses behind its configured name.  Both
 * are looked for every second, and more often while a call waits for one.
 */
#ifndef BUS_PEERS_H
#define BUS_PEERS_H
#include "bell.h"
#include "destination.h"
#include "pollset.h"
#include "resolver.h"

enum { PEERS_LOOK_SOON_MS = 10 }; /* while a call waits for a replica */

struct peers {
    void *zmq;
    const struct keypair *own;
    struct keyring *keyring;
    struct bell *bell;
    struct outstanding *calls;
    struct resolver *resolver; /* NULL: nothing is over tcp */
    struct arena scratch;
    int64_t next_look; /* steady ms */
    struct destination destinations[DESTINATIONS];
};

struct peers_options {
    void *zmq;
    const struct keypair *own;
    struct keyring *keyring;
    struct bell *bell;
    struct outstanding *calls;
    const struct common_config *config;
};

enum err peers_init(struct peers *self, const struct peers_options *options) MUST_CHECK;
void peers_done(struct peers *self); /* calls still open fail */

/* Closes the replica; calls that were sent to it are lost with it. */
void peers_drop(struct peers *self, struct destination *d, struct replica *r);

void peers_send(struct peers *self, int64_t now);            /* all that is queued */
void peers_look(struct peers *self, int64_t now);            /* when next_look has come */
void peers_add(struct peers *self, struct pollset *set);     /* its sockets */
void peers_receive(struct peers *self, struct pollset *set); /* what has come on them */

#endif
