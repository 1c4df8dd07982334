#include "b64url.h"
#include "check.h"
#include "json.h"
#include "jws.h"
#include "published.h"
#include "secret.h"
#include "signature.h"
#include <openssl/bn.h>
#include <pthread.h>
#include <string.h>

static const char PAYLOAD[] = "{\"sub\":\"42\"}";

static struct jwk *es_key, *rs_key; /* made once: RSA takes its time */
static const char *why;

static const char *joined(const char *a, char between, const char *b)
{
    return arena_printf(check_mem(), "%s%c%s", a, between, b);
}

static const char *b64(const char *text)
{
    return b64url_encode(check_mem(), bytes_of(text));
}

static enum err verify(const struct jwk *key, const char *typ, const char *token)
{
    struct bytes payload;

    why = NULL;
    return jws_verify(check_mem(), key, typ, token, &payload, &why);
}

static void expect_refused(const struct jwk *key, const char *token, const char *because)
{
    CHECK_ERR(verify(key, NULL, token), ERR_INVALID_TOKEN);
    CHECK_HAS(why, because);
}

/* A token with any header, signed properly: only the header can be what is refused. */
static const char *with_header(const struct jwk *key, const char *header)
{
    const char *input = joined(b64(header), '.', b64(PAYLOAD));
    struct bytes signature;

    CHECK_OK(signature_make(check_mem(), key, bytes_of(input), &signature));
    return joined(input, '.', b64url_encode(check_mem(), signature));
}

static const char *with_signature(const char *token, struct bytes signature)
{
    size_t input = (size_t)(strrchr(token, '.') - token);

    return joined(arena_strndup(check_mem(), token, input), '.',
                  b64url_encode(check_mem(), signature));
}

static struct bytes signature_of(const char *token)
{
    const char *text = strrchr(token, '.') + 1;
    struct bytes out;

    CHECK_OK(b64url_decode(check_mem(), text, strlen(text), &out));
    return out;
}

static const char *good_token(const struct jwk *key)
{
    const char *token = NULL;

    CHECK_OK(jws_sign(check_mem(), key, "at+jwt", bytes_of(PAYLOAD), &token));
    return token;
}

static void verify_published(const char *key, const char *token)
{
    AUTO_CLOSE(jwk) *jwk = NULL;
    struct bytes payload;

    CHECK_OK(jwk_read(check_mem(), key, strlen(key), &jwk, &why));
    CHECK_OK(jws_verify(check_mem(), jwk, NULL, token, &payload, &why));
    CHECK_BYTES(payload, bytes_of(RFC7515_PAYLOAD));
}

static void the_examples_of_rfc_7515_verify(void)
{
    verify_published(RFC7515_A2_KEY, RFC7515_A2_TOKEN);
    verify_published(RFC7515_A3_KEY, RFC7515_A3_TOKEN);
    verify_published(RFC7515_A3_PUBLIC, RFC7515_A3_TOKEN);
}

/* RS256 has one signature for one input, so making the example again gives the same. */
static void the_rs256_example_is_signed_alike(void)
{
    AUTO_CLOSE(jwk) *jwk = NULL;
    struct bytes signature;
    size_t input = (size_t)(strrchr(RFC7515_A2_TOKEN, '.') - RFC7515_A2_TOKEN);

    CHECK_OK(jwk_read(check_mem(), RFC7515_A2_KEY, strlen(RFC7515_A2_KEY), &jwk, &why));
    CHECK_OK(signature_make(check_mem(), jwk,
                            (struct bytes){(const uint8_t *)RFC7515_A2_TOKEN, input}, &signature));
    CHECK_BYTES(signature, signature_of(RFC7515_A2_TOKEN));
}

static void round_trip(const struct jwk *key, const char *alg, size_t signature_len)
{
    const char *token = good_token(key), *dot = strchr(token, '.');
    struct bytes header, payload;

    CHECK_OK(b64url_decode(check_mem(), token, (size_t)(dot - token), &header));
    CHECK_BYTES(header, bytes_of(arena_printf(check_mem(),
                                              "{\"typ\":\"at+jwt\",\"alg\":\"%s\",\"kid\":\"%s\"}",
                                              alg, jwk_kid(key))));
    CHECK_INT(signature_of(token).n, signature_len);
    CHECK_OK(jws_verify(check_mem(), key, "at+jwt", token, &payload, &why));
    CHECK_BYTES(payload, bytes_of(PAYLOAD));
}

static void what_is_signed_verifies(void)
{
    round_trip(es_key, "ES256", 64);
    round_trip(rs_key, "RS256", 256);
}

