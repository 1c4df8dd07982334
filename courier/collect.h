/*
 * collect - takes over what the other services want sent.
 *
 * A page of their outbox becomes deliveries and moves the cursor in one unit, so
 * that each order is queued once, whoever dies when; the next question tells the
 * service that it may forget them.
 */
#ifndef COURIER_COLLECT_H
#define COURIER_COLLECT_H
#include "follow.h"

enum { COLLECT_FROM = 2 };
extern const struct followed collect_from[COLLECT_FROM];

#endif
