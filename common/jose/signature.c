#include "signature.h"
#include "jwk_inside.h"
#include <openssl/ec.h>
#include <openssl/err.h>

enum { ES256_LEN = 2 * P256_LEN };

/* The key's contexts stay as they were begun: to copy one costs less than to begin another. */
static EVP_MD_CTX *copy(const EVP_MD_CTX *begun)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();

    if (!ctx || EVP_MD_CTX_copy_ex(ctx, begun) != 1) {
        EVP_MD_CTX_free(ctx);
        return NULL;
    }
    return ctx;
}

static enum err raw_from_der(struct arena *mem, struct bytes der, struct bytes *out)
{
    const uint8_t *end = der.p;
    ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &end, (long)der.n);
    uint8_t *raw = arena_alloc(mem, ES256_LEN);

    bool good = sig && BN_bn2binpad(ECDSA_SIG_get0_r(sig), raw, P256_LEN) == P256_LEN &&
                BN_bn2binpad(ECDSA_SIG_get0_s(sig), raw + P256_LEN, P256_LEN) == P256_LEN;
    ECDSA_SIG_free(sig);
    if (!good)
        return ERR_CRYPTO;
    *out = (struct bytes){raw, ES256_LEN};
    return OK;
}

/* Absent bytes when it cannot be done. */
static struct bytes der_from_raw(struct arena *mem, struct bytes raw)
{
    struct bytes out = {0};
    ECDSA_SIG *sig = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(raw.p, P256_LEN, NULL), *s = BN_bin2bn(raw.p + P256_LEN, P256_LEN, NULL);

    if (!sig || !r || !s || ECDSA_SIG_set0(sig, r, s) != 1) {
        BN_free(r);
        BN_free(s);
    } else {
        uint8_t *der = arena_alloc(mem, (size_t)i2d_ECDSA_SIG(sig, NULL)), *end = der;
        out = (struct bytes){der, (size_t)i2d_ECDSA_SIG(sig, &end)};
    }
    ECDSA_SIG_free(sig);
    return out;
}

enum err signature_make(struct arena *mem, const struct jwk *key, struct bytes input,
                        struct bytes *out)
{
    if (!key->is_private)
        return ERR_CRYPTO;

    size_t n = (size_t)EVP_PKEY_get_size(key->pkey);
    uint8_t *raw = arena_alloc(mem, n);
    EVP_MD_CTX *ctx = copy(key->signer);
    bool made = ctx && EVP_DigestSign(ctx, raw, &n, input.p, input.n) == 1;
    EVP_MD_CTX_free(ctx);
    if (!made) {
        ERR_clear_error();
        return ERR_CRYPTO;
    }
    if (key->alg == JOSE_ES256)
        return raw_from_der(mem, (struct bytes){raw, n}, out);
    *out = (struct bytes){raw, n};
    return OK;
}

bool signature_good(struct arena *mem, const struct jwk *key, struct bytes input,
                    struct bytes signature)
{
    bool ec = key->alg == JOSE_ES256;

    if (signature.n != (ec ? (size_t)ES256_LEN : (size_t)EVP_PKEY_get_size(key->pkey)))
        return false;
    if (ec)
        signature = der_from_raw(mem, signature);
    EVP_MD_CTX *ctx = copy(key->verifier);
    bool good = ctx && signature.p &&
                EVP_DigestVerify(ctx, signature.p, signature.n, input.p, input.n) == 1;
    EVP_MD_CTX_free(ctx);
    ERR_clear_error();
    return good;
}
