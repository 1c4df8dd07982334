#include "replica.h"
#include "log.h"
#include <stdlib.h>
#include <string.h>

struct replica *replica_open(void *zmq, const struct keypair *own, const char *address,
                             const char *server_key)
{
    struct replica *self = xcalloc(1, sizeof *self);

    TAILQ_INIT(&self->sent);
    self->address = xstrdup(address);
    memcpy(self->key, server_key, KEYRING_Z85_LEN);
    self->listed = true;
    self->dealer = sock_dealer(zmq, own, server_key);
    self->monitor = self->dealer ? sock_monitor(zmq, self->dealer) : NULL;
    if (self->monitor && strncmp(address, "tcp:", 4) == 0)
        sock_heartbeat(self->dealer);
    if (self->monitor && zmq_connect(self->dealer, address) == 0)
        return self;
    log_error("cannot connect to %s: %s", address, zmq_strerror(zmq_errno()));
    replica_close(&self);
    return NULL;
}

void replica_close(struct replica **self)
{
    struct replica *r = *self;

    if (!r)
        return;
    assert(r->n_sent == 0);
    sock_unmonitor(r->dealer, &r->monitor);
    sock_close(&r->dealer);
    free(r->address);
    free(r);
    *self = NULL;
}

bool replica_usable(const struct replica *self)
{
    return self->there && self->listed && !self->draining;
}

/* An event is two frames: number and value; the address, which nobody needs here. */
static int next_number(void *monitor)
{
    struct frames event;
    uint16_t number = 0;

    frames_init(&event);
    if (frames_recv(monitor, NULL, &event) == FRAMES_GOOD &&
        zmq_msg_size(&event.envelope) >= sizeof number)
        memcpy(&number, zmq_msg_data(&event.envelope), sizeof number);
    frames_done(&event);
    return number;
}

enum replica_event replica_next_event(struct replica *self)
{
    switch (next_number(self->monitor)) {
    case 0:
        return REPLICA_QUIET;
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
        self->there = true;
        self->draining = false;
        return REPLICA_CAME;
    case ZMQ_EVENT_DISCONNECTED:
        self->there = false;
        return REPLICA_WENT;
    default:
        self->there = false;
        return REPLICA_REFUSED;
    }
}

bool replica_send(struct replica *self, struct frames *frames)
{
    /* A connection that came up a moment ago is seen only after the socket was asked. */
    if (!sock_has(self->dealer, ZMQ_POLLOUT)) {
        frames_done(frames);
        frames_init(frames);
        return false;
    }
    return frames_send(self->dealer, NULL, frames);
}
