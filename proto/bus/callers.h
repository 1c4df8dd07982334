/*
 * callers - who has connected to us and said so, by routing id: whom to tell when we drain, or have
 * news.
 *
 * The bus thread's.
 */
#ifndef BUS_CALLERS_H
#define BUS_CALLERS_H
#include "base.h"
#include <zmq.h>

struct caller {
    uint8_t *id;
    size_t n;
    bool seen;    /* it has read our notice and sends nothing new */
    bool follows; /* it has asked for events */
};

struct callers {
    struct caller *v;
    size_t n, room;
};

/* Can it still be reached?  Sends it something to find out. */
typedef bool caller_probe(void *self, const struct caller *caller);

/* Notes it; before the list grows, those that probe cannot reach are forgotten. */
void callers_add(struct callers *self, zmq_msg_t *id, caller_probe *probe, void *probe_self);

struct caller *callers_find(const struct callers *self, zmq_msg_t *id); /* NULL: not noted */

/* Forgets whom probe cannot reach; those that have seen the notice are left out of it. */
void callers_probe(struct callers *self, caller_probe *probe, void *probe_self);

size_t callers_unseen(const struct callers *self); /* how many have not seen the notice */
void callers_done(struct callers *self);

#endif
