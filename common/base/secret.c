#include "secret.h"
#include "random.h"
#include <sodium.h>
#include <string.h>

enum {
    NONCE_LEN = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_LEN = crypto_aead_xchacha20poly1305_ietf_ABYTES,
};

static_assert(SECRET_KEY_LEN == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key length");
static_assert(SECRET_HASH_LEN == crypto_auth_hmacsha256_BYTES, "hash length");

enum err secret_init(void)
{
    return sodium_init() < 0 ? ERR_CRYPTO : OK;
}

bool secret_equal(struct bytes a, struct bytes b)
{
    return a.p && b.p && a.n == b.n && sodium_memcmp(a.p, b.p, a.n) == 0;
}

bool secret_equal_str(const char *a, const char *b)
{
    return secret_equal(bytes_of(a), bytes_of(b));
}

void secret_wipe(void *p, size_t n)
{
    sodium_memzero(p, n);
}

struct bytes secret_digest(struct arena *mem, struct bytes in)
{
    uint8_t *out = arena_alloc(mem, crypto_hash_sha256_BYTES);

    crypto_hash_sha256(out, in.p, in.n);
    return (struct bytes){out, crypto_hash_sha256_BYTES};
}

struct bytes secret_mac(struct arena *mem, struct bytes key, struct bytes in)
{
    crypto_auth_hmacsha256_state state;
    uint8_t *out = arena_alloc(mem, SECRET_HASH_LEN);

    crypto_auth_hmacsha256_init(&state, key.p, key.n);
    crypto_auth_hmacsha256_update(&state, in.p, in.n);
    crypto_auth_hmacsha256_final(&state, out);
    sodium_memzero(&state, sizeof state);
    return (struct bytes){out, SECRET_HASH_LEN};
}

struct bytes secret_wrap(struct arena *mem, struct bytes key, const char *ad, struct bytes plain)
{
    uint8_t *out = arena_alloc(mem, NONCE_LEN + plain.n + TAG_LEN);

    assert(key.n == SECRET_KEY_LEN);
    random_bytes(out, NONCE_LEN);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE_LEN, NULL, plain.p, plain.n,
                                               (const uint8_t *)ad, strlen(ad), NULL, out, key.p);
    return (struct bytes){out, NONCE_LEN + plain.n + TAG_LEN};
}

enum err secret_unwrap(struct arena *mem, struct bytes key, const char *ad, struct bytes wrapped,
                       struct bytes *plain)
{
    if (key.n != SECRET_KEY_LEN || wrapped.n < NONCE_LEN + TAG_LEN)
        return ERR_CRYPTO;

    size_t n = wrapped.n - NONCE_LEN - TAG_LEN;
    uint8_t *out = arena_alloc(mem, n ? n : 1);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, wrapped.p + NONCE_LEN,
                                                   wrapped.n - NONCE_LEN, (const uint8_t *)ad,
                                                   strlen(ad), wrapped.p, key.p) != 0)
        return ERR_CRYPTO;
    *plain = (struct bytes){out, n};
    return OK;
}
