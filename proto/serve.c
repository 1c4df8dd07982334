/* serve.c - the steps that every request takes, in the order in which they protect each other. */
#include "actor.h"
#include "clock.h"
#include "log.h"
#include "messages.h"
#include "protocol.h"
#include "service.h"
#include "words.h"
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 512 };

static enum err serve_ping(struct call *c, const void *q, void *a)
{
    const struct service_host *host = c->svc;

    (void)q;
    if (!host->ping)
        return refuse(c, ERR_UNAVAILABLE, "this host answers no ping");
    return host->ping(host->front, c, a);
}

static enum err serve_nothing(struct call *c, const void *q, void *a)
{
    (void)c, (void)q, (void)a;
    return OK;
}

static enum err serve_events_since(struct call *c, const void *q, void *a)
{
    const struct service_host *host = c->svc;
    const struct service *service = host->service;

    if (!service->events_since)
        return refuse(c, ERR_NOT_FOUND, "%s keeps no events", service->name);
    return service->events_since(service->store(host->state), c, q, a);
}

static enum err serve_outbox_since(struct call *c, const void *q, void *a)
{
    const struct service_host *host = c->svc;
    const struct service *service = host->service;

    if (!service->outbox_since)
        return refuse(c, ERR_NOT_FOUND, "%s sends nothing", service->name);
    return service->outbox_since(host->state, c, q, a);
}

static enum err serve_backup(struct call *c, const void *q, void *a)
{
    const struct service_host *host = c->svc;
    const struct service *service = host->service;

    if (!service->backup)
        return refuse(c, ERR_NOT_FOUND, "%s keeps no data", service->name);
    return service->backup(service->store(host->state), c, q, a);
}

/* What every service answers; the host is their state. */
static const struct dispatch common[] = {
    {&service_ping_method, serve_ping},
    {&service_drain_seen_method, serve_nothing},
    {&service_events_since_method, serve_events_since},
    {&service_outbox_since_method, serve_outbox_since},
    {&service_backup_method, serve_backup},
};

static const struct dispatch *find(const struct dispatch *table, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(table[i].method->name, name) == 0)
            return &table[i];
    }
    return NULL;
}

static bool is_common(const struct dispatch *row)
{
    return row >= common && row < common + ARRAY_LEN(common);
}

enum err service_peek(const struct service_host *host, struct bytes envelope, struct arena *mem,
                      struct request_envelope *out, const struct dispatch **method,
                      const char **why)
{
    enum err e = msg_decode(&request_envelope_desc, envelope, MSG_TOLERATE_UNKNOWN, mem, out, why);

    if (e)
        return e;
    const struct dispatch *row = find(common, ARRAY_LEN(common), out->method);
    if (!row)
        row = find(host->service->methods, host->service->n_methods, out->method);
    if (!row) {
        *why = arena_printf(mem, "%s is not a method here", out->method);
        return ERR_UNKNOWN_METHOD;
    }
    *method = row;
    return OK;
}

static enum err check_actor(struct call *c, const struct service_host *host,
                            const struct request_envelope *envelope,
                            const struct method_desc *method)
{
    struct actor *actor = ARENA_NEW(c->mem, actor);

    enum err e = actor_check(c->mem, host->actor_key, envelope->actor, c->now, actor);
    if (e)
        return refuse(c, e, "no valid ticket of a person");
    if (method->actor != ACTOR_ACCOUNT && actor->bot)
        return refuse(c, ERR_FORBIDDEN, "%s is not for bots", method->name);
    if (method->actor == ACTOR_BROWSER && actor->dialect)
        return refuse(c, ERR_FORBIDDEN, "%s is not for programs", method->name);
    c->actor = actor;
    return OK;
}

/* May this peer ask this, now, for this tenant, on behalf of whom it says? */
static enum err admit(struct call *c, const struct service_host *host, const struct peer *peer,
                      const struct request_envelope *envelope, const struct method_desc *method)
{
    if (envelope->version != PROTOCOL_VERSION)
        return refuse(c, ERR_BAD_MESSAGE, "protocol version %lld", (long long)envelope->version);
    if (!(method->callers & peer->role))
        return refuse(c, ERR_FORBIDDEN, "role %s may not call %s", role_name(peer->role),
                      method->name);
    if (!words_has(peer->tenants, envelope->tenant))
        return refuse(c, ERR_FORBIDDEN, "key %s is not for tenant %s", peer->key, envelope->tenant);
    if (envelope->deadline <= c->now)
        return refuse(c, ERR_DEADLINE, "it came too late");
    if (method->actor == ACTOR_NONE)
        return OK;
    return check_actor(c, host, envelope, method);
}

