/*
 * event_effect - what a service does, once, about what happened in another one.
 *
 * The effects of some news and the move of the cursor behind them are one unit,
 * so that replicas which hear of the same events do not do it twice, and a
 * crash leaves nothing half done.  Only where a stream went back, because a
 * backup was restored, can an effect come again: it has to bear that.
 *
 * A service that follows (follow.h) hands its begin and told on to here.
 */
#ifndef EVENTS_EVENT_EFFECT_H
#define EVENTS_EVENT_EFFECT_H
#include "event_kind.h"
#include "follow.h"
#include "messages.h"
#include "store.h"

struct event_effect {
    enum event_kind kind;
    /* Inside a write unit, and short: whatever may be much is noted for the idle work. */
    enum err (*apply)(struct db *db, struct call *c, const struct event *e);
};

/* After which event of that stream to begin. */
enum err event_effects_begin(struct store *store, const char *stream, int64_t *after) MUST_CHECK;

/* effects: n of them, of any stream.  What does not concern them costs nothing: the cursor follows
 * when there is something to do, or when it is far behind. */
enum err event_effects_told(struct store *store, struct call *c, const struct event_effect *effects,
                            size_t n, const struct news *news) MUST_CHECK;

#endif
