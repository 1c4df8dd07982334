/*
 * wake - an end to waiting: this thread comes out of a blocking call when its time is up.
 *
 * civetweb waits for the next bytes of a body as long as they trickle, and
 * gives no descriptor to wait on ourselves.  A timer of the thread interrupts
 * it (EINTR, which civetweb takes for the end of the connection), again and
 * again until it is called off, so that no moment between two calls is missed.
 */
#ifndef GATEWAY_WAKE_H
#define GATEWAY_WAKE_H
#include "base.h"
#include <time.h>

struct wake {
    timer_t timer;
};

void wake_setup(void); /* once a process, before threads */

/* For the thread that calls this; closed by the same thread. */
void wake_open(struct wake *self);
void wake_close(struct wake *self);

void wake_after(struct wake *self, int64_t ms);
void wake_cancel(struct wake *self);

#endif
