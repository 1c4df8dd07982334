/*
 * signing_keys - where the keys of this process come from: made, read again, rotated.
 *
 * The set in memory is at most SIGNING_KEYS_FRESH ms behind the database.  On
 * a fresh database an ES256 key, an RS256 key (OpenID Connect Discovery 3
 * wants RS256 offered) and a MAC key are made; of several processes that do so
 * at once all end with the same ones.  Thread-safe.  Source:
 * OpenID Connect Core 10.1.1.
 */
#ifndef TOKENSVC_SIGNING_KEYS_H
#define TOKENSVC_SIGNING_KEYS_H
#include "key_set.h"
#include "store.h"

enum {
    SIGNING_KEYS_FRESH = 1000,
    SIGNING_KEYS_CACHED = 300,                 /* s: how long others may remember the key set */
    SIGNING_KEYS_PENDING = 2 * 300 * 1000,     /* ms: longer than that */
    SIGNING_KEYS_RETIRING = (60 + 10) * 60000, /* ms: longer than any signed token lives */
};

struct signing_keys;

/* wrap is copied; store is borrowed; c: for the time it takes.  ERR_CRYPTO and ERR_CONFIG, logged:
 * the key-encryption key is missing or does not fit. */
enum err signing_keys_open(struct store *store, const struct key_wrap *wrap, struct call *c,
                           struct signing_keys **out) MUST_CHECK;
void signing_keys_close(struct signing_keys **self);

/* The keys as they are now.  Close the set when done: AUTO_CLOSE(key_set). */
enum err signing_keys_now(struct signing_keys *self, struct key_set **out) MUST_CHECK;

/* The same, and the database is asked at once if there is no key with that kid. */
enum err signing_keys_with(struct signing_keys *self, const char *kid,
                           struct key_set **out) MUST_CHECK;

/* Makes a key that signs SIGNING_KEYS_PENDING after now; *kid is its name.  ERR_EXISTS and
 * ERR_BUSY: key_store_rotate. */
enum err signing_keys_rotate(struct signing_keys *self, struct call *c, enum jose_alg alg,
                             const char **kid) MUST_CHECK;

#endif
