/*
 * person_event - what is written into the stream of events about a person.
 *
 * What is personal is sealed: XChaCha20-Poly1305 under the person's event key,
 * tied to the person and the kind of event, over {"before":{…},"after":{…}}.
 */
#ifndef USERSVC_PERSON_EVENT_H
#define USERSVC_PERSON_EVENT_H
#include "event_store.h"

/* Inside the unit of the change.  before or after NULL: there was nobody, or is no longer.  Of
 * somebody who is gone nothing is sealed: there is no key any more. */
enum err person_event_append(struct db *db, struct call *c, enum event_kind kind,
                             const struct person *before, const struct person *after) MUST_CHECK;

/* The JSON behind e->sealed.  ERR_NOT_FOUND: nothing was sealed, or the account was erased. */
enum err person_event_open(struct call *c, const struct event *e, const char **json) MUST_CHECK;

#endif
