/*
 * clock - the only way to ask what time it is.
 *
 * clock_now: wall clock, milliseconds since 1970, for what is stored or sent.
 * clock_steady: monotonic milliseconds, for waiting and measuring inside one
 * process; it never jumps and means nothing elsewhere.
 * clock_micros: the same in microseconds, always the real one: for measuring.
 * Tests put a clock of their own in place before any thread starts.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H
#include "base.h"

struct clock_source {
    int64_t (*now)(void *self);    /* wall, ms */
    int64_t (*steady)(void *self); /* monotonic, ms */
    void *self;
};

int64_t clock_now(void);
int64_t clock_steady(void);
int64_t clock_micros(void);
void clock_replace(const struct clock_source *replacement); /* borrowed; NULL: the real one again */

#endif
