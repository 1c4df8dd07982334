/*
 * drain - how a replica ends without losing a call.
 *
 * It takes no new callers, and tells those it has that it is DRAINING, again and
 * again until each has acknowledged (service.drain_seen) or is gone.  It serves
 * on until nothing is under way, and nothing has come or gone for half a second.
 */
#ifndef BUS_DRAIN_H
#define BUS_DRAIN_H
#include "base.h"
#include <stdatomic.h>

struct front;

struct drain {
    _Atomic uint32_t asked; /* by main */
    _Atomic uint32_t over;  /* futex; set by the bus thread */
    bool begun;
    int64_t next_notice; /* steady ms */
};

/* The bus thread.  Returns the ms until it wants to be called again; -1: no drain is on. */
int64_t drain_step(struct front *front, int64_t now);

#endif
