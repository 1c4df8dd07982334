#include "client_store.h"
#include "handlers.h"

enum err on_client_disable(struct call *c, const struct client_ref *q, struct client *a)
{
    enum err e = client_store_disable(c, q->client_id, true, a);

    return e == ERR_NOT_FOUND ? refuse_openly(c, e, "there is no such client") : e;
}
