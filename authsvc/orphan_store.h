/*
 * orphan_store - the apps of people who are gone.
 *
 * They end with their owner: nobody is left who answers for them, could give
 * them a new secret or take them back, and what is told of them is personal.
 */
#ifndef AUTHSVC_ORPHAN_STORE_H
#define AUTHSVC_ORPHAN_STORE_H
#include "call.h"
#include "store.h"

/* Forgets some, as app_delete does, each with its event; *n: how many, or `most` when there may be
 * more.  Inside the unit that forgets the person, before their sessions go: from then on nobody
 * makes another app for them. */
enum err orphan_store_forget(struct db *db, struct call *c, const char *person, int64_t most,
                             int64_t *n) MUST_CHECK;

#endif
