/*
 * jws_mac - compact JSON Web Signatures under a shared secret (HS256).
 *
 * For tokens that we alone make and check: whoever can check one can make one.
 * The secret is a type of its own and has functions of its own, so that it
 * cannot stand where a public key is expected, nor the reverse (RFC 8725 2.1,
 * 3.1): jws_verify takes no HS256 token, and jws_mac_verify nothing else.
 * Thread-safe.  Source: RFC 7515, RFC 7518 3.2.
 */
#ifndef JOSE_JWS_MAC_H
#define JOSE_JWS_MAC_H
#include "jws.h"

enum { OCT_KEY_MIN = 32 }; /* bytes; a key is no shorter than the hash */

/* A key of kty "oct".  Both belong to the caller. */
struct oct_key {
    const char *kid; /* goes into the header */
    struct bytes secret;
};

/* As jws_sign: the header is {"typ","alg","kid"}.  ERR_CRYPTO: the secret is too short. */
enum err jws_mac_sign(struct arena *mem, const struct oct_key *key, const char *typ,
                      struct bytes payload, const char **compact) MUST_CHECK;

/* As jws_verify, in every point; the MAC is compared in time that does not depend on it.
 * ERR_INVALID_TOKEN and why; ERR_CRYPTO: the secret is too short. */
enum err jws_mac_verify(struct arena *mem, const struct oct_key *key, const char *typ,
                        const char *compact, struct bytes *payload, const char **why) MUST_CHECK;

#endif
