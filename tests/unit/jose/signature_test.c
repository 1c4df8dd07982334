#include "check.h"
#include "forge.h"
#include "published.h"
#include "signature.h"
#include <openssl/bn.h>
#include <pthread.h>
#include <string.h>

/* RS256 has one signature for one input, so making the example again gives the same. */
static void the_rs256_example_is_signed_alike(void)
{
    AUTO_CLOSE(jwk) *jwk = NULL;
    struct bytes signature;
    size_t input = (size_t)(strrchr(RFC7515_A2_TOKEN, '.') - RFC7515_A2_TOKEN);

    CHECK_OK(jwk_read(check_mem(), RFC7515_A2_KEY, strlen(RFC7515_A2_KEY), &jwk, &forge_why));
    CHECK_OK(signature_make(check_mem(), jwk,
                            (struct bytes){(const uint8_t *)RFC7515_A2_TOKEN, input}, &signature));
    CHECK_BYTES(signature, forge_signature_of(RFC7515_A2_TOKEN));
}

static void no_bit_of_a_signature_may_change(const struct jwk *key)
{
    const char *token = forge_token(key);
    struct bytes good = forge_signature_of(token);

    uint8_t *bad = arena_alloc(check_mem(), good.n);

    memcpy(bad, good.p, good.n);
    for (size_t i = 0; i < good.n * 8; i += 5) {
        bad[i / 8] ^= (uint8_t)(1U << i % 8);
        forge_refused(key, forge_with_signature(token, (struct bytes){bad, good.n}),
                      "is not right");
        bad[i / 8] ^= (uint8_t)(1U << i % 8);
    }
}

static void no_bit_of_either_signature_may_change(void)
{
    no_bit_of_a_signature_may_change(forge_es);
    no_bit_of_a_signature_may_change(forge_rs);
}

static void a_signature_has_one_length(void)
{
    const struct jwk *keys[] = {forge_es, forge_rs};

    for (size_t k = 0; k < ARRAY_LEN(keys); k++) {
        const char *token = forge_token(keys[k]);
        struct bytes good = forge_signature_of(token);
        uint8_t *longer = arena_alloc(check_mem(), good.n + 2);
        memcpy(longer + 1, good.p, good.n);
        CHECK_OK(forge_verify(keys[k], NULL,
                              forge_with_signature(token, (struct bytes){longer + 1, good.n})));
        struct bytes others[] = {
            {longer, good.n + 1},     /* a zero in front */
            {longer + 1, good.n + 1}, /* a zero behind */
            {longer + 1, good.n - 1},
            {longer + 1, 0},
        };
        for (size_t i = 0; i < ARRAY_LEN(others); i++)
            forge_refused(keys[k], forge_with_signature(token, others[i]),
                          "signature is not right");
    }
}

/* libcrypto's own form of an ECDSA signature is not the one of JWS. */
static void a_der_signature_is_refused(void)
{
    static const uint8_t der[] = {0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01};

    forge_refused(forge_es,
                  forge_with_signature(forge_token(forge_es), (struct bytes){der, sizeof der}),
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
    const char *token = forge_token(forge_es);
    struct bytes good = forge_signature_of(token);

    for (size_t i = 0; i < ARRAY_LEN(edges); i++) {
        uint8_t raw[64];
        memcpy(raw, good.p, sizeof raw);
        put_number(raw, edges[i]);
        forge_refused(forge_es, forge_with_signature(token, (struct bytes){raw, 64}), "not right");
        put_number(raw + 32, edges[i]);
        forge_refused(forge_es, forge_with_signature(token, (struct bytes){raw, 64}), "not right");
        memcpy(raw, good.p, 32);
        forge_refused(forge_es, forge_with_signature(token, (struct bytes){raw, 64}), "not right");
    }
}

/* r and r + n are the same number to careless code; so are s and n - s to ECDSA itself, and JWS
 * does not choose between the two. */
static void the_other_s_is_as_good(void)
{
    const char *token = forge_token(forge_es);
    struct bytes good = forge_signature_of(token);
    uint8_t raw[64];
    BIGNUM *order = NULL, *s = BN_bin2bn(good.p + 32, 32, NULL);

    memcpy(raw, good.p, sizeof raw);
    CHECK(s && BN_hex2bn(&order, P256_ORDER) > 0 && BN_sub(s, order, s));
    CHECK_INT(BN_bn2binpad(s, raw + 32, 32), 32);
    BN_free(s);
    BN_free(order);
    CHECK_OK(forge_verify(forge_es, NULL, forge_with_signature(token, (struct bytes){raw, 64})));
}

/* 64 bytes end in a character of which two bits count: the other four must be 0, or else one
 * signature could be written in sixteen ways. */
static void bits_left_over_are_refused(void)
{
    char *token = arena_strdup(check_mem(), forge_token(forge_es));
    char *last = token + strlen(token) - 1;

    CHECK(strchr("AQgw", *last));
    *last = (char)(*last + 1);
    forge_refused(forge_es, token, "the signature is not base64url");
}

enum { THREADS = 8, ROUNDS = 100 };

static void *sign_and_verify(void *failures)
{
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    for (int i = 0; i < ROUNDS; i++) {
        const struct jwk *key = i % 4 ? forge_es : forge_rs;
        const char *token = NULL, *reason = NULL;
        struct bytes payload;
        if (jws_sign(&mem, key, "JWT", bytes_of(FORGE_PAYLOAD), &token) ||
            jws_verify(&mem, key, "JWT", token, &payload, &reason) ||
            !bytes_equal(payload, bytes_of(FORGE_PAYLOAD)))
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
    return forge_run((struct check[]){
        CASE(the_rs256_example_is_signed_alike),
        CASE(no_bit_of_either_signature_may_change),
        CASE(a_signature_has_one_length),
        CASE(a_der_signature_is_refused),
        CASE(r_and_s_stay_between_0_and_the_order),
        CASE(the_other_s_is_as_good),
        CASE(bits_left_over_are_refused),
        CASE(one_key_serves_many_threads),
        {0},
    });
}
