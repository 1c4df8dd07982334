#include "pollset.h"
#include <stdlib.h>

void pollset_clear(struct pollset *self)
{
    self->n = 0;
}

static void add(struct pollset *self, zmq_pollitem_t item)
{
    if (self->n == self->room) {
        self->room = self->room ? 2 * self->room : 16;
        self->items = xrealloc(self->items, self->room * sizeof self->items[0]);
    }
    self->items[self->n++] = item;
}

void pollset_add(struct pollset *self, void *socket)
{
    add(self, (zmq_pollitem_t){.socket = socket, .events = ZMQ_POLLIN});
}

void pollset_add_fd(struct pollset *self, int fd)
{
    add(self, (zmq_pollitem_t){.fd = fd, .events = ZMQ_POLLIN});
}

void pollset_wait(struct pollset *self, int64_t ms)
{
    self->at = 0;
    /* Signals are blocked in this thread and its sockets are open: it cannot fail. */
    if (zmq_poll(self->items, (int)self->n, (long)ms) < 0)
        abort();
}

bool pollset_ready(struct pollset *self)
{
    assert(self->at < self->n);
    return self->items[self->at++].revents & ZMQ_POLLIN;
}

void pollset_done(struct pollset *self)
{
    free(self->items);
}
