/*
 * random - the only source of chance.
 *
 * Bytes come from getrandom(2) unless a test put a source of its own in place
 * before any thread started.  Never fails: without randomness the process
 * aborts.
 */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H
#include "arena.h"

void random_bytes(void *out, size_t n);
const char *random_token(struct arena *mem, size_t n); /* n random bytes, base64url */

void random_replace(void (*replacement)(void *self, void *out, size_t n),
                    void *self); /* NULL: the real one */

#endif
