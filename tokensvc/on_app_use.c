#include "app_use_store.h"
#include "handlers.h"
#include "own_client.h"
#include "tally_store.h"
#include "tokensvc.h"

enum err on_app_use(struct call *c, const struct client_ref *q, struct app_use_reply *a)
{
    const struct tokensvc *svc = c->svc;
    const struct client *client = NULL;
    enum err e = own_client(c, q->client_id, &client);

    if (!e)
        e = tally_store_tokens(svc->store, c->mem, q->client_id, c->now, a);
    return e ? e : app_use_store_count(svc->store, q->client_id, c->now, a);
}
