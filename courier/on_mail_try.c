#include "delivery.h"
#include "handlers.h"

enum err on_mail_try(struct call *c, const struct mail_try_request *q, struct delivery *a)
{
    const struct mail_order mail = {.template = "trial", .to = q->to, .locale = q->locale};

    if (!message_mailbox_valid(q->to))
        return refuse_openly(c, ERR_BAD_FIELD, "to is not a mailbox");
    return delivery_begin(c, &(struct order){.mail = &mail}, a);
}
