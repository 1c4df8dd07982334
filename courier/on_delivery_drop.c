#include "courier.h"
#include "handlers.h"

enum err on_delivery_drop(struct call *c, const struct delivery_ref *q, struct nothing *a)
{
    struct courier *self = c->svc;

    (void)a;
    return delivery_store_drop(self->store, q->id);
}