static enum err serve_body(struct call *c, const struct dispatch *row, const struct peer *peer,
                           struct bytes body, struct buf *out)
{
    const struct method_desc *method = row->method;
    enum msg_unknown unknown = peer->role == ROLE_ADMIN ? MSG_REFUSE_UNKNOWN : MSG_TOLERATE_UNKNOWN;
    void *q = arena_alloc(c->mem, method->request->size);
    void *a = arena_alloc(c->mem, method->reply->size);
    const char *why = NULL;

    if (body.n > method->max_body)
        return refuse_openly(c, ERR_TOO_LARGE, "the request has %zu bytes, %zu are allowed", body.n,
                             method->max_body);
    enum err e = msg_decode(method->request, body, unknown, c->mem, q, &why);
    if (e)
        return refuse_openly(c, e, "%s", why);
    e = row->serve(c, q, a);
    if (e)
        return e;
    if (msg_encode(method->reply, a, out, &why) != OK)
        return refuse(c, ERR_INTERNAL, "the reply breaks the contract: %s", why);
    return OK;
}

static void note(const struct call *c, const char *method, enum err e)
{
    log_line(err_is_fault(e) ? LOG_WARN : LOG_INFO, "%s id=%s %s %s: %s",
             err_is_fault(e) ? "failed" : "refused", call_id(c), method, err_name(e),
             c->detail ? c->detail : err_text(e));
}

/* Reasons are cut to what an envelope holds, at the start of a UTF-8 sequence. */
static const char *cut(struct arena *mem, const char *text)
{
    size_t n = text ? strlen(text) : 0;

    if (n <= TEXT_MAX)
        return n ? text : NULL;
    n = TEXT_MAX;
    while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
        n--;
    return arena_strndup(mem, text, n);
}

static void answer(struct arena *mem, const struct call *c, struct served *out)
{
    struct buf envelope;
    const char *why = NULL;
    struct reply_envelope reply = {
        .version = PROTOCOL_VERSION,
        .id = out->id,
        .error = err_name(out->error),
        .text = out->error ? cut(mem, c->text) : NULL,
        .detail = out->error ? cut(mem, c->detail) : NULL,
        .wait = out->error ? c->wait : 0,
    };

    buf_init(&envelope, mem, 256);
    if (msg_encode(&reply_envelope_desc, &reply, &envelope, &why) != OK) {
        reply.text = reply.detail = NULL; /* a reason that cannot be carried is left behind */
        if (msg_encode(&reply_envelope_desc, &reply, &envelope, &why) != OK)
            abort();
    }
    out->envelope = buf_bytes(&envelope);
}

void service_serve(const struct service_host *host, const struct peer *peer, struct bytes envelope,
                   struct bytes body, struct arena *mem, struct served *out)
{
    struct request_envelope request = {0};
    const struct dispatch *row = NULL;
    const char *why = NULL;
    struct buf reply;

    *out = (struct served){.body = {NULL, 0}};
    struct call c = {.mem = mem,
                     .now = clock_now(),
                     .role = peer->role,
                     .rpc = host->rpc,
                     .service = host->service->name};
    out->error = service_peek(host, envelope, mem, &request, &row, &why);
    out->id = request.id;
    c.trace = request.trace;
    if (out->error) {
        c.detail = c.text = why;
        log_info("refused %s from key %s: %s", err_name(out->error), peer->key, why);
        answer(mem, &c, out);
        return;
    }
    c.deadline = request.deadline;
    c.tenant = request.tenant;
    c.source = request.source;
    c.ticket = request.actor;
    c.svc = host->state;
    if (is_common(row))
        c.svc = (void *)(uintptr_t)host; /* NOLINT: takes const away, and no more */

    buf_init(&reply, mem, 512);
    out->error = admit(&c, host, peer, &request, row->method);
    if (!out->error)
        out->error = serve_body(&c, row, peer, body, &reply);
    if (c.stirred && host->stir)
        host->stir(host->front);
    if (out->error)
        note(&c, row->method->name, out->error);
    else
        out->body = buf_bytes(&reply);
    answer(mem, &c, out);
}
