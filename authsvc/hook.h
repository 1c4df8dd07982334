/*
 * hook - telling an app what happened to its authorizations.
 *
 * Whoever asked to be told (webhook_uri) is posted {"type":…,"content":…} by
 * the courier, with the app's secret as bearer.  The order is put into the
 * outbox by the unit of the change, so that it is told if and only if it
 * happened.
 */
#ifndef AUTHSVC_HOOK_H
#define AUTHSVC_HOOK_H
#include "call.h"
#include "messages.h"
#include "store.h"

/* What is told. */
enum hook {
#define HOOK(id, type, doc) HOOK_##id,
#include "hook.def"
#undef HOOK
};

/* All inside a write unit, after its locks.  person: their number, 0 when it is not known. */

/* An app that is known by its row; nothing, if it did not ask to be told. */
enum err hook_tell(struct db *db, struct call *c, const struct client *client, enum hook what,
                   int64_t person) MUST_CHECK;

/* The same by id; nothing, if there is no such app any more. */
enum err hook_tell_client(struct db *db, struct call *c, const char *client_id, enum hook what,
                          int64_t person) MUST_CHECK;

/* All whom this person has let in. */
enum err hook_tell_all(struct db *db, struct call *c, const char *person,
                       enum hook what) MUST_CHECK;

#endif
