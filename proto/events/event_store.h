/*
 * event_store - the stream of events of one service, in its own database.
 *
 * An event is appended inside the unit that makes the change: both are there
 * or neither.  Numbers have no holes and are in the order of commits; each event
 * is chained to the one before (event_chain.h).  Who follows asks for what comes
 * behind the number it knows (service.events_since) and is told by a doorbell
 * when to ask.
 *
 * Where units that write come one after the other (SQLite) an event has its
 * number at once.  Where they run side by side (PostgreSQL) it has none until it
 * is committed: whoever reads the stream numbers first what has none
 * (event_number.h).  So no unit waits for another one's commit, and nobody reads
 * N + 1 before N.
 */
#ifndef EVENTS_EVENT_STORE_H
#define EVENTS_EVENT_STORE_H
#include "event_kind.h"
#include "messages.h"
#include "store.h"

/* Its tables, as a step of each service's schema, after {.version = 1, …} */
extern const char event_schema[], event_schema_postgres[];
#define EVENT_MIGRATION(step)                                                                      \
    {                                                                                              \
        .version = (step), .name = "events", .sqlite = event_schema,                               \
        .postgres = event_schema_postgres                                                          \
    }

/* Inside a write unit.  Of e: subject, person, client_id, before, after, sealed; time and author
 * come from the call, the rest is found here.  The kind has to be one of the service that serves c.
 * c is told that it stirred. */
enum err event_append(struct db *db, struct call *c, enum event_kind kind,
                      const struct event *e) MUST_CHECK;

/* Inside a unit: the number of the newest event, 0 when there is none yet.  What else the unit
 * reads is as of that event at least. */
enum err event_head(struct db *db, int64_t *number) MUST_CHECK;

/* Idle work: removes events that are older than keep ms (0: none), in small batches, from the
 * oldest on, and notes the last of them as the base of the chain.  What fails is logged. */
void event_store_sweep(struct store *store, int64_t now, int64_t keep);

/* service.events_since */
enum err event_store_since(struct store *store, struct call *c,
                           const struct events_since_request *q,
                           struct events_since_reply *a) MUST_CHECK;

#endif
