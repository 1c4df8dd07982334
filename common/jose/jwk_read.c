#include "b64url.h"
#include "json.h"
#include "jwk_inside.h"
#include "text.h"
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <string.h>

/* The members of a key that are numbers, and what libcrypto calls them. */
struct number {
    const char *name, *param;
    bool is_private;
};

static const struct number rsa_numbers[] = {
    {"n", OSSL_PKEY_PARAM_RSA_N, false},         {"e", OSSL_PKEY_PARAM_RSA_E, false},
    {"d", OSSL_PKEY_PARAM_RSA_D, true},          {"p", OSSL_PKEY_PARAM_RSA_FACTOR1, true},
    {"q", OSSL_PKEY_PARAM_RSA_FACTOR2, true},    {"dp", OSSL_PKEY_PARAM_RSA_EXPONENT1, true},
    {"dq", OSSL_PKEY_PARAM_RSA_EXPONENT2, true}, {"qi", OSSL_PKEY_PARAM_RSA_COEFFICIENT1, true},
};

enum {
    MAX_PARAMS = ARRAY_LEN(rsa_numbers) + 1,
    MAX_KEY_OPS = 16, /* RFC 7517 4.3 knows eight */
};

/* A key on its way from JSON to libcrypto. */
struct reading {
    struct arena *mem;
    const json_t *object;
    const char *kid;
    bool is_private;
    OSSL_PARAM params[MAX_PARAMS];
    size_t n_params;
    const char *why;
};

static enum err refuse(struct reading *self, const char *why)
{
    self->why = why;
    return ERR_BAD_FIELD;
}

/* *out is NULL when the member is absent. */
static enum err optional_text(struct reading *self, const char *name, const char **out)
{
    const json_t *value = json_object_get(self->object, name);

    if (value && !json_is_string(value))
        return refuse(self, arena_printf(self->mem, "%s is not a string", name));
    *out = json_string_value(value);
    return OK;
}

static enum err member(struct reading *self, const char *name, struct bytes *out)
{
    const char *text = NULL;
    enum err e = optional_text(self, name, &text);

    if (e)
        return e;
    if (!text)
        return refuse(self, arena_printf(self->mem, "%s is missing", name));
    if (b64url_decode(self->mem, text, strlen(text), out) || out->n == 0)
        return refuse(self, arena_printf(self->mem, "%s is not base64url", name));
    return OK;
}

/* libcrypto takes numbers in the order of the machine. */
static void add_number(struct reading *self, const char *param, struct bytes big_endian)
{
    uint8_t *native = arena_alloc(self->mem, big_endian.n);

    for (size_t i = 0; i < big_endian.n; i++)
        native[i] = big_endian.p[__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? i : big_endian.n - 1 - i];
    self->params[self->n_params++] = OSSL_PARAM_construct_BN(param, native, big_endian.n);
}

/* RFC 7518 6.2: coordinates and d have the full length of the curve. */
static enum err p256_member(struct reading *self, const char *name, struct bytes *out)
{
    enum err e = member(self, name, out);

    if (!e && out->n != P256_LEN)
        e = refuse(self, arena_printf(self->mem, "%s does not have %d bytes", name, P256_LEN));
    return e;
}

static enum err read_ec(struct reading *self)
{
    static char group[] = "prime256v1";
    const char *crv = NULL;
    struct bytes x, y, d;
    enum err e = OK;

    if ((e = optional_text(self, "crv", &crv)))
        return e;
    if (!crv || strcmp(crv, "P-256") != 0)
        return refuse(self, "crv is not P-256");
    if ((e = p256_member(self, "x", &x)) || (e = p256_member(self, "y", &y)))
        return e;

    uint8_t *point = arena_alloc(self->mem, 1 + 2 * P256_LEN);
    point[0] = 4; /* uncompressed (SEC 1 2.3.3) */
    memcpy(point + 1, x.p, P256_LEN);
    memcpy(point + 1 + P256_LEN, y.p, P256_LEN);
    self->params[self->n_params++] =
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0);
    self->params[self->n_params++] =
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, 1 + 2 * P256_LEN);

    self->is_private = json_object_get(self->object, "d") != NULL;
    if (!self->is_private)
        return OK;
    if ((e = p256_member(self, "d", &d)))
        return e;
    add_number(self, OSSL_PKEY_PARAM_PRIV_KEY, d);
    return OK;
}

/* RFC 7518 6.3: numbers are as short as can be. */
static enum err read_rsa(struct reading *self)
{
    if (json_object_get(self->object, "oth"))
        return refuse(self, "oth: keys of more than two primes are not accepted");
    for (size_t i = 0; i < ARRAY_LEN(rsa_numbers); i++)
        if (rsa_numbers[i].is_private && json_object_get(self->object, rsa_numbers[i].name))
            self->is_private = true;

    for (size_t i = 0; i < ARRAY_LEN(rsa_numbers); i++) {
        const struct number *number = &rsa_numbers[i];
        struct bytes value;
        if (number->is_private && !self->is_private)
            continue;
        enum err e = member(self, number->name, &value);
        if (e)
            return e;
        if (value.p[0] == 0)
            return refuse(self, arena_printf(self->mem, "%s begins with a zero", number->name));
        if (value.n > JWK_RSA_MAX_BITS / 8)
            return refuse(self, arena_printf(self->mem, "%s has more than %d bits", number->name,
                                             JWK_RSA_MAX_BITS));
        add_number(self, number->param, value);
    }
    return OK;
}

