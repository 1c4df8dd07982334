/*
 * secret - handling what must not leak: comparing, hashing, wrapping.
 *
 * Generated secrets have 256 bits, so one fast hash under a key is enough to
 * store them (passwords are another matter: usersvc/password.c).
 * Wrapping is XChaCha20-Poly1305 with a random nonce; the associated data ties
 * the value to the place where it is kept.  Thread-safe.
 */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H
#include "arena.h"

enum { SECRET_KEY_LEN = 32, SECRET_HASH_LEN = 32 };

enum err secret_init(void) MUST_CHECK; /* once a process, before anything else here */

/* In time that tells only the lengths.  What is absent equals nothing, not even what is absent. */
bool secret_equal(struct bytes a, struct bytes b);
bool secret_equal_str(const char *a, const char *b);
void secret_wipe(void *p, size_t n);

struct bytes secret_digest(struct arena *mem, struct bytes in);                /* SHA-256 */
struct bytes secret_mac(struct arena *mem, struct bytes key, struct bytes in); /* HMAC-SHA-256 */

/* out = nonce, ciphertext, tag.  key: SECRET_KEY_LEN bytes.  ad: what and where, e.g.
 * "tokensvc.key:<kid>" */
struct bytes secret_wrap(struct arena *mem, struct bytes key, const char *ad, struct bytes plain);
enum err secret_unwrap(struct arena *mem, struct bytes key, const char *ad, struct bytes wrapped,
                       struct bytes *plain) MUST_CHECK; /* ERR_CRYPTO: wrong key, place or bytes */

#endif
