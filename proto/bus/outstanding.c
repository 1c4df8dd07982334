#include "outstanding.h"
#include "clock.h"
#include "futex.h"
#include "replica.h"
#include "seal.h"
#include <stdlib.h>

void outstanding_init(struct outstanding *self, size_t destinations, unsigned most)
{
    *self = (struct outstanding){
        .count = xcalloc(destinations, sizeof *self->count),
        .most = most,
        .last_id = ID_FIRST,
    };
    TAILQ_INIT(&self->to_send);
    TAILQ_INIT(&self->waiting);
    for (size_t i = 0; i < FLIGHT_BUCKETS; i++)
        LIST_INIT(&self->buckets[i]);
}

void outstanding_done(struct outstanding *self)
{
    free(self->count);
}

/* Ids are handed out in order, so calls that are open together fall into different buckets. */
static struct flight_bucket *bucket_of(struct outstanding *self, int64_t id)
{
    return &self->buckets[(uint64_t)id % FLIGHT_BUCKETS];
}

int64_t outstanding_next_id(struct outstanding *self)
{
    return atomic_fetch_add_explicit(&self->last_id, 1, memory_order_relaxed);
}

enum err outstanding_add(struct outstanding *self, struct flight *flight)
{
    unsigned *count = &self->count[flight->destination][flight->method->class];

    if (self->closed)
        return ERR_UNAVAILABLE;
    if (*count >= self->most)
        return ERR_BUSY;
    ++*count;
    LIST_INSERT_HEAD(bucket_of(self, flight->id), flight, by_id);
    flight_move(flight, &self->to_send);
    return OK;
}

void flight_move(struct flight *flight, struct flights *to)
{
    if (flight->in)
        TAILQ_REMOVE(flight->in, flight, link);
    if (flight->at) {
        flight->at->n_sent--;
        flight->at = NULL;
    }
    flight->in = to;
    if (to)
        TAILQ_INSERT_TAIL(to, flight, link);
}

static void take_out(struct outstanding *self, struct flight *flight)
{
    flight_move(flight, NULL);
    LIST_REMOVE(flight, by_id);
    self->count[flight->destination][flight->method->class]--;
}

/* Once landed is set its thread may leave, and the flight with it: nothing of it is touched after.
 */
static void land(struct outstanding *self, struct flight *flight, enum err error)
{
    take_out(self, flight);
    flight->error = error;
    atomic_store_explicit(&flight->landed, 1, memory_order_release);
}

/* Over, without a reply. */
static void fail(struct outstanding *self, struct flight *flight, enum err error)
{
    _Atomic uint32_t *word = &flight->landed;

    land(self, flight, error);
    futex_wake(word); /* an address where nobody sleeps any more does no harm */
}

struct flight *outstanding_find(struct outstanding *self, int64_t id, const struct replica *at)
{
    struct flight *f;

    LIST_FOREACH (f, bucket_of(self, id), by_id) {
        if (f->id == id)
            return f->at == at ? f : NULL;
    }
    return NULL;
}

_Atomic uint32_t *outstanding_answer(struct outstanding *self, int64_t id, struct replica *from,
                                     struct frames *reply)
{
    struct flight *f = outstanding_find(self, id, from);

    from->late = false;
    if (!f)
        return NULL;
    _Atomic uint32_t *word = &f->landed;
    frames_move(&f->reply, reply);
    land(self, f, OK);
    return word;
}

void flight_send_to(struct flight *flight, struct replica *to)
{
    flight_move(flight, &to->sent);
    flight->at = to;
    flight->tries++;
    flight->waits_until = 0;
    to->n_sent++;
}

void outstanding_lost(struct outstanding *self, struct flight *flight)
{
    if (flight->method->idempotent && flight->tries < FLIGHT_TRIES)
        flight_move(flight, &self->to_send);
    else
        fail(self, flight, ERR_UNAVAILABLE);
}

bool outstanding_give_up(struct outstanding *self, struct flight *flight)
{
    if (flight->landed)
        return false;
    if (flight->at)
        flight->at->late = true;
    take_out(self, flight);
    return true;
}

bool outstanding_expire(struct outstanding *self, int64_t now)
{
    for (struct flight *f = TAILQ_FIRST(&self->waiting), *next; f; f = next) {
        next = TAILQ_NEXT(f, link);
        if (f->waits_until <= now)
            fail(self, f, ERR_UNAVAILABLE);
    }
    return !TAILQ_EMPTY(&self->waiting);
}

void outstanding_close(struct outstanding *self)
{
    self->closed = true;
    for (size_t i = 0; i < FLIGHT_BUCKETS; i++) {
        while (!LIST_EMPTY(&self->buckets[i]))
            fail(self, LIST_FIRST(&self->buckets[i]), ERR_UNAVAILABLE);
    }
}

static bool has_landed(const struct flight *flight)
{
    return atomic_load_explicit(&flight->landed, memory_order_acquire);
}

bool flight_wait(struct flight *flight, int64_t ms)
{
    int64_t until = clock_steady() + ms;

    while (!has_landed(flight) && ms > 0) {
        futex_wait(&flight->landed, 0, ms);
        ms = until - clock_steady();
    }
    return has_landed(flight);
}
