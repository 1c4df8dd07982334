/*
 * event_key_store - the keys that personal values in events are sealed with, one for each person.
 *
 * A key is random, wrapped by the service's key-encryption key, and stands in
 * the person's row: when the account is erased it goes, and what was sealed
 * with it can be opened by nobody.  It is made with the first event that needs
 * it.  Results live in mem.
 */
#ifndef USERSVC_EVENT_KEY_STORE_H
#define USERSVC_EVENT_KEY_STORE_H
#include "arena.h"
#include "store.h"

/* Inside a write unit: the key of a person who is there, made if there is none.  ERR_CRYPTO: it was
 * wrapped by another key-encryption key. */
enum err event_key_need(struct db *db, struct bytes kek, struct arena *mem, const char *person,
                        struct bytes *out) MUST_CHECK;

/* ERR_NOT_FOUND: there is none, or no longer. */
enum err event_key_find(struct store *store, struct bytes kek, struct arena *mem,
                        const char *person, struct bytes *out) MUST_CHECK;

#endif
