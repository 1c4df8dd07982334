/*
 * doorbell - tells those who follow our event stream that there is something new in it.
 *
 * Nothing more: they ask for it themselves (service.events_since), and would ask
 * a little later without it.  So a ring may be lost, doubled or for nothing.
 * Rings gather for RING_EVERY_MS, so that a busy stream costs its followers little.
 */
#ifndef BUS_DOORBELL_H
#define BUS_DOORBELL_H
#include "base.h"

enum { RING_EVERY_MS = 20 };

struct front;

struct doorbell {
    bool pressed; /* with the bell's lock; the bus thread has not noticed yet */
    bool due;     /* it has, and will ring… */
    int64_t next; /* …but not before this; steady ms */
};

void doorbell_press(struct front *front); /* any thread */

/* The bus thread: rings if it is time.  Returns the ms until it wants to be called again; -1: until
 * it is pressed. */
int64_t doorbell_step(struct front *front, int64_t now);

#endif
