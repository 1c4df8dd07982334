/*
 * key_set - the keys of one moment: what signs, what is published, what MACs refresh tokens.
 *
 * A set never changes and may be used by any number of threads; it lives until
 * the last who holds it closes it.  A signing key goes pending, active,
 * retiring, gone by the times in its row: it is published before it signs and
 * after it has signed, because others remember the published set.
 * Source: OpenID Connect Core 10.1.1.
 */
#ifndef TOKENSVC_KEY_SET_H
#define TOKENSVC_KEY_SET_H
#include "jwk.h"
#include "key_store.h"
#include "secret.h"
#include <stdatomic.h>

enum key_state { KEY_PENDING, KEY_ACTIVE, KEY_RETIRING, KEY_GONE };

struct key_entry {
    struct jwk *jwk;
    int64_t active_at, retired_at, removed_at; /* the last two: 0 while not decided */
};

struct mac_key {
    int64_t kid;
    uint8_t key[SECRET_KEY_LEN];
};

struct key_set {
    atomic_int holders;
    int64_t change; /* of key_store */
    size_t n_signing, n_mac;
    struct key_entry signing[KEY_ROWS_MAX]; /* newest first */
    struct mac_key mac[MAC_ROWS_MAX];       /* newest first */
};

/* How a key was wrapped: under kek, tied to the tenant. */
struct key_wrap {
    struct bytes kek;
    const char *tenant;
};
struct bytes key_wrap_signing(struct arena *mem, const struct key_wrap *self, const char *kid,
                              struct bytes der);
struct bytes key_wrap_mac(struct arena *mem, const struct key_wrap *self, int64_t kid,
                          struct bytes key);

/* Opens all rows.  ERR_CRYPTO, logged: kek does not fit, or a row is damaged. */
enum err key_set_open(const struct key_rows *rows, const struct key_wrap *wrap,
                      struct key_set **out) MUST_CHECK;
struct key_set *key_set_hold(struct key_set *self); /* one more holder */
void key_set_close(struct key_set **self);          /* NULL is fine */

enum key_state key_entry_state(const struct key_entry *self, int64_t now);
const char *key_state_name(enum key_state state); /* "pending" */

/* The key that signs now.  A clock that was set back may be earlier than all of them: then the
 * oldest does.  NULL: there is none. */
const struct jwk *key_set_signer(const struct key_set *self, enum jose_alg alg, int64_t now);

/* A key whose signatures count, by its kid; NULL: there is none. */
const struct jwk *key_set_find(const struct key_set *self, const char *kid, int64_t now);

const struct mac_key *key_set_mac(const struct key_set *self, int64_t kid); /* NULL: none */
/* The newest whose kid has these last 8 bits; NULL: none. */
const struct mac_key *key_set_mac_ending(const struct key_set *self, int64_t bits);
const struct mac_key *key_set_newest_mac(const struct key_set *self);

#endif
