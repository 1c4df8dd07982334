#include "order.h"
#include "random.h"
#include "secret.h"
#include "text.h"
#include <string.h>

const char *order_new_id(struct arena *mem)
{
    uint8_t raw[16];

    random_bytes(raw, sizeof raw);
    return text_hex(mem, (struct bytes){raw, sizeof raw});
}

static const char *place(struct arena *mem, const char *id)
{
    return arena_printf(mem, "courier.delivery:%s", id);
}

/* https://host:port of an address, or all of it: good enough to tell servers apart. */
static const char *server_of(struct arena *mem, const char *url)
{
    const char *host = strstr(url, "://");

    host = host ? host + 3 : url;
    return arena_strndup(mem, host, strcspn(host, "/?#"));
}

static const char *destination_of(struct arena *mem, const char *kind, const char *name)
{
    const char *text = arena_printf(mem, "%s %s", kind, text_lower(mem, name));

    return text_hex(mem, secret_digest(mem, bytes_of(text)));
}

enum err order_row(struct arena *mem, struct bytes kek, const char *id, const struct order *order,
                   const struct order_times *times, struct delivery_row *out)
{
    const struct mail_order *mail = order->mail;
    const char *why = NULL;
    struct buf plain;

    if (!mail && !order->webhook)
        return ERR_NOT_FOUND;
    buf_init(&plain, mem, 1024);
    if (msg_encode(&order_desc, order, &plain, &why) != OK)
        return ERR_BAD_FIELD;
    *out = (struct delivery_row){
        .id = id,
        .kind = mail ? ORDER_MAIL : ORDER_WEBHOOK,
        .what = mail ? mail->template : ORDER_WEBHOOK,
        .sealed = secret_wrap(mem, kek, place(mem, id), buf_bytes(&plain)),
        .destination =
            mail ? destination_of(mem, ORDER_MAIL, mail->to)
                 : destination_of(mem, ORDER_WEBHOOK, server_of(mem, order->webhook->url)),
        .state = DELIVERY_WAITING,
        .next_at = times->now,
        .created_at = times->now,
        .end_at = times->now + times->patience,
    };
    if (mail && mail->expires_at && mail->expires_at < out->end_at)
        out->end_at = mail->expires_at;
    return OK;
}

enum err order_open(struct arena *mem, struct bytes kek, const struct delivery_row *row,
                    struct order *out)
{
    const char *why = NULL;
    struct bytes plain;

    if (!row->sealed.p)
        return ERR_NOT_FOUND;
    enum err e = secret_unwrap(mem, kek, place(mem, row->id), row->sealed, &plain);
    if (e)
        return e;
    return msg_decode(&order_desc, plain, MSG_TOLERATE_UNKNOWN, mem, out, &why) ? ERR_CRYPTO : OK;
}
