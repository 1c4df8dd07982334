#include "b64url.h"
#include "check.h"
#include "forge.h"
#include "jws.h"
#include "published.h"
#include "secret.h"
#include <string.h>

static void verify_published(const char *key, const char *token)
{
    AUTO_CLOSE(jwk) *jwk = NULL;
    struct bytes payload;

    CHECK_OK(jwk_read(check_mem(), key, strlen(key), &jwk, &forge_why));
    CHECK_OK(jws_verify(check_mem(), jwk, NULL, token, &payload, &forge_why));
    CHECK_BYTES(payload, bytes_of(RFC7515_PAYLOAD));
}

static void the_examples_of_rfc_7515_verify(void)
{
    verify_published(RFC7515_A2_KEY, RFC7515_A2_TOKEN);
    verify_published(RFC7515_A3_KEY, RFC7515_A3_TOKEN);
    verify_published(RFC7515_A3_PUBLIC, RFC7515_A3_TOKEN);
}

static void round_trip(const struct jwk *key, const char *alg, size_t signature_len)
{
    const char *token = forge_token(key), *dot = strchr(token, '.');
    struct bytes header, payload;

    CHECK_OK(b64url_decode(check_mem(), token, (size_t)(dot - token), &header));
    CHECK_BYTES(header, bytes_of(arena_printf(check_mem(),
                                              "{\"typ\":\"at+jwt\",\"alg\":\"%s\",\"kid\":\"%s\"}",
                                              alg, jwk_kid(key))));
    CHECK_INT(forge_signature_of(token).n, signature_len);
    CHECK_OK(jws_verify(check_mem(), key, "at+jwt", token, &payload, &forge_why));
    CHECK_BYTES(payload, bytes_of(FORGE_PAYLOAD));
}

static void what_is_signed_verifies(void)
{
    round_trip(forge_es, "ES256", 64);
    round_trip(forge_rs, "RS256", 256);
}

static void the_public_part_verifies_and_does_not_sign(void)
{
    AUTO_CLOSE(jwk) *public = NULL;
    const char *json = jwk_public_json(forge_es), *token = NULL;

    CHECK_OK(jwk_read(check_mem(), json, strlen(json), &public, &forge_why));
    CHECK_OK(forge_verify(public, "at+jwt", forge_token(forge_es)));
    CHECK_ERR(jws_sign(check_mem(), public, "JWT", bytes_of(FORGE_PAYLOAD), &token), ERR_CRYPTO);
    CHECK_STR(token, NULL);
}

static void another_key_does_not_verify(void)
{
    AUTO_CLOSE(jwk) *other = NULL;

    CHECK_OK(jwk_make(JOSE_ES256, &other));
    forge_refused(other, forge_token(forge_es), "signature is not right");
    forge_refused(forge_rs, forge_token(forge_es), "alg is not that of the key");
    forge_refused(forge_es, forge_token(forge_rs), "alg is not that of the key");
}

static void no_bit_of_a_token_may_change(void)
{
    char *token = arena_strdup(check_mem(), forge_token(forge_es));

    CHECK_OK(forge_verify(forge_es, "at+jwt", token));
    for (char *p = token; *p; p++) {
        for (int bit = 0; bit < 8; bit++) {
            *p = (char)(*p ^ (1 << bit));
            if (forge_verify(forge_es, "at+jwt", token) != ERR_INVALID_TOKEN)
                check_failed(__FILE__, __LINE__, "taken with bit %d of byte %d changed: %s", bit,
                             (int)(p - token), token);
            *p = (char)(*p ^ (1 << bit));
        }
    }
    CHECK_OK(forge_verify(forge_es, "at+jwt", token));
}

static void only_the_algorithm_of_the_key_is_taken(void)
{
    static const char *const headers[] = {
        "{\"alg\":\"none\"}",   "{\"alg\":\"None\"}",  "{\"alg\":\"RS256\"}",
        "{\"alg\":\"ES384\"}",  "{\"alg\":\"es256\"}", "{\"alg\":\"HS256\"}",
        "{\"alg\":\"ES256 \"}", "{\"alg\":\"\"}",      "{\"typ\":\"JWT\"}",
    };

    CHECK_OK(forge_verify(forge_es, NULL, forge_with_header(forge_es, "{\"alg\":\"ES256\"}")));
    for (size_t i = 0; i < ARRAY_LEN(headers); i++)
        forge_refused(forge_es, forge_with_header(forge_es, headers[i]),
                      "alg is not that of the key");
    forge_refused(forge_es, forge_with_header(forge_es, "{\"alg\":[\"ES256\"]}"),
                  "alg is not a string");
    forge_refused(forge_es,
                  forge_joined(forge_b64("{\"alg\":\"none\"}"), '.',
                               forge_joined(forge_b64(FORGE_PAYLOAD), '.', "")),
                  "alg is not that of the key");
}

