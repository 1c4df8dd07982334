/*
 * vault - secrets that have to be shown again, kept so that a copy of the data alone shows nothing.
 *
 * Generated secrets are recognised by a keyed hash; only where a wire wants the
 * value itself is there a copy, sealed under a key of its owner, which is
 * wrapped under the service's key-encryption key.  The place (kind and id of
 * the row) is part of the seal, so a copy cannot be moved to another row.
 * Forgetting an owner's key makes all of their copies worthless at once.
 *
 * The service's schema declares the table:
 *
 *   CREATE TABLE owner_key (
 *       owner   TEXT PRIMARY KEY,
 *       wrapped BLOB NOT NULL
 *   );
 *
 * All run inside a unit (store.h); results live in mem.
 */
#ifndef STORE_VAULT_H
#define STORE_VAULT_H
#include "arena.h"
#include "store.h"

struct vault {
    struct bytes kek; /* SECRET_KEY_LEN bytes */
    const char *tenant;
};

struct vault_place {
    const char *owner; /* whose key */
    const char *kind;  /* "client_secret" */
    const char *id;    /* of the row */
};

/* Inside a write unit: the owner's key is made if there is none. */
enum err vault_seal(struct db *db, struct arena *mem, const struct vault *self,
                    const struct vault_place *place, const char *secret,
                    struct bytes *sealed) MUST_CHECK;

/* ERR_NOT_FOUND: the owner's key is forgotten.  ERR_CRYPTO: another place, key or kek. */
enum err vault_open(struct db *db, struct arena *mem, const struct vault *self,
                    const struct vault_place *place, struct bytes sealed,
                    const char **secret) MUST_CHECK;

enum err vault_forget(struct db *db, const char *owner) MUST_CHECK; /* OK also when there is none */

#endif
