#include "check.h"
#include "jwk.h"
#include "jws.h"
#include "published.h"
#include <openssl/ec.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <string.h>

static const char *why;

static enum err read(const char *text, struct jwk **out)
{
    why = NULL;
    return jwk_read(check_mem(), text, strlen(text), out, &why);
}

static void the_thumbprint_of_rfc_7638(void)
{
    AUTO_CLOSE(jwk) *jwk = NULL;

    CHECK_OK(read(RFC7517_A1_RSA, &jwk));
    CHECK_STR(jwk_thumbprint(jwk), RFC7638_THUMBPRINT);
    CHECK_STR(jwk_kid(jwk), "2011-04-29");
    CHECK_INT(jwk_alg(jwk), JOSE_RS256);
    CHECK(!jwk_is_private(jwk));
}

static void private_and_public_have_one_thumbprint(void)
{
    AUTO_CLOSE(jwk) *jwk = NULL;

    CHECK_OK(read(RFC7517_A2_RSA, &jwk));
    CHECK_STR(jwk_thumbprint(jwk), RFC7638_THUMBPRINT);
    CHECK(jwk_is_private(jwk));
}

static void kid_is_the_thumbprint_where_there_is_none(void)
{
    AUTO_CLOSE(jwk) *jwk = NULL;

    CHECK_OK(read(RFC7515_A3_PUBLIC, &jwk));
    CHECK_STR(jwk_kid(jwk), jwk_thumbprint(jwk));
    CHECK_INT(strlen(jwk_kid(jwk)), 43);
}

static void the_public_part_is_printed_and_nothing_else(void)
{
    AUTO_CLOSE(jwk) *ec = NULL;
    AUTO_CLOSE(jwk) *rsa = NULL;
    AUTO_CLOSE(jwk) *rsa_private = NULL;
    const char *key = RFC7515_A3_KEY;

    key = arena_printf(check_mem(), "%.*s,\"kid\":\"a\\\"b\"}", (int)strlen(key) - 1, key);
    CHECK_OK(read(key, &ec));
    CHECK_STR(jwk_public_json(ec), "{\"kty\":\"EC\",\"crv\":\"P-256\","
                                   "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                                   "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\","
                                   "\"kid\":\"a\\\"b\",\"use\":\"sig\",\"alg\":\"ES256\"}");
    CHECK_OK(read(RFC7517_A1_RSA, &rsa));
    CHECK_OK(read(RFC7517_A2_RSA, &rsa_private));
    CHECK_STR(jwk_public_json(rsa_private), jwk_public_json(rsa));
    CHECK_HAS(jwk_public_json(rsa), "{\"kty\":\"RSA\",\"n\":\"0vx7agoebGcQSuuPiLJXZptN9n");
    CHECK_HAS(jwk_public_json(rsa), "\"e\":\"AQAB\",\"kid\":\"2011-04-29\",\"use\":\"sig\"");
}

static void what_is_made_survives_storage(enum jose_alg alg)
{
    AUTO_CLOSE(jwk) *made = NULL;
    AUTO_CLOSE(jwk) *back = NULL;
    struct bytes der, payload;
    const char *token = NULL;

    CHECK_OK(jwk_make(alg, &made));
    CHECK_INT(jwk_alg(made), alg);
    CHECK(jwk_is_private(made));
    CHECK_STR(jwk_kid(made), jwk_thumbprint(made));
    CHECK_OK(jwk_private_der(made, check_mem(), &der));
    CHECK_OK(jwk_from_private_der(der, &back));
    CHECK_STR(jwk_public_json(back), jwk_public_json(made));
    CHECK_OK(jws_sign(check_mem(), back, "JWT", bytes_of("{}"), &token));
    CHECK_OK(jws_verify(check_mem(), made, "JWT", token, &payload, &why));
}

static void keys_of_both_kinds_survive_storage(void)
{
    what_is_made_survives_storage(JOSE_ES256);
    what_is_made_survives_storage(JOSE_RS256);
}

