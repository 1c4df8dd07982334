#include "authsvc.h"
#include "client_store.h"
#include "handlers.h"

enum err on_client_enable(struct call *c, const struct client_ref *q, struct client *a)
{
    struct authsvc *svc = c->svc;
    enum err e = client_store_disable(svc->store, c->mem, q->client_id, false, c->now, a);

    return e == ERR_NOT_FOUND ? refuse_openly(c, e, "there is no such client") : e;
}
