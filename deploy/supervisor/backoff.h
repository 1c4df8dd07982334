/*
 * backoff - how long to wait before a program that ended is started again.
 *
 * 50 ms, so that a crash is hardly noticed; but a program that ended five
 * times within 10 s will not be helped by the sixth start: then 10 s.
 */
#ifndef SUPERVISOR_BACKOFF_H
#define SUPERVISOR_BACKOFF_H
#include "base.h"

enum { BACKOFF_ENDS = 5, BACKOFF_WITHIN = 10000, BACKOFF_SHORT = 50, BACKOFF_LONG = 10000 };

struct backoff { /* {0} to begin with */
    int64_t ends[BACKOFF_ENDS];
    size_t n;
};

/* It ended at `now`; tells the pause before the next start.  Both in ms, on a steady clock. */
int64_t backoff_pause(struct backoff *self, int64_t now);

#endif
