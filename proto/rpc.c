#include "rpc.h"

enum err rpc_call_to(struct call *c, const char *service, const struct method_desc *method,
                     const void *q, void *a)
{
    struct rpc_request request = {.service = service, .method = method};
    struct rpc_reply reply = {0};
    const char *why = NULL;
    struct buf body;

    assert(c->rpc);
    buf_init(&body, c->mem, 256);
    if (msg_encode(method->request, q, &body, &why) != OK)
        return refuse(c, ERR_INTERNAL, "%s cannot be asked: %s", method->name, why);
    if (body.n > method->max_body)
        return refuse(c, ERR_TOO_LARGE, "%s cannot be asked: %zu bytes", method->name, body.n);
    request.body = buf_bytes(&body);

    enum err e = c->rpc->carry(c->rpc, c, &request, &reply);
    if (e)
        return refuse(c, e, "%s was not answered", method->name);
    if (reply.error) {
        c->text = reply.text;
        c->detail = reply.detail;
        c->wait = reply.wait;
        return reply.error;
    }
    if (msg_decode(method->reply, reply.body, MSG_TOLERATE_UNKNOWN, c->mem, a, &why) != OK)
        return refuse(c, ERR_BAD_REPLY, "%s answered nonsense: %s", method->name, why);
    return OK;
}

enum err rpc_call(struct call *c, const struct method_desc *method, const void *q, void *a)
{
    return rpc_call_to(c, method->service, method, q, a);
}
