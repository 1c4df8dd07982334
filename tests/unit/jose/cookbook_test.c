/*
 * The cookbook of RFC 7520: what is ours in it is reproduced, what is not is refused.
 */
#include "b64url.h"
#include "check.h"
#include "json.h"
#include "jws.h"
#include "signature.h"
#include <string.h>

static const char *why;

static json_t *open_file(const char *name)
{
    const char *path = arena_printf(check_mem(), "%s/jose-cookbook/%s", VECTORS_DIR, name);
    struct bytes text = check_file(path);
    json_t *root = NULL;

    if (!text.p)
        check_skip("the vectors are not here");
    CHECK_OK(json_read(check_mem(), (const char *)text.p, text.n, &root, &why));
    return root;
}

static enum err read_file(const char *name, struct jwk **out)
{
    json_t *root = open_file(name);
    enum err e = jwk_from_json(check_mem(), root, out, &why);

    json_decref(root);
    return e;
}

static void rsa_keys_are_read(void)
{
    AUTO_CLOSE(jwk) *public = NULL;
    AUTO_CLOSE(jwk) *private = NULL;

    CHECK_OK(read_file("jwk/3_3.rsa_public_key.json", &public));
    CHECK_OK(read_file("jwk/3_4.rsa_private_key.json", &private));
    CHECK_STR(jwk_thumbprint(public), jwk_thumbprint(private));
    CHECK_STR(jwk_kid(public), "bilbo.baggins@hobbiton.example");
}

static void keys_of_other_kinds_are_not(void)
{
    struct jwk *none = NULL;

    CHECK_ERR(read_file("jwk/3_1.ec_public_key.json", &none), ERR_BAD_FIELD);
    CHECK_HAS(why, "crv is not P-256");
    CHECK_ERR(read_file("jwk/3_2.ec_private_key.json", &none), ERR_BAD_FIELD);
    CHECK_HAS(why, "crv is not P-256");
    CHECK_ERR(read_file("jwk/3_5.symmetric_key_mac_computation.json", &none), ERR_BAD_FIELD);
    CHECK_HAS(why, "kty is neither");
}

static const char *text_at(const json_t *root, const char *one, const char *two)
{
    return json_string_value(json_object_get(json_object_get(root, one), two));
}

static void the_rs256_signature_is_reproduced(void)
{
    json_t *root = open_file("jws/4_1.rsa_v15_signature.json");
    AUTO_CLOSE(jwk) *key = NULL;
    struct bytes payload, signature;

    CHECK_OK(jwk_from_json(check_mem(), json_object_get(json_object_get(root, "input"), "key"),
                           &key, &why));
    CHECK_OK(
        jws_verify(check_mem(), key, NULL, text_at(root, "output", "compact"), &payload, &why));
    CHECK_BYTES(payload, bytes_of(text_at(root, "input", "payload")));
    CHECK_OK(signature_make(check_mem(), key, bytes_of(text_at(root, "signing", "sig-input")),
                            &signature));
    CHECK_STR(b64url_encode(check_mem(), signature), text_at(root, "signing", "sig"));
    json_decref(root);
}

/* The first of several signatures over one payload is an RS256 one. */
static void one_of_multiple_signatures_verifies(void)
{
    json_t *root = open_file("jws/4_8.multiple_signatures.json");
    const json_t *keys = json_object_get(json_object_get(root, "input"), "key");
    const json_t *first = json_array_get(json_object_get(root, "signing"), 0);
    const char *token =
        arena_printf(check_mem(), "%s.%s", json_string_value(json_object_get(first, "sig-input")),
                     json_string_value(json_object_get(first, "sig")));
    AUTO_CLOSE(jwk) *key = NULL;
    struct bytes payload;

    CHECK_OK(jwk_from_json(check_mem(), json_array_get(keys, 0), &key, &why));
    CHECK_OK(jws_verify(check_mem(), key, NULL, token, &payload, &why));
    CHECK_BYTES(payload, bytes_of(text_at(root, "input", "payload")));
    json_decref(root);
}

/* An RSA key that names no algorithm is an RS256 key, and takes nothing else. */
static void an_rsa_pss_signature_is_refused(void)
{
    json_t *root = open_file("jws/4_2.rsa-pss_signature.json");
    AUTO_CLOSE(jwk) *key = NULL;
    struct bytes payload;

    CHECK_OK(jwk_from_json(check_mem(), json_object_get(json_object_get(root, "input"), "key"),
                           &key, &why));
    CHECK_ERR(
        jws_verify(check_mem(), key, NULL, text_at(root, "output", "compact"), &payload, &why),
        ERR_INVALID_TOKEN);
    CHECK_HAS(why, "alg is not that of the key");
    json_decref(root);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(rsa_keys_are_read),
        CASE(keys_of_other_kinds_are_not),
        CASE(the_rs256_signature_is_reproduced),
        CASE(one_of_multiple_signatures_verifies),
        CASE(an_rsa_pss_signature_is_refused),
        {0},
    });
}
