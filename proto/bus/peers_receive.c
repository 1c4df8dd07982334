/* peers_receive.c - replies, notices, and news of connections. */
#include "futex.h"
#include "log.h"
#include "messages.h"
#include "peers.h"
#include "seal.h"
#include <string.h>

enum { REPLIES_AT_ONCE = 256 };

/* Tells a replica something on the bus's own behalf. */
static void signal_to(struct peers *self, struct replica *r, const struct method_desc *method)
{
    struct frames frames;

    seal_signal(method, &self->scratch, &frames);
    if (!replica_send(r, &frames))
        log_debug("%s did not take %s", r->address, method->name);
}

static void on_news(struct destination *d)
{
    d->news++;
    futex_wake(&d->news);
}

static void on_notice(struct peers *self, struct destination *d, struct replica *r,
                      const char *notice)
{
    if (strcmp(notice, NOTICE_EVENTS) == 0)
        on_news(d);
    if (strcmp(notice, NOTICE_DRAINING) != 0)
        return;
    r->draining = true;
    signal_to(self, r, &service_drain_seen_method);
}

static void on_reply(struct peers *self, struct destination *d, struct replica *r,
                     struct frames *frames)
{
    struct reply_envelope envelope;
    _Atomic uint32_t *sleeper = NULL;
    const char *why = NULL;

    if (msg_decode(&reply_envelope_desc, frame_bytes(&frames->envelope), MSG_TOLERATE_UNKNOWN,
                   &self->scratch, &envelope, &why) != OK) {
        log_warn("%s sent what is no reply: %s", r->address, why);
    } else if (envelope.id == ID_NOTICE) {
        on_notice(self, d, r, envelope.error);
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
static bool receive_one(struct peers *self, struct destination *d, struct replica *r)
{
    struct frames frames;

    frames_init(&frames);
    enum frames_got got = frames_recv(r->dealer, NULL, &frames);
    if (got == FRAMES_GOOD)
        on_reply(self, d, r, &frames);
    else if (got == FRAMES_BAD)
        log_warn("%s sent a message that has not two frames", r->address);
    frames_done(&frames);
    return got != FRAMES_NONE;
}

static void on_came(struct peers *self, struct destination *d, struct replica *r)
{
    log_debug("%s is there", r->address);
    r->said_refused = false;
    signal_to(self, r, &service_ping_method); /* so that it knows whom to tell when it drains */
    arena_reset(&self->scratch);
    self->next_look = 0; /* calls may wait for it */
    on_news(d);          /* whoever follows the service need not wait for the next ring */
}

/* Its last replies came before the news that it went; those that libzmq still has are heard. */
static void on_went(struct peers *self, struct destination *d, struct replica *r)
{
    struct flight *f;

    while (receive_one(self, d, r))
        ;
    bell_lock(self->bell);
    while ((f = TAILQ_FIRST(&r->sent)))
        outstanding_lost(self->calls, f);
    bell_unlock(self->bell);
}

static void on_event(struct peers *self, struct destination *d, struct replica *r,
                     enum replica_event event)
{
    if (event == REPLICA_CAME)
        on_came(self, d, r);
    else
        on_went(self, d, r);
    if (event == REPLICA_REFUSED && !r->said_refused) {
        log_error("%s: no handshake: our key is not known there, or theirs is not the one in "
                  "keys/public",
                  r->address);
        r->said_refused = true;
    }
}

static void receive_from(struct peers *self, struct destination *d, struct replica *r,
                         struct pollset *set)
{
    enum replica_event event;

    if (pollset_ready(set)) {
        for (int i = 0; i < REPLIES_AT_ONCE && receive_one(self, d, r); i++)
            ;
    }
    if (pollset_ready(set)) {
        while ((event = replica_next_event(r)) != REPLICA_QUIET)
            on_event(self, d, r, event);
    }
}

void peers_receive(struct peers *self, struct pollset *set)
{
    for (size_t i = 0; i < DESTINATIONS; i++) {
        struct destination *d = &self->destinations[i];
        struct replica *r;
        TAILQ_FOREACH (r, &d->replicas, link)
            receive_from(self, d, r, set);
    }
}
