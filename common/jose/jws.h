/*
 * jws - compact JSON Web Signatures.
 *
 * The key decides the algorithm; a header only has to agree with it.  Nothing
 * in a header is ever used as a key or as an address: jwk, jku, x5u, x5c are
 * ignored.  Thread-safe: one key may serve all threads at once.
 * Source: RFC 7515, RFC 7518 3, RFC 8725.
 */
#ifndef JOSE_JWS_H
#define JOSE_JWS_H
#include "jwk.h"

enum { JWS_MAX = 16384 }; /* bytes of a compact token; longer ones are refused unread */

/* header.payload.signature with the header {"typ","alg","kid"}.  typ: "at+jwt", "JWT", ...
 * The token lives in mem.  ERR_CRYPTO, also when the key is not private. */
enum err jws_sign(struct arena *mem, const struct jwk *key, const char *typ, struct bytes payload,
                  const char **compact) MUST_CHECK;

/* The payload (in mem), once everything is as it must be: exactly three parts in strict base64url,
 * header a JSON object, alg that of the key, typ as expected (case does not matter, and
 * "application/" in front is the same: RFC 7515 4.1.9; typ NULL takes any or none), no crit, b64
 * or zip, signature of the exact length and right.  kid is not compared: choosing the key was the
 * caller's business.
 * ERR_INVALID_TOKEN and why (a short text in mem or a constant, for logs); ERR_CRYPTO is ours. */
enum err jws_verify(struct arena *mem, const struct jwk *key, const char *typ, const char *compact,
                    struct bytes *payload, const char **why) MUST_CHECK;

/* The kid of the header, to choose the key that jws_verify is then called with; *kid is NULL when
 * there is none.  NOTHING IS VERIFIED: whoever sent the token wrote this.  ERR_INVALID_TOKEN when
 * the header cannot be read. */
enum err jws_peek_kid(struct arena *mem, const char *compact, const char **kid) MUST_CHECK;

#endif
