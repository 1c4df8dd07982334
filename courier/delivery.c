#include "delivery.h"
#include "order.h"
#include "senders.h"
#include <string.h>

int64_t delivery_patience(const struct courier *self)
{
    return self->config->courier_give_up_hours * INT64_C(3600000);
}

static const char *address_of(const struct courier *self, struct arena *mem,
                              const struct delivery_row *row)
{
    struct order order = {0};

    if (order_open(mem, self->kek, row, &order) != OK)
        return NULL;
    return order.mail ? order.mail->to : order.webhook ? order.webhook->url : NULL;
}

struct delivery delivery_shown(const struct courier *self, struct arena *mem,
                               const struct delivery_row *row)
{
    bool waits = strcmp(row->state, DELIVERY_WAITING) == 0;
    bool mail = strcmp(row->kind, ORDER_MAIL) == 0;
    const char *fault = waits && mail ? courier_mail_fault(self) : NULL;

    return (struct delivery){
        .id = row->id,
        .kind = row->kind,
        .what = row->what,
        .to = address_of(self, mem, row),
        .state = row->state,
        .tries = row->tries,
        .created_at = row->created_at,
        .next_at = waits ? row->next_at : 0,
        .error = fault ? fault : row->error,
    };
}

enum err delivery_begin(struct call *c, const struct order *order, struct delivery *out)
{
    struct courier *self = c->svc;
    struct delivery_row row;

    const struct order_times times = {c->now, delivery_patience(self)};
    enum err e = order_row(c->mem, self->kek, order_new_id(c->mem), order, &times, &row);
    if (!e)
        e = delivery_store_add(self->store, &row);
    if (e)
        return e;
    senders_wake(self->senders);
    *out = delivery_shown(self, c->mem, &row);
    return OK;
}
