/*
 * leftover_store - forgetting people and clients that are gone.
 *
 * Nothing of them is accepted from the moment they are gone; that it also goes
 * from here is noted when the event is heard, and done in batches by the idle
 * work: families, API keys and the clients' own tokens.  The event that they
 * are gone says it all; there is none for each of these.
 */
#ifndef TOKENSVC_LEFTOVER_STORE_H
#define TOKENSVC_LEFTOVER_STORE_H
#include "arena.h"
#include "store.h"

/* Inside a unit; twice is fine. */
enum err leftover_note_person(struct db *db, const char *person) MUST_CHECK;
enum err leftover_note_client(struct db *db, const char *client_id) MUST_CHECK;

/* Some of what is left over. */
enum err leftover_store_forget(struct store *store) MUST_CHECK;

#endif
