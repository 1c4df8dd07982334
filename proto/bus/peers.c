#include "peers.h"
#include "clock.h"
#include "discover.h"
#include "futex.h"
#include "log.h"
#include "messages.h"
#include "seal.h"
#include <string.h>

enum { LOOK_MS = 1000, LOOK_WAITED_FOR_MS = 50, REPLIES_AT_ONCE = 256 };

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

/* -- sending ---------------------------------------------------------------------------------- */

static void wait_for_replica(struct peers *self, struct flight *f, int64_t now)
{
    if (!f->waits_until)
        f->waits_until = now + FLIGHT_PATIENCE_MS;
    self->destinations[f->destination].wanted = true;
    flight_move(f, &self->calls->waiting);
    if (self->next_look > now + LOOK_WAITED_FOR_MS)
        self->next_look = now;
}

/* Takes the next call that has somewhere to go. */
static struct replica *take_next(struct peers *self, int64_t now, int64_t *id, struct frames *out)
{
    struct replica *to = NULL;
    struct flight *f;

    bell_lock(self->bell);
    while (!to && (f = TAILQ_FIRST(&self->calls->to_send))) {
        to = destination_choose(&self->destinations[f->destination]);
        if (to) {
            *id = f->id;
            frames_copy(out, &f->request);
            flight_send_to(f, to);
        } else {
            wait_for_replica(self, f, now);
        }
    }
    bell_unlock(self->bell);
    return to;
}

void peers_send(struct peers *self, int64_t now)
{
    struct frames frames;
    struct replica *to;
    int64_t id = 0;

    while ((to = take_next(self, now, &id, &frames))) {
        if (replica_send(to, &frames))
            continue;
        /* The connection went a moment ago.  The call was not heard by anyone: it can wait for
         * another, whatever it is. */
        bell_lock(self->bell);
        struct flight *f = outstanding_find(self->calls, id, to);
        if (f)
            wait_for_replica(self, f, now);
        bell_unlock(self->bell);
    }
}

/* -- finding ---------------------------------------------------------------------------------- */

static void drop(struct peers *self, struct destination *d, struct replica *r)
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

static void find_or_open(struct peers *self, struct destination *d, const char *address,
                         const char *key)
{
    struct replica *r;

    TAILQ_FOREACH(r, &d->replicas, link)
    {
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

/* One that is not listed any more ends its calls first, as long as it is there. */
static void drop_unlisted(struct peers *self, struct destination *d)
{
    for (struct replica *r = TAILQ_FIRST(&d->replicas), *next; r; r = next) {
        next = TAILQ_NEXT(r, link);
        if (!r->listed && (!r->there || r->n_sent == 0))
            drop(self, d, r);
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
    TAILQ_FOREACH(r, &d->replicas, link)
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
    self->next_look = now + (waiting ? LOOK_WAITED_FOR_MS : LOOK_MS);
}

/* -- receiving -------------------------------------------------------------------------------- */

/* Tells a replica something on the bus's own behalf. */
static void signal_to(struct peers *self, struct replica *r, const struct method_desc *method)
{
    struct frames frames;

    seal_signal(method, &self->scratch, &frames);
    if (!replica_send(r, &frames))
        log_debug("%s did not take %s", r->address, method->name);
}

static void on_notice(struct peers *self, struct replica *r, const char *notice)
{
    if (strcmp(notice, NOTICE_DRAINING) != 0)
        return;
    r->draining = true;
    signal_to(self, r, &service_drain_seen_method);
}

static void on_reply(struct peers *self, struct replica *r, struct frames *frames)
{
    struct reply_envelope envelope;
    _Atomic uint32_t *sleeper = NULL;
    const char *why = NULL;

    if (msg_decode(&reply_envelope_desc, frame_bytes(&frames->envelope), MSG_TOLERATE_UNKNOWN,
                   &self->scratch, &envelope, &why) != OK) {
        log_warn("%s sent what is no reply: %s", r->address, why);
    } else if (envelope.id == ID_NOTICE) {
        on_notice(self, r, envelope.error);
    } else {
        bell_lock(self->bell);
        sleeper = outstanding_answer(self->calls, envelope.id, r, frames);
        bell_unlock(self->bell);
    }
    if (sleeper)
        futex_wake(sleeper);
    arena_reset(&self->scratch);
}

/* False: there was nothing more. */
static bool receive_one(struct peers *self, struct replica *r)
{
    struct frames frames;

    frames_init(&frames);
    enum frames_got got = frames_recv(r->dealer, NULL, &frames);
    if (got == FRAMES_GOOD)
        on_reply(self, r, &frames);
    else if (got == FRAMES_BAD)
        log_warn("%s sent a message that has not two frames", r->address);
    frames_done(&frames);
    return got != FRAMES_NONE;
}

static void on_came(struct peers *self, struct replica *r)
{
    log_debug("%s is there", r->address);
    r->said_refused = false;
    signal_to(self, r, &service_ping_method); /* so that it knows whom to tell when it drains */
    arena_reset(&self->scratch);
    self->next_look = 0; /* calls may wait for it */
}

/* Its last replies came before the news that it went. */
static void on_went(struct peers *self, struct replica *r)
{
    struct flight *f;

    while (receive_one(self, r))
        ;
    bell_lock(self->bell);
    while ((f = TAILQ_FIRST(&r->sent)))
        outstanding_lost(self->calls, f);
    bell_unlock(self->bell);
}

static void on_event(struct peers *self, struct replica *r, enum replica_event event)
{
    if (event == REPLICA_CAME)
        on_came(self, r);
    else
        on_went(self, r);
    if (event == REPLICA_REFUSED && !r->said_refused) {
        log_error("%s does not let us in: our key is not known there, or theirs is another",
                  r->address);
        r->said_refused = true;
    }
}

void peers_add(struct peers *self, struct pollset *set)
{
    for (size_t i = 0; i < DESTINATIONS; i++) {
        struct replica *r;
        TAILQ_FOREACH(r, &self->destinations[i].replicas, link)
        {
            pollset_add(set, r->dealer);
            pollset_add(set, r->monitor);
        }
    }
}

static void receive_from(struct peers *self, struct replica *r, struct pollset *set)
{
    enum replica_event event;

    if (pollset_ready(set)) {
        for (int i = 0; i < REPLIES_AT_ONCE && receive_one(self, r); i++)
            ;
    }
    if (pollset_ready(set)) {
        while ((event = replica_next_event(r)) != REPLICA_QUIET)
            on_event(self, r, event);
    }
}

void peers_receive(struct peers *self, struct pollset *set)
{
    for (size_t i = 0; i < DESTINATIONS; i++) {
        struct replica *r;
        TAILQ_FOREACH(r, &self->destinations[i].replicas, link)
        receive_from(self, r, set);
    }
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
            drop(self, &self->destinations[i], r);
    }
    resolver_close(&self->resolver);
    arena_done(&self->scratch);
}
