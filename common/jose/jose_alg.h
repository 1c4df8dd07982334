/*
 * jose_alg - the signature algorithms that Ostiary makes and accepts.
 *
 * Each belongs to one kind of key, so a key decides its algorithm and the
 * header of a token never does (RFC 8725 3.1).  `none` does not exist, and the
 * HMAC family not here: jws_mac has keys and functions of its own.
 * Source: RFC 7518 3.1.
 */
#ifndef JOSE_JOSE_ALG_H
#define JOSE_JOSE_ALG_H
#include "base.h"

enum jose_alg {
    JOSE_ES256, /* ECDSA on P-256 with SHA-256 (RFC 7518 3.4) */
    JOSE_RS256, /* RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 3.3) */
};

const char *jose_alg_name(enum jose_alg alg);                /* "ES256" */
bool jose_alg_by_name(const char *name, enum jose_alg *out); /* false: no such algorithm */

#endif
