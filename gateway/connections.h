/*
 * connections - how many connections each address holds, and an end to those beyond the bound.
 *
 * A connection occupies a thread of the gateway from its first byte on, and
 * before that while it says nothing.  Without a bound one address could hold
 * them all.  Thread-safe.
 */
#ifndef GATEWAY_CONNECTIONS_H
#define GATEWAY_CONNECTIONS_H
#include "base.h"
#include <pthread.h>

enum { CONNECTIONS_ADDRESS_ROOM = 48 };

struct connections_slot {
    bool taken;
    int port;
    char address[CONNECTIONS_ADDRESS_ROOM];
};

struct connections {
    pthread_mutex_t lock;
    struct connections_slot *slots; /* one for each thread of the server */
    size_t n_slots, bound;          /* bound 0: there is none */
};

void connections_init(struct connections *self, size_t threads, size_t bound);
void connections_done(struct connections *self);

/* False: this one is too many.  It is counted all the same, until connections_end. */
bool connections_begin(struct connections *self, const char *address, int port);
void connections_end(struct connections *self, const char *address, int port);

/* Shuts the connection that comes from there, whichever descriptor it has: civetweb does not tell.
 * Its thread then finds it closed. */
void connections_cut(const char *address, int port);

#endif
