#include "front.h"
#include "clock.h"
#include "log.h"
#include "messages.h"
#include "protocol.h"
#include "seal.h"
#include "sock.h"
#include "zap.h"
#include <stdlib.h>
#include <string.h>

enum { REQUESTS_AT_ONCE = 256 };

/* -- opening ---------------------------------------------------------------------------------- */

static enum err answer_ping(void *arg, struct call *c, struct ping_reply *out)
{
    const struct front *self = arg;
    const struct service *service = self->host->service;

    *out = (struct ping_reply){
        .service = service->name,
        .instance = arena_strdup(c->mem, self->endpoint.instance),
        .version = OSTIARY_VERSION,
        .protocol = arena_printf(c->mem, "%d.%d", PROTOCOL_VERSION, PROTOCOL_MINOR),
        .started = self->started,
        .draining = self->drain.asked,
        .note = service->note ? service->note(self->host->state, c->mem) : NULL,
        .served = self->served,
    };
    return OK;
}

static void stir(void *arg)
{
    doorbell_press(arg);
}

/* Workers: hands the reply to the bus thread. */
static void take_reply(void *arg, struct job *job)
{
    struct front *self = arg;

    bell_lock(self->bell);
    STAILQ_INSERT_TAIL(&self->replies, job, link);
    bell_unlock_ringing(self->bell);
}

static enum err bind_to(struct front *self, const char *address)
{
    if (zmq_bind(self->router, address) == 0)
        return OK;
    log_error("cannot bind %s: %s", address, zmq_strerror(zmq_errno()));
    return ERR_UNAVAILABLE;
}

/* The handler that says who may come in is there before the door is. */
static enum err open_door(struct front *self, const struct front_options *options)
{
    self->zap = zap_open(options->zmq);
    self->router = self->zap ? sock_router(options->zmq, options->own) : NULL;
    if (!self->router)
        return ERR_UNAVAILABLE;
    enum err e = endpoint_take(self->host->service->name, &self->endpoint);
    if (!e)
        e = bind_to(self, self->endpoint.address);
    if (e)
        return e;
    endpoint_shared(&self->endpoint);
    if (!options->config->bus_bind)
        return OK;
    char *address = xprintf("tcp://%s", options->config->bus_bind);
    e = bind_to(self, address);
    free(address);
    return e;
}

enum err front_init(struct front *self, const struct front_options *options)
{
    *self = (struct front){
        .keyring = options->keyring,
        .bell = options->bell,
        .host = options->host,
        .endpoint = {.lock = -1},
        .started = clock_now(),
    };
    arena_init(&self->scratch, ARENA_LIMIT);
    STAILQ_INIT(&self->replies);
    workers_init(&self->workers, self->host, options->config, take_reply, self);
    options->host->ping = answer_ping;
    options->host->stir = stir;
    options->host->front = self;
    return open_door(self, options);
}

void front_start(struct front *self)
{
    self->open = true;
    workers_start(&self->workers);
}

void front_done(struct front *self, int flush_ms)
{
    workers_done(&self->workers);
    jobs_free(&self->replies);
    if (self->router)
        sock_linger(self->router, flush_ms);
    sock_close(&self->router);
    sock_close(&self->zap);
    callers_done(&self->callers);
    arena_done(&self->scratch);
}

/* -- sending ---------------------------------------------------------------------------------- */

bool front_notify(struct front *self, const struct caller *caller, const char *notice)
{
    AUTO(arena) mem; /* there may be many of these between two requests */
    struct frames frames;
    zmq_msg_t to;

    arena_init(&mem, ARENA_LIMIT);
    if (zmq_msg_init_size(&to, caller->n) != 0)
        abort();
    memcpy(zmq_msg_data(&to), caller->id, caller->n);
    seal_reply(ID_NOTICE, notice, &mem, &frames);
    bool sent = frames_send(self->router, &to, &frames);
    zmq_msg_close(&to);
    return sent;
}

/* A caller that is gone, or lets its replies pile up, does without. */
static void send_reply(struct front *self, struct job *job)
{
    if (!frames_send(self->router, &job->from, &job->frames))
        log_debug("a reply found nobody: %s", zmq_strerror(zmq_errno()));
    self->busy--;
    job_free(job);
}

