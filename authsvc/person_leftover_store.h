/*
 * person_leftover_store - forgetting people whose accounts were erased.
 *
 * Nothing of them is accepted from the moment usersvc has erased the account;
 * that it also goes from here is noted when the event is heard, and done in
 * batches by the idle work: apps, sessions, consents, codes, transactions.
 */
#ifndef AUTHSVC_PERSON_LEFTOVER_STORE_H
#define AUTHSVC_PERSON_LEFTOVER_STORE_H
#include "call.h"
#include "store.h"

enum err person_leftover_note(struct db *db, const char *person) MUST_CHECK; /* twice is fine */

/* In small batches; what is too much for one sweep is left to the next; what fails is logged. */
void person_leftover_sweep(struct store *store, struct call *c);

#endif
