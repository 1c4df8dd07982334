/* peers_look.c - which replicas there are. */
#include "discover.h"
#include "log.h"
#include "peers.h"
#include <string.h>

enum { LOOK_MS = 1000 };

static void find_or_open(struct peers *self, struct destination *d, const char *address,
                         const char *key)
{
    struct replica *r;

    TAILQ_FOREACH (r, &d->replicas, link) {
        if (strcmp(r->address, address) == 0 && strcmp(r->key, key) == 0) {
            r->listed = true;
            return;
        }
    }
    r = replica_open(self->zmq, self->own, address, key);
    if (!r)
        return;
    TAILQ_INSERT_TAIL(&d->replicas, r, link);
    log_debug("found %s", address);
}

static bool is_idle(struct peers *self, const struct replica *r)
{
    bell_lock(self->bell);
    bool idle = r->n_sent == 0;
    bell_unlock(self->bell);
    return idle;
}

/* One that is not listed any more ends its calls first, as long as it is there. */
static void drop_unlisted(struct peers *self, struct destination *d)
{
    for (struct replica *r = TAILQ_FIRST(&d->replicas), *next; r; r = next) {
        next = TAILQ_NEXT(r, link);
        if (!r->listed && (!r->there || is_idle(self, r)))
            peers_drop(self, d, r);
    }
}

static void look_for(struct peers *self, struct destination *d, size_t index)
{
    const char *key = keyring_key_of(self->keyring, d->service);
    struct addresses found = {NULL, 0};
    struct replica *r;

    if (!key && !d->said_no_key)
        log_error("%s cannot be called: keys/public/%s.cert is missing", d->service, d->service);
    d->said_no_key = !key;
    if (key && d->place)
        resolver_addresses(self->resolver, index, &self->scratch, &found);
    else if (key)
        discover_sockets(d->service, &self->scratch, &found);
    TAILQ_FOREACH (r, &d->replicas, link)
        r->listed = false;
    for (size_t i = 0; i < found.n; i++)
        find_or_open(self, d, found.v[i], key);
    drop_unlisted(self, d);
    arena_reset(&self->scratch);
}

/* Calls that waited may go now; those that waited too long fail.  True: some still wait. */
static bool look_after_waiting(struct peers *self, int64_t now)
{
    struct outstanding *calls = self->calls;

    bell_lock(self->bell);
    for (struct flight *f = TAILQ_FIRST(&calls->waiting), *next; f; f = next) {
        next = TAILQ_NEXT(f, link);
        if (destination_choose(&self->destinations[f->destination]))
            flight_move(f, &calls->to_send);
    }
    bool waiting = outstanding_expire(calls, now);
    bell_unlock(self->bell);
    return waiting;
}

void peers_look(struct peers *self, int64_t now)
{
    if (now < self->next_look)
        return;
    for (size_t i = 0; i < DESTINATIONS; i++) {
        if (self->destinations[i].wanted)
            look_for(self, &self->destinations[i], i);
    }
    bool waiting = look_after_waiting(self, now);
    self->next_look = now + (waiting ? PEERS_LOOK_SOON_MS : LOOK_MS);
}
