#include "grant_end.h"
#include "handlers.h"

enum err on_grant_withdraw(struct call *c, const struct own_grant_ref *q, struct nothing *a)
{
    (void)a;
    return grant_end(c, c->actor->person, q->client_id);
}
