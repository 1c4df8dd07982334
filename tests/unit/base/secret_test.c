#include "check.h"
#include "random.h"
#include "secret.h"
#include "text.h"
#include <string.h>

static struct bytes key(uint8_t first)
{
    uint8_t raw[SECRET_KEY_LEN] = {first};

    return arena_bytes(check_mem(), raw, sizeof raw);
}

static const char *hex(struct bytes bytes)
{
    return text_hex(check_mem(), bytes);
}

static void equal_bytes_are_equal(void)
{
    CHECK(secret_equal_str("secret", "secret"));
    CHECK(!secret_equal_str("secret", "secreT"));
    CHECK(!secret_equal_str("secret", "secret "));
    CHECK(!secret_equal_str("", "s"));
    CHECK(secret_equal_str("", ""));
}

static void what_is_absent_equals_nothing(void)
{
    CHECK(!secret_equal_str(NULL, NULL));
    CHECK(!secret_equal_str(NULL, ""));
    CHECK(!secret_equal_str("", NULL));
    CHECK(!secret_equal((struct bytes){0}, (struct bytes){0}));
}

static void wiping_leaves_zeros(void)
{
    char text[] = "secret";

    secret_wipe(text, sizeof text);
    for (size_t i = 0; i < sizeof text; i++)
        CHECK_INT(text[i], 0);
}

static void digests_are_sha_256(void)
{
    CHECK_STR(hex(secret_digest(check_mem(), bytes_of("abc"))),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* RFC 4231 4.3 (test case 2) and 4.7 (6: a key longer than a block) */
static void macs_are_hmac_sha_256(void)
{
    uint8_t long_key[131];

    memset(long_key, 0xaa, sizeof long_key);
    CHECK_STR(
        hex(secret_mac(check_mem(), bytes_of("Jefe"), bytes_of("what do ya want for nothing?"))),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK_STR(hex(secret_mac(check_mem(), (struct bytes){long_key, sizeof long_key},
                             bytes_of("Test Using Larger Than Block-Size Key - Hash Key First"))),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

static void what_is_wrapped_comes_back(void)
{
    static const char *const plains[] = {"", "x", "a private key"};
    struct bytes out;

    for (size_t i = 0; i < ARRAY_LEN(plains); i++) {
        struct bytes plain = bytes_of(plains[i]);
        struct bytes wrapped = secret_wrap(check_mem(), key(1), "key:1", plain);
        CHECK_INT(wrapped.n, plain.n + 24 + 16); /* nonce and tag */
        CHECK_OK(secret_unwrap(check_mem(), key(1), "key:1", wrapped, &out));
        CHECK_BYTES(out, plain);
    }
}

static void wrapping_twice_gives_different_bytes(void)
{
    struct bytes a = secret_wrap(check_mem(), key(1), "key:1", bytes_of("x"));
    struct bytes b = secret_wrap(check_mem(), key(1), "key:1", bytes_of("x"));

    CHECK(!bytes_equal(a, b));
}

static void another_key_or_place_does_not_unwrap(void)
{
    struct bytes wrapped = secret_wrap(check_mem(), key(1), "key:1", bytes_of("x")), out = {0};

    CHECK_ERR(secret_unwrap(check_mem(), key(2), "key:1", wrapped, &out), ERR_CRYPTO);
    CHECK_ERR(secret_unwrap(check_mem(), key(1), "key:2", wrapped, &out), ERR_CRYPTO);
    CHECK_ERR(secret_unwrap(check_mem(), key(1), "", wrapped, &out), ERR_CRYPTO);
    CHECK_ERR(secret_unwrap(check_mem(), bytes_of("short"), "key:1", wrapped, &out), ERR_CRYPTO);
    CHECK(!out.p);
}

static void no_bit_of_what_is_wrapped_may_change(void)
{
    struct bytes wrapped = secret_wrap(check_mem(), key(1), "key:1", bytes_of("xyz")), out = {0};
    uint8_t *bad = arena_alloc(check_mem(), wrapped.n);

    memcpy(bad, wrapped.p, wrapped.n);
    for (size_t i = 0; i < wrapped.n * 8; i++) {
        bad[i / 8] ^= (uint8_t)(1U << i % 8);
        CHECK_ERR(secret_unwrap(check_mem(), key(1), "key:1", (struct bytes){bad, wrapped.n}, &out),
                  ERR_CRYPTO);
        bad[i / 8] ^= (uint8_t)(1U << i % 8);
    }
    for (size_t n = 0; n < wrapped.n; n++)
        CHECK_ERR(secret_unwrap(check_mem(), key(1), "key:1", (struct bytes){bad, n}, &out),
                  ERR_CRYPTO);
    CHECK(!out.p);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(equal_bytes_are_equal),
        CASE(what_is_absent_equals_nothing),
        CASE(wiping_leaves_zeros),
        CASE(digests_are_sha_256),
        CASE(macs_are_hmac_sha_256),
        CASE(what_is_wrapped_comes_back),
        CASE(wrapping_twice_gives_different_bytes),
        CASE(another_key_or_place_does_not_unwrap),
        CASE(no_bit_of_what_is_wrapped_may_change),
        {0},
    });
}
