#include "bus_inside.h"
#include "clock.h"
#include "futex.h"
#include "log.h"
#include "proof.h"
#include "secret.h"
#include "thread.h"
#include <stdlib.h>

enum { FLUSH_MS = 500 };

static enum err open_keys(struct bus *self, const char *name)
{
    AUTO(arena) mem;
    const char *why = NULL;

    arena_init(&mem, ARENA_LIMIT);
    enum err e = keyring_own(name, &mem, &self->own, &why);
    if (e) {
        log_error("%s", why);
        return e;
    }
    return keyring_open(&self->keyring);
}

static enum err open_front(struct bus *self, struct service_host *host)
{
    const struct front_options options = {
        .zmq = self->zmq,
        .own = &self->own,
        .keyring = self->keyring,
        .bell = &self->bell,
        .host = host,
        .config = &self->config,
    };

    host->rpc = &self->rpc;
    self->front = xcalloc(1, sizeof *self->front);
    return front_init(self->front, &options);
}

static void start_thread(struct bus *self)
{
    self->thread = thread_start("bus", bus_thread, self);
    self->running = true;
}

static enum err open_parts(struct bus *self, const struct bus_options *options)
{
    enum err e = open_keys(self, options->name);
    if (e)
        return e;
    e = peers_init(&self->peers, &(struct peers_options){
                                     .zmq = self->zmq,
                                     .own = &self->own,
                                     .keyring = self->keyring,
                                     .bell = &self->bell,
                                     .calls = &self->calls,
                                     .config = &self->config,
                                 });
    if (!e && options->host)
        e = open_front(self, options->host);
    if (e)
        return e;
    start_thread(self);
    if (!self->front)
        return OK;
    e = proof_of_admission(self->front->endpoint.address, &self->own);
    if (!e)
        front_start(self->front);
    return e;
}

enum err bus_open(const struct bus_options *options, struct bus **out)
{
    struct bus *self = xcalloc(1, sizeof *self);

    self->rpc.carry = bus_carry;
    self->config = *options->config;
    self->zmq = zmq_ctx_new();
    if (!self->zmq)
        abort();
    zmq_ctx_set(self->zmq, ZMQ_BLOCKY, 0);
    bell_init(&self->bell);
    outstanding_init(&self->calls, DESTINATIONS, (unsigned)self->config.bus_outstanding);
    enum err e = open_parts(self, options);
    if (e)
        bus_close(&self);
    else
        *out = self;
    return e;
}

struct rpc *bus_rpc(struct bus *self)
{
    return &self->rpc;
}

void bus_await_news(struct bus *self, const char *service, uint32_t *seen, int64_t ms)
{
    _Atomic uint32_t *news = &self->peers.destinations[destination_of(service)].news;

    if (*news == *seen)
        futex_wait(news, *seen, ms);
    *seen = *news;
}

void bus_wake_followers(struct bus *self)
{
    for (size_t i = 0; i < DESTINATIONS; i++) {
        self->peers.destinations[i].news++;
        futex_wake(&self->peers.destinations[i].news);
    }
}

void bus_drain(struct bus *self, int64_t limit_ms)
{
    assert(self->front);
    struct drain *drain = &self->front->drain;
    int64_t until = clock_steady() + limit_ms, left = limit_ms;

    bell_lock(&self->bell);
    drain->asked = 1;
    bell_unlock_ringing(&self->bell);
    while (!drain->over && left > 0) {
        futex_wait(&drain->over, 0, left);
        left = until - clock_steady();
    }
    if (!drain->over)
        log_warn("not all callers could be drained in %lld ms", (long long)limit_ms);
}

/* Workers may be waiting for calls of their own: those fail now, what is sent back still goes. */
static void stop_threads(struct bus *self)
{
    bell_lock(&self->bell);
    outstanding_close(&self->calls);
    bell_unlock(&self->bell);
    if (self->front)
        workers_stop(&self->front->workers);
    if (!self->running)
        return;
    bell_lock(&self->bell);
    self->stop = true;
    bell_unlock_ringing(&self->bell);
    pthread_join(self->thread, NULL);
}

void bus_close(struct bus **self)
{
    struct bus *bus = *self;

    if (!bus)
        return;
    stop_threads(bus);
    struct endpoint endpoint = {.lock = -1};
    if (bus->front) {
        endpoint = bus->front->endpoint;
        front_done(bus->front, FLUSH_MS);
    }
    peers_done(&bus->peers);
    zmq_ctx_term(bus->zmq);
    endpoint_release(&endpoint); /* the path is nobody's only when the socket is gone */
    free(bus->front);
    keyring_close(&bus->keyring);
    outstanding_done(&bus->calls);
    pollset_done(&bus->set);
    bell_done(&bus->bell);
    secret_wipe(&bus->own, sizeof bus->own);
    free(bus);
    *self = NULL;
}
