/*
 * client_store - the rows of clients.
 *
 * With a struct db inside a unit, with a struct store as a unit of its own.
 * Results live in mem; ERR_NOT_FOUND: there is no such client.
 */
#ifndef AUTHSVC_CLIENT_STORE_H
#define AUTHSVC_CLIENT_STORE_H
#include "messages.h"
#include "store.h"

enum err client_store_put(struct db *db, struct arena *mem, const struct client *client) MUST_CHECK;

/* First in every unit that reads a client and then writes, or removes it (db_lock). */
enum err client_store_lock(struct db *db, const char *id) MUST_CHECK;

enum err client_store_get(struct db *db, struct arena *mem, const char *id,
                          struct client *out) MUST_CHECK;
enum err client_store_find(struct store *store, struct arena *mem, const char *id,
                           struct client *out) MUST_CHECK;

/* In the order of ids, those that q asks for; owner: of this person only, NULL: all.  At most as
 * many as it asks for, and fewer where a page would grow larger than a message may be. */
enum { CLIENT_PAGE = 100 };
enum err client_store_page(struct store *store, struct arena *mem, const char *owner,
                           const struct client_page_request *q, struct client_page *out) MUST_CHECK;

/* How many are theirs.  In a write unit: no more until it is over. */
enum err client_store_count(struct db *db, const char *owner, int64_t *n) MUST_CHECK;

/* Writes all that client_update may change, and updated_at. */
enum err client_store_change(struct db *db, struct arena *mem,
                             const struct client *client) MUST_CHECK;

/* Disabling one that was not raises the generation; enabling does not lower it.  A change is
 * written down as an event. */
enum err client_store_disable(struct call *c, const char *id, bool disabled,
                              struct client *out) MUST_CHECK;

enum err client_store_raise_generation(struct db *db, const char *id, int64_t now) MUST_CHECK;

/* OK also when it is not there.  What hangs on it in other tables: see client_leftover_store.h. */
enum err client_store_remove(struct db *db, const char *id) MUST_CHECK;

#endif