/* The classic: a public key used as an HMAC secret (RFC 8725 2.1). */
static void a_public_key_is_no_hmac_secret(void)
{
    const char *input =
        forge_joined(forge_b64("{\"alg\":\"HS256\"}"), '.', forge_b64(FORGE_PAYLOAD));
    struct bytes mac =
        secret_mac(check_mem(), bytes_of(jwk_public_json(forge_rs)), bytes_of(input));

    forge_refused(forge_rs, forge_joined(input, '.', b64url_encode(check_mem(), mac)),
                  "alg is not that of the key");
}

static void typ_is_compared_without_case_or_prefix(void)
{
    static const char *const same[] = {"at+jwt", "AT+JWT", "application/at+jwt",
                                       "Application/At+Jwt"};
    static const char *const other[] = {
        "JWT",          "at+jwt ",     "jwt", "application/application/at+jwt",
        "application/", "text/at+jwt", ""};

    for (size_t i = 0; i < ARRAY_LEN(same); i++) {
        const char *header =
            arena_printf(check_mem(), "{\"alg\":\"ES256\",\"typ\":\"%s\"}", same[i]);
        CHECK_OK(forge_verify(forge_es, "at+jwt", forge_with_header(forge_es, header)));
        CHECK_OK(forge_verify(forge_es, "application/at+jwt", forge_with_header(forge_es, header)));
    }
    for (size_t i = 0; i < ARRAY_LEN(other); i++) {
        const char *header =
            arena_printf(check_mem(), "{\"alg\":\"ES256\",\"typ\":\"%s\"}", other[i]);
        CHECK_ERR(forge_verify(forge_es, "at+jwt", forge_with_header(forge_es, header)),
                  ERR_INVALID_TOKEN);
        CHECK_HAS(forge_why, "typ");
        CHECK_OK(forge_verify(forge_es, NULL, forge_with_header(forge_es, header)));
    }
    CHECK_ERR(forge_verify(forge_es, "at+jwt", forge_with_header(forge_es, "{\"alg\":\"ES256\"}")),
              ERR_INVALID_TOKEN);

    /* What has a '/' of its own is a whole name: nothing was left out in front of it. */
    const char *whole = "{\"alg\":\"ES256\",\"typ\":\"application/text/x\"}";
    CHECK_ERR(forge_verify(forge_es, "text/x", forge_with_header(forge_es, whole)),
              ERR_INVALID_TOKEN);
}