static void the_public_part_verifies_and_does_not_sign(void)
{
    AUTO_CLOSE(jwk) *public = NULL;
    const char *json = jwk_public_json(es_key), *token = NULL;

    CHECK_OK(jwk_read(check_mem(), json, strlen(json), &public, &why));
    CHECK_OK(verify(public, "at+jwt", good_token(es_key)));
    CHECK_ERR(jws_sign(check_mem(), public, "JWT", bytes_of(PAYLOAD), &token), ERR_CRYPTO);
    CHECK_STR(token, NULL);
}

static void another_key_does_not_verify(void)
{
    AUTO_CLOSE(jwk) *other = NULL;

    CHECK_OK(jwk_make(JOSE_ES256, &other));
    expect_refused(other, good_token(es_key), "signature is not right");
    expect_refused(rs_key, good_token(es_key), "alg is not that of the key");
    expect_refused(es_key, good_token(rs_key), "alg is not that of the key");
}

static void no_bit_of_a_token_may_change(void)
{
    char *token = arena_strdup(check_mem(), good_token(es_key));

    CHECK_OK(verify(es_key, "at+jwt", token));
    for (char *p = token; *p; p++) {
        for (int bit = 0; bit < 8; bit++) {
            *p = (char)(*p ^ (1 << bit));
            if (verify(es_key, "at+jwt", token) != ERR_INVALID_TOKEN)
                check_failed(__FILE__, __LINE__, "taken with bit %d of byte %d changed: %s", bit,
                             (int)(p - token), token);
            *p = (char)(*p ^ (1 << bit));
        }
    }
    CHECK_OK(verify(es_key, "at+jwt", token));
}

static void no_bit_of_a_signature_may_change(const struct jwk *key)
{
    const char *token = good_token(key);
    struct bytes good = signature_of(token);

    uint8_t *bad = arena_alloc(check_mem(), good.n);

    memcpy(bad, good.p, good.n);
    for (size_t i = 0; i < good.n * 8; i += 5) {
        bad[i / 8] ^= (uint8_t)(1U << i % 8);
        expect_refused(key, with_signature(token, (struct bytes){bad, good.n}), "is not right");
        bad[i / 8] ^= (uint8_t)(1U << i % 8);
    }
}

static void no_bit_of_either_signature_may_change(void)
{
    no_bit_of_a_signature_may_change(es_key);
    no_bit_of_a_signature_may_change(rs_key);
}

static void a_signature_has_one_length(void)
{
    const struct jwk *keys[] = {es_key, rs_key};

    for (size_t k = 0; k < ARRAY_LEN(keys); k++) {
        const char *token = good_token(keys[k]);
        struct bytes good = signature_of(token);
        uint8_t *longer = arena_alloc(check_mem(), good.n + 2);
        memcpy(longer + 1, good.p, good.n);
        CHECK_OK(verify(keys[k], NULL, with_signature(token, (struct bytes){longer + 1, good.n})));
        struct bytes others[] = {
            {longer, good.n + 1},     /* a zero in front */
            {longer + 1, good.n + 1}, /* a zero behind */
            {longer + 1, good.n - 1},
            {longer + 1, 0},
        };
        for (size_t i = 0; i < ARRAY_LEN(others); i++)
            expect_refused(keys[k], with_signature(token, others[i]), "signature is not right");
    }
}

/* libcrypto's own form of an ECDSA signature is not the one of JWS. */
static void a_der_signature_is_refused(void)
{
    static const uint8_t der[] = {0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01};

    expect_refused(es_key, with_signature(good_token(es_key), (struct bytes){der, sizeof der}),
                   "signature is not right");
}

static const char P256_ORDER[] =
    "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"; /* SEC 2 2.4.2 */

static void put_number(uint8_t out[32], const char *hex)
{
    BIGNUM *bn = NULL;

    CHECK(BN_hex2bn(&bn, hex) > 0);
    CHECK_INT(BN_bn2binpad(bn, out, 32), 32);
    BN_free(bn);
}

