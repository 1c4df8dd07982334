/*
 * jwk - one signing key, public or private.
 *
 * A key fits exactly one algorithm.  It never changes after it is made and
 * may be used by any number of threads at once, until jwk_close.  It is wiped
 * when closed.  What is read is checked to the end: members, canonical
 * lengths, point on the curve, size and soundness of an RSA modulus, private
 * part fitting the public one.  Source: RFC 7517, RFC 7518 6, RFC 7638.
 */
#ifndef JOSE_JWK_H
#define JOSE_JWK_H
#include "arena.h"
#include "jose_alg.h"
#include <jansson.h>

enum {
    JWK_RSA_MIN_BITS = 2048,
    JWK_RSA_MAX_BITS = 4096,
    JWK_TEXT_MAX = 8192, /* bytes of JSON that jwk_read looks at */
    JWK_KID_MAX = 256,   /* bytes */
};

struct jwk;
void jwk_close(struct jwk **self); /* NULL is fine, *self becomes NULL */

/* A new private key: P-256 for ES256, RSA-2048 for RS256 (0.1 to 1 s).  ERR_CRYPTO. */
enum err jwk_make(enum jose_alg alg, struct jwk **out) MUST_CHECK;

/* A key from its JSON.  Refused are: another kty, crv, alg or use; key_ops without sign or verify;
 * repeated or malformed members; any key with a weakness named above.  Members that are not known
 * are ignored, x5u and x5c among them.  A private RSA key needs all of d, p, q, dp, dq, qi and
 * takes 35 to 250 ms to check; public keys take microseconds. ERR_BAD_FIELD or ERR_BAD_MESSAGE, and
 * why (in mem or a constant), which never repeats a value. */
enum err jwk_read(struct arena *mem, const char *text, size_t n, struct jwk **out,
                  const char **why) MUST_CHECK;
enum err jwk_from_json(struct arena *mem, const json_t *object, struct jwk **out,
                       const char **why) MUST_CHECK; /* the same; object stays the caller's */

/* The private key as PKCS #8 DER (RFC 5958), a secret: wrap it before it is stored.  What comes
 * back is taken for what was stored: that the parts fit each other is not computed again.
 * ERR_CRYPTO, also for a public key. */
enum err jwk_private_der(const struct jwk *self, struct arena *mem, struct bytes *out) MUST_CHECK;
enum err jwk_from_private_der(struct bytes der, struct jwk **out) MUST_CHECK; /* ERR_CRYPTO */

enum jose_alg jwk_alg(const struct jwk *self);
bool jwk_is_private(const struct jwk *self);
const char *jwk_kid(const struct jwk *self); /* as read, else the thumbprint; lives with self */
const char *jwk_thumbprint(const struct jwk *self); /* RFC 7638, SHA-256: 43 chars; with self */

/* The public part as JSON: kty, crv, x, y or kty, n, e; then kid, use "sig", alg.  With self. */
const char *jwk_public_json(const struct jwk *self);

#endif
