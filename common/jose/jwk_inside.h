/*
 * jwk_inside - what the files of this room know about a key, and nobody else.
 */
#ifndef JOSE_JWK_INSIDE_H
#define JOSE_JWK_INSIDE_H
#include "jwk.h"
#include <openssl/evp.h>

enum { P256_LEN = 32 }; /* bytes of a coordinate, of d, of r and of s (RFC 7518 3.4, 6.2.1.2) */

struct jwk {
    enum jose_alg alg;
    bool is_private;
    EVP_PKEY *pkey;
    EVP_MD_CTX *signer, *verifier; /* begun once; each use works on a copy, which only reads them */
    char *kid, *thumbprint, *public_json;
};

/* Makes a jwk around pkey and takes it over, also on failure.  kid: NULL for the thumbprint.
 * ERR_BAD_FIELD and why for a key that is not of our kinds, or weak; ERR_CRYPTO. */
enum err jwk_adopt(EVP_PKEY *pkey, bool is_private, const char *kid, struct jwk **out,
                   const char **why) MUST_CHECK;

/* Which algorithm a key is for, if it is one of ours and has no known weakness.
 * ERR_BAD_FIELD and why, ERR_CRYPTO. */
enum err jwk_judge(EVP_PKEY *pkey, enum jose_alg *alg, const char **why) MUST_CHECK;

#endif
