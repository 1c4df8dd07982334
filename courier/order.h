/*
 * order - an order at rest: its kind, its seal, and whom it goes to.
 *
 * Orders hold one-time secrets and addresses, so they are wrapped under the
 * courier's key-encryption key; who has the database alone reads neither.
 */
#ifndef COURIER_ORDER_H
#define COURIER_ORDER_H
#include "delivery_store.h"
#include "messages.h"

#define ORDER_MAIL "mail"
#define ORDER_WEBHOOK "webhook"

struct order_times {
    int64_t now, patience; /* ms: how long it is tried, unless the order expires before */
};

/* A new row, due now.  id: 32 hex digits.  ERR_NOT_FOUND: there is nothing to send in it. */
enum err order_row(struct arena *mem, struct bytes kek, const char *id, const struct order *order,
                   const struct order_times *times, struct delivery_row *out) MUST_CHECK;

/* ERR_CRYPTO: not sealed under this key; ERR_NOT_FOUND: it is no longer kept. */
enum err order_open(struct arena *mem, struct bytes kek, const struct delivery_row *row,
                    struct order *out) MUST_CHECK;

const char *order_new_id(struct arena *mem);

#endif
