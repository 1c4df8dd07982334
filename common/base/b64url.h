/*
 * b64url - base64url without padding (RFC 7515 section 2, RFC 4648 section 5).
 */
#ifndef BASE_B64URL_H
#define BASE_B64URL_H
#include "arena.h"

const char *b64url_encode(struct arena *mem, struct bytes in);

/* Strict: no padding, no white space, no bits left over.  ERR_BAD_MESSAGE otherwise. */
enum err b64url_decode(struct arena *mem, const char *in, size_t n, struct bytes *out) MUST_CHECK;

#endif
