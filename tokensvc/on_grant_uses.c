#include "family_store.h"
#include "handlers.h"
#include "tokensvc.h"

enum err on_grant_uses(struct call *c, const struct grant_uses_request *q,
                       struct grant_uses_reply *a)
{
    struct tokensvc *svc = c->svc;
    struct grant_use *uses = arena_array(c->mem, q->clients.n, sizeof *uses);

    for (size_t i = 0; i < q->clients.n; i++)
        uses[i].client_id = q->clients.v[i];
    enum err e = family_store_uses(svc->store, c->actor->person, c->now, uses, q->clients.n);
    if (e)
        return e;
    a->uses.v = uses;
    a->uses.n = q->clients.n;
    return OK;
}
