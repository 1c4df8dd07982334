/*
 * event_rows - the table of events, for the files of this folder only.
 */
#ifndef EVENTS_EVENT_ROWS_H
#define EVENTS_EVENT_ROWS_H
#include "db.h"
#include "event_chain.h"

#define EVENT_COLUMNS                                                                              \
    "number, at, kind, subject, person, client_id, done_by, before_json, after_json, sealed, hash"
enum { EVENT_N_COLUMNS = 11 };

struct event event_rows_read(struct stmt *st, struct arena *mem); /* EVENT_COLUMNS, from 0 */

/* The newest event that has a number, or what came before the oldest that may come. */
enum err event_rows_head(struct db *db, struct arena *mem, struct event_chain *out) MUST_CHECK;

#endif
