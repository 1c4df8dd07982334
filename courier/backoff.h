/*
 * backoff - when to try again.
 *
 * Twice as late each time, up to a cap; a quarter more or less by chance, so
 * that what failed together is not tried together.
 */
#ifndef COURIER_BACKOFF_H
#define COURIER_BACKOFF_H
#include "base.h"

struct backoff {
    int64_t first, cap; /* ms */
};

int64_t backoff_ms(const struct backoff *self, int64_t tries); /* after so many that failed */

#endif
