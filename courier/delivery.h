/*
 * delivery - a row of the queue as the contract shows it.
 */
#ifndef COURIER_DELIVERY_H
#define COURIER_DELIVERY_H
#include "courier.h"
#include "messages.h"

/* Opens its seal to say to whom it goes; never shows a secret. */
struct delivery delivery_shown(const struct courier *self, struct arena *mem,
                               const struct delivery_row *row);

/* Adds an order of our own and wakes those who send. */
enum err delivery_begin(struct call *c, const struct order *order, struct delivery *out) MUST_CHECK;

/* How long a new one is tried, ms. */
int64_t delivery_patience(const struct courier *self);

#endif
