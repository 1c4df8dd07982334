/*
 * verified - signatures that were found good before.
 *
 * Checking one of our own signatures costs three times as much as making it,
 * so the SHA-256 of tokens whose signature was good is remembered.  That spares
 * the signature and nothing else.  Bounded; a new token takes the place of an
 * older one.  Thread-safe.
 */
#ifndef TOKENSVC_VERIFIED_H
#define TOKENSVC_VERIFIED_H
#include "base.h"

enum { VERIFIED_MAX = 8192, VERIFIED_LEN = 32 };

struct verified;
struct verified *verified_open(void);
void verified_close(struct verified **self); /* NULL is fine */

bool verified_has(struct verified *self, const uint8_t digest[VERIFIED_LEN]);
void verified_add(struct verified *self, const uint8_t digest[VERIFIED_LEN]);

#endif
