/*
 * key_store - the rows of signing keys and MAC keys, wrapped.
 *
 * The number of changes grows with each of them, so that a replica sees with
 * one small read whether its keys are still all.  Results live in mem.
 * New signing keys are written down as events.  Thread-safe.  ERR_STORAGE and ERR_BUSY: see
 * store.h.
 */
#ifndef TOKENSVC_KEY_STORE_H
#define TOKENSVC_KEY_STORE_H
#include "call.h"
#include "jose_alg.h"
#include "store.h"

struct key_row {
    enum jose_alg alg;
    int64_t number;
    const char *kid;
    struct bytes wrapped;
    int64_t active_at, retired_at, removed_at; /* the last two: 0 while not decided */
};

struct mac_row {
    int64_t kid;
    struct bytes wrapped;
};

enum { KEY_ROWS_MAX = 16, MAC_ROWS_MAX = 16 }; /* KEY_ROWS_MAX: as many as a JWKS holds */

struct key_rows {
    int64_t change; /* as of which change */
    struct key_row signing[KEY_ROWS_MAX];
    size_t n_signing;
    struct mac_row mac[MAC_ROWS_MAX]; /* newest first */
    size_t n_mac;
};

enum err key_store_change(struct store *store, int64_t *out) MUST_CHECK;

/* All keys, the newest first. */
enum err key_store_load(struct store *store, struct arena *mem, struct key_rows *out) MUST_CHECK;

/* A first key, unless another process was first: then nothing happens. */
enum err key_store_add_first(struct store *store, struct call *c,
                             const struct key_row *row) MUST_CHECK;
enum err key_store_add_first_mac(struct store *store, const struct mac_row *row) MUST_CHECK;

/* One more key; those of its algorithm that have no end yet retire when it becomes active and are
 * removed `keep` ms later.  The number is given here.  ERR_EXISTS: there is one that is not active
 * at now yet.  ERR_BUSY: there are as many as can be published. */
enum err key_store_rotate(struct store *store, struct call *c, struct key_row *row,
                          int64_t keep) MUST_CHECK;

enum err key_store_expire(struct store *store, int64_t now) MUST_CHECK;

#endif
