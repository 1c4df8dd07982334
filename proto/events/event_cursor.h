/*
 * event_cursor - how far a consumer has got with somebody else's stream, kept in its own database.
 *
 * The cursor moves in the unit that does what the events ask for, so that this
 * is done once.  consumer: what does it ("effects"); stream: whose events.
 */
#ifndef EVENTS_EVENT_CURSOR_H
#define EVENTS_EVENT_CURSOR_H
#include "store.h"

struct event_cursor {
    const char *consumer, *stream;
};

/* Inside a unit: the number of the last event that is done with, 0: none. */
enum err event_cursor_get(struct db *db, const struct event_cursor *cursor,
                          int64_t *number) MUST_CHECK;

/* Inside a write unit: the same, and until its end nobody else gets past here with this cursor. */
enum err event_cursor_hold(struct db *db, const struct event_cursor *cursor,
                           int64_t *number) MUST_CHECK;

enum err event_cursor_move(struct db *db, const struct event_cursor *cursor,
                           int64_t number) MUST_CHECK;

#endif
