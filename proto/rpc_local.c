#include "rpc_local.h"
#include "clock.h"
#include "messages.h"
#include <string.h>

static const struct service_host *host_of(const struct rpc_local *self, const char *service)
{
    for (const struct service_host *const *h = self->hosts; *h; h++) {
        if (strcmp((*h)->service->name, service) == 0)
            return *h;
    }
    return NULL;
}

static enum err lose(const struct rpc_local *self, const char *method, bool served)
{
    return self->fault ? self->fault(self->fault_self, method, served) : OK;
}

static enum err seal(struct call *c, const struct rpc_request *request, struct buf *out)
{
    int64_t own = c->now + request->method->deadline_ms;
    const char *why = NULL;
    struct request_envelope envelope = {
        .version = 1,
        .id = 1,
        .method = request->method->name,
        .deadline = own < c->deadline ? own : c->deadline,
        .trace = c->trace,
        .tenant = c->tenant,
        .source = c->source,
        .actor = c->ticket,
    };

    buf_init(out, c->mem, 256);
    enum err e = msg_encode(&request_envelope_desc, &envelope, out, &why);
    return e ? refuse(c, ERR_INTERNAL, "the envelope breaks the contract: %s", why) : OK;
}

/* The service has an arena of its own, as it has in a process of its own. */
static enum err serve(struct rpc_local *self, struct call *c, const struct service_host *host,
                      const struct rpc_request *request, struct rpc_reply *reply)
{
    AUTO(arena) mem;
    struct buf sealed;
    struct served served;
    struct reply_envelope envelope;
    const char *why = NULL;
    const struct peer peer = {role_name(self->role), self->role, TENANT_DEFAULT};

    arena_init(&mem, ARENA_LIMIT);
    enum err e = seal(c, request, &sealed);
    if (e)
        return e;
    service_serve(host, &peer, buf_bytes(&sealed), request->body, &mem, &served);
    e = lose(self, request->method->name, true);
    if (e)
        return e;
    if (msg_decode(&reply_envelope_desc, served.envelope, MSG_TOLERATE_UNKNOWN, c->mem, &envelope,
                   &why) != OK ||
        !err_by_name(envelope.error, &reply->error))
        return ERR_BAD_REPLY;
    reply->text = envelope.text;
    reply->detail = envelope.detail;
    reply->wait = envelope.wait;
    reply->body = arena_bytes(c->mem, served.body.p, served.body.n);
    return OK;
}

static enum err carry(struct rpc *rpc, struct call *c, const struct rpc_request *request,
                      struct rpc_reply *reply)
{
    struct rpc_local *self = (struct rpc_local *)rpc;
    const struct service_host *host = host_of(self, request->service);

    if (!host)
        return ERR_UNAVAILABLE;
    enum err e = lose(self, request->method->name, false);
    return e ? e : serve(self, c, host, request, reply);
}

void rpc_local_init(struct rpc_local *self, unsigned role, const struct service_host *const *hosts)
{
    *self = (struct rpc_local){.rpc = {carry}, .role = role, .hosts = hosts};
}