/* RFC 7517 4.3: each operation once, and the one that the key is for among them. */
static enum err check_key_ops(struct reading *self)
{
    const json_t *ops = json_object_get(self->object, "key_ops");
    const char *needed = self->is_private ? "sign" : "verify";
    bool found = false;

    if (!ops)
        return OK;
    if (json_array_size(ops) > MAX_KEY_OPS)
        return refuse(self, "key_ops is too long");
    for (size_t i = 0; i < json_array_size(ops); i++) {
        const char *op = json_string_value(json_array_get(ops, i));
        if (!op)
            return refuse(self, "key_ops holds something else than strings");
        for (size_t before = 0; before < i; before++) {
            if (strcmp(json_string_value(json_array_get(ops, before)), op) == 0)
                return refuse(self, "key_ops names something twice");
        }
        found = found || strcmp(op, needed) == 0;
    }
    return found ? OK : refuse(self, arena_printf(self->mem, "key_ops lacks %s", needed));
}

static enum err check_use(struct reading *self)
{
    const char *use = NULL;
    enum err e = optional_text(self, "use", &use);

    if (!e && use && strcmp(use, "sig") != 0)
        e = refuse(self, "use is not sig");
    return e;
}

static enum err check_alg(struct reading *self, enum jose_alg of_kty)
{
    const char *alg = NULL;
    enum err e = optional_text(self, "alg", &alg);

    if (!e && alg && strcmp(alg, jose_alg_name(of_kty)) != 0)
        e = refuse(self, arena_printf(self->mem, "alg is not %s", jose_alg_name(of_kty)));
    return e;
}

static enum err check_kid(struct reading *self)
{
    enum err e = optional_text(self, "kid", &self->kid);

    if (e || !self->kid)
        return e;
    size_t n = strlen(self->kid);
    if (n == 0 || n > JWK_KID_MAX || !text_valid(self->kid, n))
        return refuse(self, "kid is empty, too long or not plain text");
    return OK;
}

static enum err read_members(struct reading *self, enum jose_alg *alg)
{
    const char *kty = NULL;
    enum err e = OK;

    if (!json_is_object(self->object))
        return refuse(self, "a key is a JSON object");
    if ((e = optional_text(self, "kty", &kty)))
        return e;
    bool ec = kty && strcmp(kty, "EC") == 0;
    if (!ec && (!kty || strcmp(kty, "RSA") != 0))
        return refuse(self, "kty is neither EC nor RSA");
    *alg = ec ? JOSE_ES256 : JOSE_RS256;
    if ((e = ec ? read_ec(self) : read_rsa(self)))
        return e;
    if ((e = check_use(self)) || (e = check_key_ops(self)) || (e = check_alg(self, *alg)))
        return e;
    return check_kid(self);
}

static EVP_PKEY *build(struct reading *self, enum jose_alg alg)
{
    EVP_PKEY *pkey = NULL;
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, alg == JOSE_ES256 ? "EC" : "RSA", NULL);

    self->params[self->n_params] = OSSL_PARAM_construct_end();
    if (!ctx || EVP_PKEY_fromdata_init(ctx) != 1 ||
        EVP_PKEY_fromdata(ctx, &pkey, self->is_private ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY,
                          self->params) != 1)
        pkey = NULL;
    EVP_PKEY_CTX_free(ctx);
    return pkey;
}

static bool parts_fit(EVP_PKEY *pkey)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, pkey, NULL);
    bool fit = ctx && EVP_PKEY_check(ctx) == 1;

    EVP_PKEY_CTX_free(ctx);
    return fit;
}

static enum err read_key(struct reading *self, struct jwk **out)
{
    AUTO_CLOSE(jwk) *jwk = NULL;
    enum jose_alg alg = JOSE_ES256;
    enum err e = read_members(self, &alg);

    if (e)
        return e;
    EVP_PKEY *pkey = build(self, alg);
    if (!pkey)
        return refuse(self, "the numbers are not those of a key");
    if ((e = jwk_adopt(pkey, self->is_private, self->kid, &jwk, &self->why)))
        return e;
    if (self->is_private && !parts_fit(jwk->pkey))
        return refuse(self, "the private part does not fit the public one");
    *out = jwk;
    jwk = NULL;
    return OK;
}

enum err jwk_from_json(struct arena *mem, const json_t *object, struct jwk **out, const char **why)
{
    struct reading self = {.mem = mem, .object = object, .why = err_text(ERR_CRYPTO)};
    enum err e = read_key(&self, out);

    ERR_clear_error();
    if (e)
        *why = self.why;
    return e;
}

enum err jwk_read(struct arena *mem, const char *text, size_t n, struct jwk **out, const char **why)
{
    json_t *object = NULL;

    if (n > JWK_TEXT_MAX) {
        *why = arena_printf(mem, "a key has at most %d bytes", JWK_TEXT_MAX);
        return ERR_BAD_MESSAGE;
    }
    enum err e = json_read(mem, text, n, &object, why);
    if (e)
        return e;
    e = jwk_from_json(mem, object, out, why);
    json_decref(object);
    return e;
}
