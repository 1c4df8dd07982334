#include "bus.h"
#include "clock.h"
#include "front.h"
#include "futex.h"
#include "log.h"
#include "messages.h"
#include "peers.h"
#include "proof.h"
#include "seal.h"
#include "secret.h"
#include "thread.h"
#include <stdlib.h>

enum { TICK_MS = 1000, FLUSH_MS = 500 };

struct bus {
    struct rpc rpc; /* first */
    void *zmq;
    struct common_config config;
    struct keypair own;
    struct keyring *keyring;
    struct bell bell;
    struct outstanding calls; /* with the bell's lock */
    struct peers peers;
    struct front *front; /* NULL: this process only calls */
    struct pollset set;
    pthread_t thread;
    bool running; /* the thread was started */
    bool stop;    /* with the bell's lock */
};

/* -- the bus thread --------------------------------------------------------------------------- */

/* True: somebody handed something over since it was looked at.  Otherwise the bell rings from now
 * on, and it is safe to sleep. */
static bool handed_over(struct bus *self)
{
    bell_lock(&self->bell);
    bool something = self->stop || !TAILQ_EMPTY(&self->calls.to_send) ||
                     (self->front && !STAILQ_EMPTY(&self->front->replies));
    if (!something)
        bell_doze(&self->bell);
    bell_unlock(&self->bell);
    return something;
}

static void send_all(struct bus *self, int64_t now)
{
    peers_send(&self->peers, now);
    if (self->front)
        front_send(self->front);
}

static void wait_and_receive(struct bus *self, int64_t ms)
{
    struct pollset *set = &self->set;

    pollset_clear(set);
    pollset_add_fd(set, self->bell.fd);
    if (self->front)
        front_add(self->front, set);
    peers_add(&self->peers, set);
    pollset_wait(set, handed_over(self) || ms < 0 ? 0 : ms);
    bell_awake(&self->bell, pollset_ready(set));
    if (self->front)
        front_receive(self->front, set, clock_steady());
    peers_receive(&self->peers, set);
}

/* What is due; returns the ms until something is due again. */
static int64_t look_after(struct bus *self, int64_t now, int64_t *next_tick)
{
    if (now >= *next_tick) {
        keyring_refresh(self->keyring);
        if (self->front)
            front_tick(self->front);
        *next_tick = now + TICK_MS;
    }
    peers_look(&self->peers, now);
    int64_t due = *next_tick < self->peers.next_look ? *next_tick : self->peers.next_look;
    int64_t step = self->front ? drain_step(self->front, now) : -1;
    return step >= 0 && now + step < due ? step : due - now;
}

static bool stopping(struct bus *self)
{
    bell_lock(&self->bell);
    bool stop = self->stop;
    bell_unlock(&self->bell);
    return stop;
}

static void *run(void *arg)
{
    struct bus *self = arg;
    int64_t next_tick = 0;

    while (!stopping(self)) {
        int64_t now = clock_steady();
        send_all(self, now);
        wait_and_receive(self, look_after(self, now, &next_tick));
    }
    send_all(self, clock_steady());
    return NULL;
}

/* -- calling ---------------------------------------------------------------------------------- */

static enum err read_reply(struct call *c, struct flight *flight, struct rpc_reply *reply)
{
    struct reply_envelope envelope;
    const char *why = NULL;

    if (msg_decode(&reply_envelope_desc, frame_bytes(&flight->reply.envelope), MSG_TOLERATE_UNKNOWN,
                   c->mem, &envelope, &why) != OK ||
        !err_by_name(envelope.error, &reply->error))
        return ERR_BAD_REPLY;
    reply->text = envelope.text;
    reply->detail = envelope.detail;
    struct bytes body = frame_bytes(&flight->reply.body);
    reply->body = arena_bytes(c->mem, body.p, body.n);
    return OK;
}

/* Hands the call to the bus thread and sleeps until it is over. */
static enum err fly(struct bus *self, struct flight *flight, int64_t ms)
{
    bell_lock(&self->bell);
    enum err e = outstanding_add(&self->calls, flight);
    bell_unlock_ringing(&self->bell);
    if (e)
        return e;
    if (flight_wait(flight, ms))
        return flight->error;
    bell_lock(&self->bell);
    bool late = outstanding_give_up(&self->calls, flight);
    bell_unlock(&self->bell);
    return late ? ERR_DEADLINE : flight->error;
}

static enum err carry(struct rpc *rpc, struct call *c, const struct rpc_request *request,
                      struct rpc_reply *reply)
{
    struct bus *self = (struct bus *)rpc;
    int64_t now = clock_now(), own = now + request->method->deadline_ms;
    int64_t deadline = own < c->deadline ? own : c->deadline;
    struct flight flight = {
        .id = outstanding_next_id(&self->calls),
        .destination = destination_of(request->service),
        .method = request->method,
    };

    if (flight.destination == DESTINATION_NONE)
        return ERR_UNAVAILABLE;
    if (deadline <= now)
        return ERR_DEADLINE;
    enum err e =
        seal_request(c, request->method, flight.id, deadline, request->body, &flight.request);
    if (e)
        return e;
    frames_init(&flight.reply);
    e = fly(self, &flight, deadline - now);
    if (!e)
        e = read_reply(c, &flight, reply);
    frames_done(&flight.request);
    frames_done(&flight.reply);
    return e;
}

/* -- opening and closing ---------------------------------------------------------------------- */

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
    self->thread = thread_start("bus", run, self);
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

    self->rpc.carry = carry;
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
