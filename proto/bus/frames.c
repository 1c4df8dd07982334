#include "frames.h"
#include "secret.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS_MAX = 3 };

void frames_init(struct frames *self)
{
    zmq_msg_init(&self->envelope);
    zmq_msg_init(&self->body);
}

/* Called by whichever thread lets go last, libzmq's included. */
static void wipe_and_free(void *p, void *end)
{
    secret_wipe(p, (size_t)((char *)end - (char *)p));
    free(p);
}

static void fill(zmq_msg_t *frame, struct bytes from)
{
    char *copy = xmalloc(from.n + 1);

    if (from.n)
        memcpy(copy, from.p, from.n);
    if (zmq_msg_init_data(frame, copy, from.n, wipe_and_free, copy + from.n) != 0)
        abort(); /* only for want of memory */
}

void frames_fill(struct frames *self, struct bytes envelope, struct bytes body)
{
    fill(&self->envelope, envelope);
    fill(&self->body, body);
}

void frames_copy(struct frames *self, struct frames *from)
{
    frames_init(self);
    zmq_msg_copy(&self->envelope, &from->envelope);
    zmq_msg_copy(&self->body, &from->body);
}

void frames_move(struct frames *to, struct frames *from)
{
    zmq_msg_move(&to->envelope, &from->envelope);
    zmq_msg_move(&to->body, &from->body);
}

/* Bytes that are shared wipe themselves (above); those that came from outside are wiped here. */
static void let_go(zmq_msg_t *frame)
{
    if (!zmq_msg_get(frame, ZMQ_SHARED))
        secret_wipe(zmq_msg_data(frame), zmq_msg_size(frame));
    zmq_msg_close(frame);
}

void frames_done(struct frames *self)
{
    let_go(&self->envelope);
    let_go(&self->body);
}

struct bytes frame_bytes(zmq_msg_t *frame)
{
    return (struct bytes){zmq_msg_data(frame), zmq_msg_size(frame)};
}

/* All parts of the next message; those past PARTS_MAX are counted and dropped. */
static size_t recv_parts(void *socket, zmq_msg_t parts[PARTS_MAX])
{
    size_t n = 0;
    bool more = true;

    while (more) {
        zmq_msg_t part;
        zmq_msg_init(&part);
        if (zmq_msg_recv(&part, socket, ZMQ_DONTWAIT) < 0)
            return n;
        more = zmq_msg_more(&part);
        if (n < PARTS_MAX)
            zmq_msg_move(&parts[n], &part);
        zmq_msg_close(&part);
        n++;
    }
    return n;
}

enum frames_got frames_recv(void *socket, zmq_msg_t *from, struct frames *out)
{
    zmq_msg_t parts[PARTS_MAX];
    size_t at = from ? 1 : 0;

    for (size_t i = 0; i < PARTS_MAX; i++)
        zmq_msg_init(&parts[i]);
    size_t n = recv_parts(socket, parts);
    if (n == at + 2) {
        if (from)
            zmq_msg_move(from, &parts[0]);
        zmq_msg_move(&out->envelope, &parts[at]);
        zmq_msg_move(&out->body, &parts[at + 1]);
    }
    for (size_t i = 0; i < PARTS_MAX; i++)
        let_go(&parts[i]);
    if (n == 0)
        return FRAMES_NONE;
    return n == at + 2 ? FRAMES_GOOD : FRAMES_BAD;
}

bool frames_send(void *socket, zmq_msg_t *to, struct frames *self)
{
    bool sent = true;

    if (to)
        sent =
            zmq_send(socket, zmq_msg_data(to), zmq_msg_size(to), ZMQ_SNDMORE | ZMQ_DONTWAIT) >= 0;
    /* Once the first part is taken, so are the others. */
    sent = sent && zmq_msg_send(&self->envelope, socket, ZMQ_SNDMORE | ZMQ_DONTWAIT) >= 0 &&
           zmq_msg_send(&self->body, socket, ZMQ_DONTWAIT) >= 0;
    int why = errno;
    frames_done(self);
    frames_init(self);
    errno = why;
    return sent;
}
