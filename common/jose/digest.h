/*
 * digest - SHA-256, cheap enough for every request (0.1 us for 43 bytes).
 *
 * The algorithm is fetched once a process.  Thread-safe; cannot fail: a
 * libcrypto that cannot hash aborts.
 * Source: FIPS 180-4, OpenID Connect Core 3.1.3.6.
 */
#ifndef JOSE_DIGEST_H
#define JOSE_DIGEST_H
#include "arena.h"

enum { DIGEST_LEN = 32 };

void digest_sha256(struct bytes in, uint8_t out[DIGEST_LEN]);

/* base64url of the first 16 bytes of SHA-256(text): at_hash and c_hash of tokens signed with
 * ES256 or RS256. */
const char *digest_left_half(struct arena *mem, const char *text);

#endif
