/*
 * pollset - what the bus thread waits for, put together anew each time around.
 *
 * Whoever adds sockets asks afterwards, in the same order, which have something.
 */
#ifndef BUS_POLLSET_H
#define BUS_POLLSET_H
#include "base.h"
#include <zmq.h>

struct pollset {
    zmq_pollitem_t *items;
    size_t n, room, at;
};

void pollset_clear(struct pollset *self);
void pollset_add(struct pollset *self, void *socket);
void pollset_add_fd(struct pollset *self, int fd);
void pollset_wait(struct pollset *self, int64_t ms); /* then pollset_ready from the first on */
bool pollset_ready(struct pollset *self);            /* the next one */
void pollset_done(struct pollset *self);

#endif