static void only_whole_private_keys_come_from_storage(void)
{
    AUTO_CLOSE(jwk) *jwk = NULL;
    struct jwk *back = NULL;
    struct bytes der;

    CHECK_OK(jwk_make(JOSE_ES256, &jwk));
    CHECK_OK(jwk_private_der(jwk, check_mem(), &der));
    uint8_t *longer = arena_alloc(check_mem(), der.n + 1);
    memcpy(longer, der.p, der.n);
    CHECK_ERR(jwk_from_private_der((struct bytes){longer, der.n + 1}, &back), ERR_CRYPTO);
    for (size_t n = 0; n < der.n; n++)
        CHECK_ERR(jwk_from_private_der((struct bytes){der.p, n}, &back), ERR_CRYPTO);
    CHECK(!back);

    AUTO_CLOSE(jwk) *public = NULL;
    CHECK_OK(read(RFC7515_A3_PUBLIC, &public));
    CHECK_ERR(jwk_private_der(public, check_mem(), &der), ERR_CRYPTO);
}

/* Takes pkey away. */
static enum err store_and_load(EVP_PKEY *pkey, struct jwk **out)
{
    PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(pkey);
    uint8_t *der = NULL;
    int n = i2d_PKCS8_PRIV_KEY_INFO(info, &der);
    enum err e = jwk_from_private_der((struct bytes){der, (size_t)n}, out);

    OPENSSL_free(der);
    PKCS8_PRIV_KEY_INFO_free(info);
    EVP_PKEY_free(pkey);
    return e;
}

static void keys_of_other_kinds_do_not_come_from_storage(void)
{
    AUTO_CLOSE(jwk) *good = NULL;
    struct jwk *none = NULL;

    CHECK_OK(store_and_load(EVP_EC_gen("P-256"), &good));
    CHECK_ERR(store_and_load(EVP_EC_gen("P-384"), &none), ERR_CRYPTO);
    CHECK_ERR(store_and_load(EVP_EC_gen("secp256k1"), &none), ERR_CRYPTO);
    CHECK_ERR(store_and_load(EVP_RSA_gen(1024), &none), ERR_CRYPTO);
    CHECK_ERR(store_and_load(EVP_PKEY_Q_keygen(NULL, NULL, "ED25519"), &none), ERR_CRYPTO);
    CHECK(!none);
}

static void two_keys_are_not_the_same(void)
{
    AUTO_CLOSE(jwk) *a = NULL;
    AUTO_CLOSE(jwk) *b = NULL;

    CHECK_OK(jwk_make(JOSE_ES256, &a));
    CHECK_OK(jwk_make(JOSE_ES256, &b));
    CHECK(strcmp(jwk_thumbprint(a), jwk_thumbprint(b)) != 0);
}

static void algorithms_have_names(void)
{
    enum jose_alg alg = JOSE_RS256;

    CHECK(jose_alg_by_name("ES256", &alg));
    CHECK_INT(alg, JOSE_ES256);
    CHECK(jose_alg_by_name(jose_alg_name(JOSE_RS256), &alg));
    CHECK_INT(alg, JOSE_RS256);
    CHECK(!jose_alg_by_name("none", &alg));
    CHECK(!jose_alg_by_name("HS256", &alg));
    CHECK(!jose_alg_by_name("es256", &alg));
    CHECK(!jose_alg_by_name("", &alg));
}

int main(void)
{
    return check_run((struct check[]){
        CASE(the_thumbprint_of_rfc_7638),
        CASE(private_and_public_have_one_thumbprint),
        CASE(kid_is_the_thumbprint_where_there_is_none),
        CASE(the_public_part_is_printed_and_nothing_else),
        CASE(keys_of_both_kinds_survive_storage),
        CASE(only_whole_private_keys_come_from_storage),
        CASE(keys_of_other_kinds_do_not_come_from_storage),
        CASE(two_keys_are_not_the_same),
        CASE(algorithms_have_names),
        {0},
    });
}
