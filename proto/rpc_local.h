/*
 * rpc_local - all services in one process, each call served in the caller's thread.
 *
 * Encodes and decodes as the real bus does, so that the world of the tests goes
 * through codec, roles and deadlines.  before: a hook that tests use to lose
 * requests or replies.
 */
#ifndef PROTO_RPC_LOCAL_H
#define PROTO_RPC_LOCAL_H
#include "service.h"

struct rpc_local {
    struct rpc rpc;                          /* first: hand &self->rpc to callers */
    unsigned role;                           /* of whoever calls through this */
    const struct service_host *const *hosts; /* ends with NULL; borrowed */
    /* Called twice per call.  Not OK: before serving, the request is lost; after it, the reply. */
    enum err (*fault)(void *self, const char *method, bool served);
    void *fault_self;
};

void rpc_local_init(struct rpc_local *self, unsigned role, const struct service_host *const *hosts);

#endif
