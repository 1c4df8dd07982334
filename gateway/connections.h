/*
 * connections - an end to those that one address holds beyond its bound.
 *
 * A connection occupies a thread of the server, also while it says nothing;
 * without a bound one address could hold them all.  civetweb tells nothing of a
 * connection before its first request, so a thread of our own looks at the
 * sockets themselves, five times a second.
 */
#ifndef GATEWAY_CONNECTIONS_H
#define GATEWAY_CONNECTIONS_H
#include "source.h"
#include <pthread.h>

enum { CONNECTIONS_PORTS_MAX = 8 };

/* Shuts what is connected to the ports from one address beyond the bound; the server then finds it
 * closed.  This machine and the proxies, which many have in common, are not counted, except when
 * proxies is NULL.  How many there were beyond it. */
size_t connections_trim(const int *ports, size_t n_ports, size_t bound,
                        const struct proxies *proxies);

struct connections_watch {
    int ports[CONNECTIONS_PORTS_MAX];
    size_t n_ports, bound;
    const struct proxies *proxies;

    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool running, stop;
};

void connections_watch_start(struct connections_watch *self); /* bound 0: nothing is watched */
void connections_watch_stop(struct connections_watch *self);  /* also when it was never started */

#endif
