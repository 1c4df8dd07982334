#include "peers.h"
#include "log.h"

enum err peers_init(struct peers *self, const struct peers_options *options)
{
    const char *places[DESTINATIONS];
    bool tcp = false;

    *self = (struct peers){
        .zmq = options->zmq,
        .own = options->own,
        .keyring = options->keyring,
        .bell = options->bell,
        .calls = options->calls,
    };
    arena_init(&self->scratch, ARENA_LIMIT);
    for (size_t i = 0; i < DESTINATIONS; i++) {
        destination_init(&self->destinations[i], i, options->config);
        places[i] = self->destinations[i].place;
        tcp = tcp || places[i];
    }
    return tcp ? resolver_open(places, DESTINATIONS, &self->resolver) : OK;
}

void peers_add(struct peers *self, struct pollset *set)
{
    for (size_t i = 0; i < DESTINATIONS; i++) {
        struct replica *r;
        TAILQ_FOREACH (r, &self->destinations[i].replicas, link) {
            pollset_add(set, r->dealer);
            pollset_add(set, r->monitor);
        }
    }
}

void peers_drop(struct peers *self, struct destination *d, struct replica *r)
{
    struct flight *f;

    bell_lock(self->bell);
    TAILQ_REMOVE(&d->replicas, r, link);
    while ((f = TAILQ_FIRST(&r->sent)))
        outstanding_lost(self->calls, f);
    bell_unlock(self->bell);
    log_debug("%s is gone", r->address);
    replica_close(&r);
}

void peers_done(struct peers *self)
{
    if (!self->bell)
        return; /* never begun */
    bell_lock(self->bell);
    outstanding_close(self->calls);
    bell_unlock(self->bell);
    for (size_t i = 0; i < DESTINATIONS; i++) {
        struct replica *r;
        while ((r = TAILQ_FIRST(&self->destinations[i].replicas)))
            peers_drop(self, &self->destinations[i], r);
    }
    resolver_close(&self->resolver);
    arena_done(&self->scratch);
}
