/*
 * base32 - bytes as people type them: RFC 4648 6, without padding.
 */
#ifndef USERSVC_BASE32_H
#define USERSVC_BASE32_H
#include "arena.h"

/* in.n is a multiple of 5, so that there is nothing to pad. */
const char *base32_encode(struct arena *mem, struct bytes in);

/* ERR_CRYPTO: it is no base32. */
enum err base32_decode(struct arena *mem, const char *text, struct bytes *out) MUST_CHECK;

#endif