static void r_and_s_stay_between_0_and_the_order(void)
{
    static const char *const edges[] = {
        "0", P256_ORDER, "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632552",
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"};
    const char *token = good_token(es_key);
    struct bytes good = signature_of(token);

    for (size_t i = 0; i < ARRAY_LEN(edges); i++) {
        uint8_t raw[64];
        memcpy(raw, good.p, sizeof raw);
        put_number(raw, edges[i]);
        expect_refused(es_key, with_signature(token, (struct bytes){raw, 64}), "not right");
        put_number(raw + 32, edges[i]);
        expect_refused(es_key, with_signature(token, (struct bytes){raw, 64}), "not right");
        memcpy(raw, good.p, 32);
        expect_refused(es_key, with_signature(token, (struct bytes){raw, 64}), "not right");
    }
}

/* r and r + n are the same number to careless code; so are s and n - s to ECDSA itself, and JWS
 * does not choose between the two. */
static void the_other_s_is_as_good(void)
{
    const char *token = good_token(es_key);
    struct bytes good = signature_of(token);
    uint8_t raw[64];
    BIGNUM *order = NULL, *s = BN_bin2bn(good.p + 32, 32, NULL);

    memcpy(raw, good.p, sizeof raw);
    CHECK(s && BN_hex2bn(&order, P256_ORDER) > 0 && BN_sub(s, order, s));
    CHECK_INT(BN_bn2binpad(s, raw + 32, 32), 32);
    BN_free(s);
    BN_free(order);
    CHECK_OK(verify(es_key, NULL, with_signature(token, (struct bytes){raw, 64})));
}

static void only_the_algorithm_of_the_key_is_taken(void)
{
    static const char *const headers[] = {
        "{\"alg\":\"none\"}",   "{\"alg\":\"None\"}",  "{\"alg\":\"RS256\"}",
        "{\"alg\":\"ES384\"}",  "{\"alg\":\"es256\"}", "{\"alg\":\"HS256\"}",
        "{\"alg\":\"ES256 \"}", "{\"alg\":\"\"}",      "{\"typ\":\"JWT\"}",
    };

    CHECK_OK(verify(es_key, NULL, with_header(es_key, "{\"alg\":\"ES256\"}")));
    for (size_t i = 0; i < ARRAY_LEN(headers); i++)
        expect_refused(es_key, with_header(es_key, headers[i]), "alg is not that of the key");
    expect_refused(es_key, with_header(es_key, "{\"alg\":[\"ES256\"]}"), "alg is not a string");
    expect_refused(es_key, joined(b64("{\"alg\":\"none\"}"), '.', joined(b64(PAYLOAD), '.', "")),
                   "alg is not that of the key");
}

/* The classic: a public key used as an HMAC secret (RFC 8725 2.1). */
static void a_public_key_is_no_hmac_secret(void)
{
    const char *input = joined(b64("{\"alg\":\"HS256\"}"), '.', b64(PAYLOAD));
    struct bytes mac = secret_mac(check_mem(), bytes_of(jwk_public_json(rs_key)), bytes_of(input));

    expect_refused(rs_key, joined(input, '.', b64url_encode(check_mem(), mac)),
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
        CHECK_OK(verify(es_key, "at+jwt", with_header(es_key, header)));
        CHECK_OK(verify(es_key, "application/at+jwt", with_header(es_key, header)));
    }
    for (size_t i = 0; i < ARRAY_LEN(other); i++) {
        const char *header =
            arena_printf(check_mem(), "{\"alg\":\"ES256\",\"typ\":\"%s\"}", other[i]);
        CHECK_ERR(verify(es_key, "at+jwt", with_header(es_key, header)), ERR_INVALID_TOKEN);
        CHECK_HAS(why, "typ");
        CHECK_OK(verify(es_key, NULL, with_header(es_key, header)));
    }
    CHECK_ERR(verify(es_key, "at+jwt", with_header(es_key, "{\"alg\":\"ES256\"}")),
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
        expect_refused(es_key, with_header(es_key, rows[i][0]), rows[i][1]);
}

/* A key in the header is an attacker's suggestion; it is not even looked at. */
static void a_key_inside_the_header_is_ignored(void)
{
    AUTO_CLOSE(jwk) *attacker = NULL;

    CHECK_OK(jwk_make(JOSE_ES256, &attacker));
    const char *header = arena_printf(
        check_mem(), "{\"alg\":\"ES256\",\"jwk\":%s,\"jku\":\"https://x.example/\",\"x5c\":[]}",
        jwk_public_json(attacker));
    expect_refused(es_key, with_header(attacker, header), "signature is not right");
    CHECK_OK(verify(es_key, NULL, with_header(es_key, header)));
}

static void a_token_is_three_parts_of_strict_base64url(void)
{
    const char *good = good_token(es_key), *dot = strrchr(good, '.');
    const char *input = arena_strndup(check_mem(), good, (size_t)(dot - good));
    const char *header = arena_strndup(check_mem(), good, (size_t)(strchr(good, '.') - good));

    expect_refused(es_key, "", "three parts");
    expect_refused(es_key, "..", "the header is not JSON");
    expect_refused(es_key, "...", "three parts");
    expect_refused(es_key, input, "three parts");
    expect_refused(es_key, joined(good, '.', ""), "three parts");
    expect_refused(es_key, joined(good, '.', good), "three parts");
    expect_refused(es_key, joined(good, '=', "="), "the signature is not base64url");
    expect_refused(es_key, joined(good, '\n', ""), "the signature is not base64url");
    expect_refused(es_key, joined(header, '=', strchr(good, '.')), "the header is not base64url");
    expect_refused(es_key, joined(" ", ' ', good), "the header is not base64url");
    expect_refused(es_key, joined(header, '.', joined("a+b/", '.', dot + 1)),
                   "the payload is not base64url");
}

/* 64 bytes end in a character of which two bits count: the other four must be 0, or else one
 * signature could be written in sixteen ways. */
static void bits_left_over_are_refused(void)
{
    char *token = arena_strdup(check_mem(), good_token(es_key));
    char *last = token + strlen(token) - 1;

    CHECK(strchr("AQgw", *last));
    *last = (char)(*last + 1);
    expect_refused(es_key, token, "the signature is not base64url");
}

static void a_token_has_a_largest_size(void)
{
    size_t room = JWS_MAX; /* of payload: too many; then fewer until the token fits exactly */
    char *payload = arena_alloc(check_mem(), room);
    const char *token = NULL;
    size_t n = 0;

    memset(payload, 'x', room);
    for (n = JWS_MAX * 3 / 4; n > 0; n--) {
        CHECK_OK(jws_sign(check_mem(), es_key, "JWT", (struct bytes){(const uint8_t *)payload, n},
                          &token));
        if (strlen(token) <= JWS_MAX)
            break;
        expect_refused(es_key, token, "too long");
    }
    CHECK(strlen(token) >= JWS_MAX - 1);
    CHECK_OK(verify(es_key, "JWT", token));
}

static void the_kid_can_be_seen_before_the_key_is_known(void)
{
    const char *kid = "untouched";

    CHECK_OK(jws_peek_kid(check_mem(), good_token(es_key), &kid));
    CHECK_STR(kid, jwk_kid(es_key));
    CHECK_ERR(jws_peek_kid(check_mem(), "a.b", &kid), ERR_INVALID_TOKEN);
    CHECK_ERR(jws_peek_kid(check_mem(), with_header(es_key, "{\"kid\":1}"), &kid),
              ERR_INVALID_TOKEN);
    CHECK_STR(kid, jwk_kid(es_key));
    CHECK_OK(jws_peek_kid(check_mem(), with_header(es_key, "{\"alg\":\"none\"}"), &kid));
    CHECK_STR(kid, NULL);
}

enum { THREADS = 8, ROUNDS = 100 };

static void *sign_and_verify(void *failures)
{
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    for (int i = 0; i < ROUNDS; i++) {
        const struct jwk *key = i % 4 ? es_key : rs_key;
        const char *token = NULL, *reason = NULL;
        struct bytes payload;
        if (jws_sign(&mem, key, "JWT", bytes_of(PAYLOAD), &token) ||
            jws_verify(&mem, key, "JWT", token, &payload, &reason) ||
            !bytes_equal(payload, bytes_of(PAYLOAD)))
            ++*(int *)failures;
        arena_reset(&mem);
    }
    return NULL;
}

static void one_key_serves_many_threads(void)
{
    pthread_t threads[THREADS];
    int failures[THREADS] = {0};

    for (int i = 0; i < THREADS; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, sign_and_verify, &failures[i]), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < THREADS; i++)
        CHECK_INT(failures[i], 0);
}

int main(void)
{
    if (jwk_make(JOSE_ES256, &es_key) || jwk_make(JOSE_RS256, &rs_key))
        return 1;
    int result = check_run((struct check[]){
        CASE(the_examples_of_rfc_7515_verify),
        CASE(the_rs256_example_is_signed_alike),
        CASE(what_is_signed_verifies),
        CASE(the_public_part_verifies_and_does_not_sign),
        CASE(another_key_does_not_verify),
        CASE(no_bit_of_a_token_may_change),
        CASE(no_bit_of_either_signature_may_change),
        CASE(a_signature_has_one_length),
        CASE(a_der_signature_is_refused),
        CASE(r_and_s_stay_between_0_and_the_order),
        CASE(the_other_s_is_as_good),
        CASE(only_the_algorithm_of_the_key_is_taken),
        CASE(a_public_key_is_no_hmac_secret),
        CASE(typ_is_compared_without_case_or_prefix),
        CASE(headers_that_change_the_meaning_are_refused),
        CASE(a_key_inside_the_header_is_ignored),
        CASE(a_token_is_three_parts_of_strict_base64url),
        CASE(bits_left_over_are_refused),
        CASE(a_token_has_a_largest_size),
        CASE(the_kid_can_be_seen_before_the_key_is_known),
        CASE(one_key_serves_many_threads),
        {0},
    });
    jwk_close(&es_key);
    jwk_close(&rs_key);
    return result;
}
