#include "delivery.h"
#include "handlers.h"
#include "senders.h"

enum err on_delivery_retry(struct call *c, const struct delivery_ref *q, struct delivery *a)
{
    struct courier *self = c->svc;
    struct delivery_row row;

    enum err e = delivery_store_retry(self->store, q->id, c->now, c->now + delivery_patience(self));
    if (!e)
        e = delivery_store_get(self->store, c->mem, q->id, &row);
    if (e)
        return e;
    senders_wake(self->senders);
    *a = delivery_shown(self, c->mem, &row);
    return OK;
}
