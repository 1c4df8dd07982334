/*
 * rpc - calling a method of another service as if it were a function.
 *
 * Handlers use the stubs of messages.h, which come here.  How a call travels
 * is the transport's: rpc_zmq.h in production, rpc_local.h in the world of the
 * tests; both go through the same encoding, checks and limits.
 */
#ifndef PROTO_RPC_H
#define PROTO_RPC_H
#include "call.h"
#include "method.h"

struct rpc_request {
    const char *service; /* whom to ask */
    const struct method_desc *method;
    struct bytes body;
};

struct rpc_reply {
    enum err error;
    const char *text, *detail; /* as in the reply envelope; NULL when absent */
    int64_t wait;              /* likewise, seconds */
    struct bytes body;         /* when error is OK */
};

/* A transport.  carry fills *reply (in c->mem) and returns OK, or says why there is no reply:
 * ERR_UNAVAILABLE (no replica), ERR_BUSY (a bound was reached), ERR_DEADLINE, ERR_BAD_REPLY. */
struct rpc {
    enum err (*carry)(struct rpc *self, struct call *c, const struct rpc_request *request,
                      struct rpc_reply *reply);
};

/* Encodes q, asks, decodes into a (in c->mem).  A refusal of the service becomes the return value,
 * its reasons go to c->text, c->detail and c->wait.  The deadline is the earlier of the call's and
 * the method's. */
enum err rpc_call(struct call *c, const struct method_desc *method, const void *q,
                  void *a) MUST_CHECK;

/* The same for methods that every service has: service.ping. */
enum err rpc_call_to(struct call *c, const char *service, const struct method_desc *method,
                     const void *q, void *a) MUST_CHECK;

#endif
