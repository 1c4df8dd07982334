/*
 * person_event - what is written into the stream of events about a person.
 */
#ifndef USERSVC_PERSON_EVENT_H
#define USERSVC_PERSON_EVENT_H
#include "event_store.h"

/* Inside the unit of the change.  before or after NULL: there was nobody, or is no longer. */
enum err person_event_append(struct db *db, struct call *c, enum event_kind kind,
                             const struct person *before, const struct person *after) MUST_CHECK;

#endif