static struct job *next_reply(struct front *self)
{
    bell_lock(self->bell);
    struct job *job = STAILQ_FIRST(&self->replies);
    if (job)
        STAILQ_REMOVE_HEAD(&self->replies, link);
    bell_unlock(self->bell);
    return job;
}

bool front_has_work(const struct front *self)
{
    return !STAILQ_EMPTY(&self->replies) || (self->drain.asked && !self->drain.begun) ||
           self->doorbell.pressed;
}

void front_send(struct front *self, int64_t now)
{
    struct job *job;

    while ((job = next_reply(self))) {
        send_reply(self, job);
        self->last_stir = now;
    }
}

static void refuse_job(struct front *self, struct job *job, int64_t id, enum err e)
{
    frames_done(&job->frames);
    seal_reply(id, err_name(e), &self->scratch, &job->frames);
    send_reply(self, job);
}

/* -- receiving -------------------------------------------------------------------------------- */

static bool probe(void *self, const struct caller *caller)
{
    return front_notify(self, caller, NOTICE_ALIVE);
}

/* Greetings, acknowledgements and questions for events tell who calls. */
static void note_caller(struct front *self, struct job *job, const struct method_desc *method)
{
    bool greeting = method == &service_ping_method, seen = method == &service_drain_seen_method,
         follows = method == &service_events_since_method || method == &service_outbox_since_method;

    if (!greeting && !seen && !follows && !self->drain.begun)
        return;
    callers_add(&self->callers, &job->from, probe, self);
    struct caller *caller = callers_find(&self->callers, &job->from);
    caller->seen = caller->seen || seen;
    caller->follows = caller->follows || follows;
}

/* Which queue?  What is malformed or unknown goes to the local one, whose worker says so. */
static void accept_job(struct front *self, struct job *job)
{
    struct request_envelope envelope = {0};
    const struct dispatch *row = NULL;
    const char *why = NULL;
    enum method_class class = CLASS_LOCAL;
    bool counts = false;

    self->busy++;
    enum err e = service_peek(self->host, frame_bytes(&job->frames.envelope), &self->scratch,
                              &envelope, &row, &why);
    if (!job->peer) {
        self->keyless++;
        refuse_job(self, job, envelope.id, ERR_FORBIDDEN);
        return;
    }
    if (!e) {
        class = row->method->class;
        counts = strcmp(row->method->service, "service") != 0;
        note_caller(self, job, row->method);
    }
    if (workers_give(&self->workers, class, job))
        self->served += counts;
    else
        refuse_job(self, job, envelope.id, ERR_BUSY);
}

/* False: there was nothing more. */
static bool receive_one(struct front *self, int64_t now)
{
    struct job *job = xcalloc(1, sizeof *job);

    zmq_msg_init(&job->from);
    frames_init(&job->frames);
    enum frames_got got = frames_recv(self->router, &job->from, &job->frames);
    const char *key = got == FRAMES_GOOD ? zmq_msg_gets(&job->frames.envelope, "User-Id") : NULL;
    if (!key) {
        self->malformed += got == FRAMES_NONE ? 0 : 1;
        job_free(job);
        return got != FRAMES_NONE;
    }
    job->peer = keyring_by_key(self->keyring, key);
    self->last_stir = now;
    accept_job(self, job);
    arena_reset(&self->scratch);
    return true;
}

void front_add(struct front *self, struct pollset *set)
{
    pollset_add(set, self->zap);
    pollset_add(set, self->router);
}

void front_receive(struct front *self, struct pollset *set, int64_t now)
{
    if (pollset_ready(set)) {
        unsigned refused = zap_answer(self->zap, self->keyring);
        self->strangers += self->open ? refused : 0;
    }
    if (pollset_ready(set)) {
        for (int i = 0; i < REQUESTS_AT_ONCE && receive_one(self, now); i++)
            ;
    }
}

static void report(unsigned *count, const char *what)
{
    if (*count)
        log_warn("refused %u %s", *count, what);
    *count = 0;
}

void front_tick(struct front *self)
{
    report(&self->strangers, "connections whose key is not in keys/public");
    report(&self->keyless, "messages whose key is not in keys/public any more");
    report(&self->malformed, "messages that have not two frames");
}
