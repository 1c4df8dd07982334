/*
 * attempt - one delivery taken, tried, and its end written down.
 */
#ifndef COURIER_ATTEMPT_H
#define COURIER_ATTEMPT_H
#include "courier.h"

/* What a thread sends with. */
struct attempt_means {
    struct courier *courier;
    const char *kind;  /* ORDER_MAIL or ORDER_WEBHOOK */
    struct smtp *smtp; /* for mails, where there is a server */
};

/* False: there is nothing to try now, and *next_at is when there will be (INT64_MAX: unknown). */
bool attempt_one(const struct attempt_means *self, struct arena *mem, int64_t *next_at);

#endif
