#include "delivery.h"
#include "handlers.h"

enum err on_webhook_try(struct call *c, const struct webhook_try_request *q, struct delivery *a)
{
    const struct webhook_order webhook = {
        .url = q->url, .bearer = q->bearer, .body = "{\"type\":\"trial\"}"};

    return delivery_begin(c, &(struct order){.webhook = &webhook}, a);
}