static void headers_that_change_the_meaning_are_refused(void)
{
    static const char *const rows[][2] = {
        {"{\"alg\":\"ES256\",\"crit\":[\"exp\"],\"exp\":1}", "crit"},
        {"{\"alg\":\"ES256\",\"crit\":[]}", "crit"},
        {"{\"alg\":\"ES256\",\"b64\":false,\"crit\":[\"b64\"]}", "crit"},
        {"{\"alg\":\"ES256\",\"b64\":false}", "b64"},
        {"{\"alg\":\"ES256\",\"zip\":\"DEF\"}", "zip"},
        {"{\"alg\":\"ES256\",\"alg\":\"ES256\"}", "not JSON: a name stands twice"},
        {"{\"alg\":\"ES256\",\"kid\":7}", "kid is not a string"},
        {"{\"alg\":\"ES256\",\"typ\":null}", "typ is not a string"},
        {"[\"ES256\"]", "not a JSON object"},
        {"{\"alg\":\"ES256\"} ,", "not JSON"},
        {"{\"alg\":\"ES256\"", "not JSON"},
        {"", "not JSON"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        forge_refused(forge_es, forge_with_header(forge_es, rows[i][0]), rows[i][1]);
}

/* A key in the header is an attacker's suggestion; it is not even looked at. */
static void a_key_inside_the_header_is_ignored(void)
{
    AUTO_CLOSE(jwk) *attacker = NULL;

    CHECK_OK(jwk_make(JOSE_ES256, &attacker));
    const char *header = arena_printf(
        check_mem(), "{\"alg\":\"ES256\",\"jwk\":%s,\"jku\":\"https://x.example/\",\"x5c\":[]}",
        jwk_public_json(attacker));
    forge_refused(forge_es, forge_with_header(attacker, header), "signature is not right");
    CHECK_OK(forge_verify(forge_es, NULL, forge_with_header(forge_es, header)));
}

static void a_token_is_three_parts_of_strict_base64url(void)
{
    const char *good = forge_token(forge_es), *dot = strrchr(good, '.');
    const char *input = arena_strndup(check_mem(), good, (size_t)(dot - good));
    const char *header = arena_strndup(check_mem(), good, (size_t)(strchr(good, '.') - good));

    forge_refused(forge_es, "", "three parts");
    forge_refused(forge_es, "..", "the header is not JSON");
    forge_refused(forge_es, "...", "three parts");
    forge_refused(forge_es, input, "three parts");
    forge_refused(forge_es, forge_joined(good, '.', ""), "three parts");
    forge_refused(forge_es, forge_joined(good, '.', good), "three parts");
    forge_refused(forge_es, forge_joined(good, '=', "="), "the signature is not base64url");
    forge_refused(forge_es, forge_joined(good, '\n', ""), "the signature is not base64url");
    forge_refused(forge_es, forge_joined(header, '=', strchr(good, '.')),
                  "the header is not base64url");
    forge_refused(forge_es, forge_joined(" ", ' ', good), "the header is not base64url");
    forge_refused(forge_es, forge_joined(header, '.', forge_joined("a+b/", '.', dot + 1)),
                  "the payload is not base64url");
}

static void a_token_has_a_largest_size(void)
{
    size_t room = JWS_MAX; /* of payload: too many; then fewer until the token fits exactly */
    char *payload = arena_alloc(check_mem(), room);
    const char *token = NULL;
    size_t n = 0;

    memset(payload, 'x', room);
    for (n = JWS_MAX * 3 / 4; n > 0; n--) {
        CHECK_OK(jws_sign(check_mem(), forge_es, "JWT", (struct bytes){(const uint8_t *)payload, n},
                          &token));
        if (strlen(token) <= JWS_MAX)
            break;
        forge_refused(forge_es, token, "too long");
    }
    CHECK(strlen(token) >= JWS_MAX - 1);
    CHECK_OK(forge_verify(forge_es, "JWT", token));
}

static void the_kid_can_be_seen_before_the_key_is_known(void)
{
    const char *kid = "untouched";

    CHECK_OK(jws_peek_kid(check_mem(), forge_token(forge_es), &kid));
    CHECK_STR(kid, jwk_kid(forge_es));
    CHECK_ERR(jws_peek_kid(check_mem(), "a.b", &kid), ERR_INVALID_TOKEN);
    CHECK_ERR(jws_peek_kid(check_mem(), forge_with_header(forge_es, "{\"kid\":1}"), &kid),
              ERR_INVALID_TOKEN);
    CHECK_STR(kid, jwk_kid(forge_es));
    CHECK_OK(jws_peek_kid(check_mem(), forge_with_header(forge_es, "{\"alg\":\"none\"}"), &kid));
    CHECK_STR(kid, NULL);
}

int main(void)
{
    return forge_run((struct check[]){
        CASE(the_examples_of_rfc_7515_verify),
        CASE(what_is_signed_verifies),
        CASE(the_public_part_verifies_and_does_not_sign),
        CASE(another_key_does_not_verify),
        CASE(no_bit_of_a_token_may_change),
        CASE(only_the_algorithm_of_the_key_is_taken),
        CASE(a_public_key_is_no_hmac_secret),
        CASE(typ_is_compared_without_case_or_prefix),
        CASE(headers_that_change_the_meaning_are_refused),
        CASE(a_key_inside_the_header_is_ignored),
        CASE(a_token_is_three_parts_of_strict_base64url),
        CASE(a_token_has_a_largest_size),
        CASE(the_kid_can_be_seen_before_the_key_is_known),
        {0},
    });
}
