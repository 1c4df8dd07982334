/*
 * signature - signing bytes with a key, in the form that JWS wants.
 *
 * RS256 signatures are as long as the modulus; those of ES256 are r and s, 32
 * bytes each, big-endian (libcrypto speaks DER).  Both of s and n - s are good:
 * JWS does not forbid it.  Source: RFC 7518 3.3, 3.4.
 */
#ifndef JOSE_SIGNATURE_H
#define JOSE_SIGNATURE_H
#include "jwk.h"

enum err signature_make(struct arena *mem, const struct jwk *key, struct bytes input,
                        struct bytes *out) MUST_CHECK; /* ERR_CRYPTO */

bool signature_good(struct arena *mem, const struct jwk *key, struct bytes input,
                    struct bytes signature);

#endif
