/*
 * event_number - gives numbers to events that were committed without one.
 *
 * Only where units that write run side by side.  One at a time numbers (a lock),
 * in the order in which the events were written: of two units of which one was
 * over before the other began, and of two that changed the same row, that is the
 * order of their commits.
 */
#ifndef EVENTS_EVENT_NUMBER_H
#define EVENTS_EVENT_NUMBER_H
#include "store.h"

/* When it is back, every event that was committed before has its number. */
enum err event_number(struct store *store) MUST_CHECK;

#endif
