/*
 * replica - one instance of a service, as its callers see it: an address, a socket, how it stands.
 *
 * The bus thread's, except sent, n_sent and late, which need the bell's lock.
 */
#ifndef BUS_REPLICA_H
#define BUS_REPLICA_H
#include "frames.h"
#include "outstanding.h"
#include "sock.h"

enum replica_event {
    REPLICA_QUIET,
    REPLICA_CAME,    /* connected, both sides authenticated */
    REPLICA_WENT,    /* the connection is lost */
    REPLICA_REFUSED, /* it does not know our key, or is not who it should be */
};

TAILQ_HEAD(replicas, replica);

struct replica {
    TAILQ_ENTRY(replica) link;
    char *address;                 /* "ipc://bus/usersvc.0.sock" */
    char key[KEYRING_Z85_LEN + 1]; /* the server key it must prove to have */
    void *dealer, *monitor;
    bool listed;       /* its address was among those found last; otherwise it gets nothing new */
    bool there;        /* connected */
    bool draining;     /* it asked to be left alone */
    bool said_refused; /* logged once */

    struct flights sent;
    unsigned n_sent;
    bool late; /* a call to it came to its deadline, and nothing was heard of it since */
};

/* Begins to connect.  NULL: logged. */
struct replica *replica_open(void *zmq, const struct keypair *own, const char *address,
                             const char *server_key);
void replica_close(struct replica **self); /* nothing may be in sent */

bool replica_usable(const struct replica *self);
enum replica_event replica_next_event(struct replica *self); /* REPLICA_QUIET: no more */

/* Never waits.  False: it could not be sent. */
bool replica_send(struct replica *self, struct frames *frames);

#endif
