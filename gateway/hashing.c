#include "hashing.h"
#include "gateway_inside.h"

enum { SHARE = 4 };

enum err hashing_call(struct exchange *x, const struct method_desc *method, const void *q, void *a)
{
    struct gateway *gw = x->gateway;
    enum err e = ERR_BUSY;

    if (atomic_fetch_add(&gw->hashing, 1) < gw->config.gateway_threads / SHARE)
        e = rpc_call(&x->call, method, q, a);
    atomic_fetch_sub(&gw->hashing, 1);
    return e;
}
