#include "handlers.h"
#include "own_client.h"
#include "tally_store.h"
#include "tokensvc.h"

enum err on_app_failures(struct call *c, const struct client_ref *q, struct app_mishaps_reply *a)
{
    const struct tokensvc *svc = c->svc;
    const struct client *client = NULL;
    enum err e = own_client(c, q->client_id, &client);

    return e ? e : tally_store_mishaps(svc->store, c->mem, q->client_id, a);
}
