/*
 * frames - a message of the bus as it travels: an envelope and a body, two frames.
 *
 * What is sent and what was received is wiped when it is let go of: it may hold
 * secrets.  One thread at a time.
 */
#ifndef BUS_FRAMES_H
#define BUS_FRAMES_H
#include "base.h"
#include <zmq.h>

enum {
    FRAME_REQUEST_MAX = 176 << 10, /* bytes; no method's max_body is more than 168 KiB */
    FRAME_REPLY_MAX = 256 << 10,   /* it is copied and decoded in the caller's arena */
    FRAME_OVERHEAD = 64,           /* what CURVE adds to a frame, generously */
};

struct frames {
    zmq_msg_t envelope, body;
};

enum frames_got { FRAMES_NONE, FRAMES_GOOD, FRAMES_BAD };

void frames_init(struct frames *self);                                           /* both empty */
void frames_fill(struct frames *self, struct bytes envelope, struct bytes body); /* copies */
void frames_copy(struct frames *self,
                 struct frames *from);                    /* shares the bytes; self: not yet init */
void frames_move(struct frames *to, struct frames *from); /* to: init; from is empty after it */
void frames_done(struct frames *self);

struct bytes frame_bytes(zmq_msg_t *frame); /* a view */

/* Takes the next message if there is one.  from: of a ROUTER, init; gets the routing id.  NULL for
 * a DEALER.  FRAMES_BAD: it had not two frames, and is gone. */
enum frames_got frames_recv(void *socket, zmq_msg_t *from, struct frames *out);

/* to: routing id, for a ROUTER, stays the caller's.  Never waits.  False: it cannot go out now,
 * errno says why.  Either way self is empty after it. */
bool frames_send(void *socket, zmq_msg_t *to, struct frames *self);

#endif
