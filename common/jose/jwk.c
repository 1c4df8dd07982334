#include "b64url.h"
#include "digest.h"
#include "json.h"
#include "jwk_inside.h"
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdlib.h>

enum { SCRATCH = 65536 };

void jwk_close(struct jwk **self)
{
    struct jwk *jwk = *self;

    if (!jwk)
        return;
    EVP_MD_CTX_free(jwk->signer);
    EVP_MD_CTX_free(jwk->verifier);
    EVP_PKEY_free(jwk->pkey); /* wipes the private part */
    free(jwk->kid);
    free(jwk->thumbprint);
    free(jwk->public_json);
    free(jwk);
    *self = NULL;
}

static bool begin_contexts(struct jwk *self)
{
    if (self->is_private) {
        self->signer = EVP_MD_CTX_new();
        if (!self->signer ||
            !EVP_DigestSignInit_ex(self->signer, NULL, "SHA256", NULL, NULL, self->pkey, NULL))
            return false;
    }
    self->verifier = EVP_MD_CTX_new();
    return self->verifier &&
           EVP_DigestVerifyInit_ex(self->verifier, NULL, "SHA256", NULL, NULL, self->pkey, NULL);
}

/* A public number of the key in base64url, big-endian: width bytes, or with 0 as few as it takes
 * (RFC 7518 2).  NULL: there is no such number. */
static const char *number(struct arena *mem, const EVP_PKEY *pkey, const char *name, size_t width)
{
    BIGNUM *bn = NULL;

    if (!EVP_PKEY_get_bn_param(pkey, name, &bn))
        return NULL;
    size_t n = width ? width : (size_t)BN_num_bytes(bn);
    uint8_t *raw = arena_alloc(mem, n);
    bool fits = BN_bn2binpad(bn, raw, (int)n) > 0;
    BN_free(bn);
    return fits ? b64url_encode(mem, (struct bytes){raw, n}) : NULL;
}

/* The two public numbers, by their names in a JWK. */
struct public_part {
    const char *first_name, *first, *second_name, *second;
};

static struct public_part public_part(struct arena *mem, const struct jwk *self)
{
    if (self->alg == JOSE_ES256)
        return (struct public_part){
            "x",
            number(mem, self->pkey, OSSL_PKEY_PARAM_EC_PUB_X, P256_LEN),
            "y",
            number(mem, self->pkey, OSSL_PKEY_PARAM_EC_PUB_Y, P256_LEN),
        };
    return (struct public_part){
        "n",
        number(mem, self->pkey, OSSL_PKEY_PARAM_RSA_N, 0),
        "e",
        number(mem, self->pkey, OSSL_PKEY_PARAM_RSA_E, 0),
    };
}

/* RFC 7638 3: the required members, sorted by name, without blanks. */
static const char *thumbprint(struct arena *mem, const struct jwk *self,
                              const struct public_part *part)
{
    uint8_t digest[DIGEST_LEN];
    const char *json =
        self->alg == JOSE_ES256
            ? arena_printf(mem, "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}",
                           part->first, part->second)
            : arena_printf(mem, "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}", part->second,
                           part->first);

    digest_sha256(bytes_of(json), digest);
    return b64url_encode(mem, (struct bytes){digest, sizeof digest});
}

static const char *print_public(struct arena *mem, const struct jwk *self,
                                const struct public_part *part)
{
    struct buf out;
    struct json json;
    bool ec = self->alg == JOSE_ES256;

    buf_init(&out, mem, 512);
    json_init(&json, &out);
    json_open(&json, NULL, '{');
    json_str(&json, "kty", ec ? "EC" : "RSA");
    json_str(&json, "crv", ec ? "P-256" : NULL);
    json_str(&json, part->first_name, part->first);
    json_str(&json, part->second_name, part->second);
    json_str(&json, "kid", self->kid);
    json_str(&json, "use", "sig");
    json_str(&json, "alg", jose_alg_name(self->alg));
    json_close(&json, '}');
    return buf_text(&out);
}

static bool describe(struct jwk *self, const char *kid)
{
    AUTO(arena) mem;

    arena_init(&mem, SCRATCH);
    struct public_part part = public_part(&mem, self);
    if (!part.first || !part.second)
        return false;
    self->thumbprint = xstrdup(thumbprint(&mem, self, &part));
    self->kid = xstrdup(kid ? kid : self->thumbprint);
    self->public_json = xstrdup(print_public(&mem, self, &part));
    return true;
}

enum err jwk_adopt(EVP_PKEY *pkey, bool is_private, const char *kid, struct jwk **out,
                   const char **why)
{
    AUTO_CLOSE(jwk) *self = xcalloc(1, sizeof *self);

    self->pkey = pkey;
    self->is_private = is_private;
    enum err e = pkey ? jwk_judge(pkey, &self->alg, why) : ERR_CRYPTO;
    if (!e && (!begin_contexts(self) || !describe(self, kid)))
        e = ERR_CRYPTO;
    ERR_clear_error();
    if (e)
        return e;
    *out = self;
    self = NULL;
    return OK;
}

enum err jwk_make(enum jose_alg alg, struct jwk **out)
{
    const char *why = NULL;
    EVP_PKEY *pkey = alg == JOSE_ES256 ? EVP_EC_gen("P-256") : EVP_RSA_gen(JWK_RSA_MIN_BITS);

    return jwk_adopt(pkey, true, NULL, out, &why) ? ERR_CRYPTO : OK;
}

enum err jwk_private_der(const struct jwk *self, struct arena *mem, struct bytes *out)
{
    PKCS8_PRIV_KEY_INFO *info = self->is_private ? EVP_PKEY2PKCS8(self->pkey) : NULL;

    if (!info)
        return ERR_CRYPTO;
    int n = i2d_PKCS8_PRIV_KEY_INFO(info, NULL);
    if (n > 0) {
        uint8_t *der = arena_alloc(mem, (size_t)n), *end = der;
        i2d_PKCS8_PRIV_KEY_INFO(info, &end);
        *out = (struct bytes){der, (size_t)n};
    }
    PKCS8_PRIV_KEY_INFO_free(info); /* wipes */
    return n > 0 ? OK : ERR_CRYPTO;
}

enum err jwk_from_private_der(struct bytes der, struct jwk **out)
{
    const uint8_t *end = der.p;
    const char *why = NULL;
    PKCS8_PRIV_KEY_INFO *info = d2i_PKCS8_PRIV_KEY_INFO(NULL, &end, (long)der.n);
    bool whole = info && end == der.p + der.n;
    EVP_PKEY *pkey = whole ? EVP_PKCS82PKEY_ex(info, NULL, NULL) : NULL;

    PKCS8_PRIV_KEY_INFO_free(info);
    return jwk_adopt(pkey, true, NULL, out, &why) ? ERR_CRYPTO : OK;
}

enum jose_alg jwk_alg(const struct jwk *self)
{
    return self->alg;
}

bool jwk_is_private(const struct jwk *self)
{
    return self->is_private;
}

const char *jwk_kid(const struct jwk *self)
{
    return self->kid;
}

const char *jwk_thumbprint(const struct jwk *self)
{
    return self->thumbprint;
}

const char *jwk_public_json(const struct jwk *self)
{
    return self->public_json;
}
