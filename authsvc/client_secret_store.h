/*
 * client_secret_store - what recognises the secrets of confidential clients.
 *
 * A client has one secret, or two while an old one overlaps its successor.
 * Only the newest has no end, and may have a sealed copy of the secret itself.
 */
#ifndef AUTHSVC_CLIENT_SECRET_STORE_H
#define AUTHSVC_CLIENT_SECRET_STORE_H
#include "messages.h"
#include "store.h"

enum { CLIENT_SECRETS_MAX = 2 }; /* in use at once */

/* sealed: the copy; absent: there is none. */
enum err client_secret_store_put(struct db *db, const char *client_id,
                                 const struct secret_check *check, struct bytes sealed) MUST_CHECK;

/* The copy of the newest.  ERR_NOT_FOUND: there is none. */
enum err client_secret_store_sealed(struct db *db, struct arena *mem, const char *client_id,
                                    struct bytes *out) MUST_CHECK;

/* Lets the newest secret end at `until` (ms), and any older one now. */
enum err client_secret_store_retire(struct db *db, const char *client_id, int64_t until) MUST_CHECK;

/* The same without a newest: any older one ends now.  OK: also when there is none. */
enum err client_secret_store_settle(struct db *db, const char *client_id) MUST_CHECK;

/* When the older of two ends; 0: there is none. */
enum err client_secret_store_until(struct db *db, const char *client_id, int64_t now,
                                   int64_t *out) MUST_CHECK;

/* All secrets end now. */
enum err client_secret_store_remove(struct db *db, const char *client_id) MUST_CHECK;

/* Those in use at now; out has room for CLIENT_SECRETS_MAX. */
enum err client_secret_store_list(struct db *db, struct arena *mem, const char *client_id,
                                  int64_t now, struct secret_check *out, size_t *n) MUST_CHECK;

/* Removes what has expired, `most` rows at most. */
enum err client_secret_store_expire(struct db *db, int64_t now, int64_t most) MUST_CHECK;

#endif
