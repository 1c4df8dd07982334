#include "b64url.h"
#include "check.h"
#include "json.h"
#include "jwk.h"
#include "published.h"
#include <string.h>

static const char *why;

static enum err read(const char *text, struct jwk **out)
{
    why = NULL;
    return jwk_read(check_mem(), text, strlen(text), out, &why);
}

static void expect_refused(const char *text, const char *because)
{
    struct jwk *jwk = NULL;

    CHECK_ERR(read(text, &jwk), ERR_BAD_FIELD);
    CHECK(!jwk);
    CHECK_HAS(why, because);
}

/* The key with one member put in its place; NULL takes it away. */
static const char *with(const char *key, const char *name, json_t *value)
{
    json_t *object = NULL;
    size_t room = JWK_TEXT_MAX;
    char *out = arena_alloc(check_mem(), room);

    CHECK_OK(json_read(check_mem(), key, strlen(key), &object, &why));
    if (value)
        json_object_set_new(object, name, value);
    else
        json_object_del(object, name);
    CHECK(json_dumpb(object, out, room - 1, JSON_COMPACT) < room);
    json_decref(object);
    return out;
}

static const char *with_text(const char *key, const char *name, const char *value)
{
    return with(key, name, json_string(value));
}

static struct bytes number_of(const char *key, const char *name)
{
    json_t *object = NULL;
    struct bytes out;

    CHECK_OK(json_read(check_mem(), key, strlen(key), &object, &why));
    const char *text = arena_strdup(check_mem(), json_string_value(json_object_get(object, name)));
    json_decref(object);
    CHECK_OK(b64url_decode(check_mem(), text, strlen(text), &out));
    return out;
}

/* The number in base64url with n bytes of zeros in front, or with its first -n bytes missing. */
static const char *stretched(struct bytes number, int n)
{
    size_t zeros = n > 0 ? (size_t)n : 0, skip = n < 0 ? (size_t)-n : 0;
    uint8_t *out = arena_alloc(check_mem(), zeros + number.n);

    memcpy(out + zeros, number.p + skip, number.n - skip);
    return b64url_encode(check_mem(), (struct bytes){out, zeros + number.n - skip});
}

/* The examples of RFC 7517 give the EC keys use "enc": not for us, and otherwise sound. */
static void the_ec_keys_of_rfc_7517(void)
{
    AUTO_CLOSE(jwk) *public = NULL;
    AUTO_CLOSE(jwk) *private = NULL;

    expect_refused(RFC7517_A1_EC, "use is not sig");
    expect_refused(RFC7517_A2_EC, "use is not sig");
    CHECK_OK(read(with_text(RFC7517_A1_EC, "use", "sig"), &public));
    CHECK_OK(read(with_text(RFC7517_A2_EC, "use", "sig"), &private));
    CHECK_STR(jwk_kid(public), "1");
    CHECK_STR(jwk_thumbprint(public), jwk_thumbprint(private));
}

static void the_kind_of_key_must_be_ours(void)
{
    expect_refused(with_text(RFC7515_A3_KEY, "kty", "oct"), "kty");
    expect_refused(with_text(RFC7515_A3_KEY, "kty", "OKP"), "kty");
    expect_refused(with_text(RFC7515_A3_KEY, "kty", "ec"), "kty");
    expect_refused(with_text(RFC7515_A3_KEY, "kty", "RSA"), "n is missing");
    expect_refused(with(RFC7515_A3_KEY, "kty", NULL), "kty");
    expect_refused(with(RFC7515_A3_KEY, "kty", json_integer(1)), "kty is not a string");
    expect_refused(with_text(RFC7515_A3_KEY, "crv", "P-384"), "crv");
    expect_refused(with_text(RFC7515_A3_KEY, "crv", "secp256k1"), "crv");
    expect_refused(with(RFC7515_A3_KEY, "crv", NULL), "crv");
    expect_refused(with_text(RFC7515_A3_KEY, "alg", "ES384"), "alg is not ES256");
    expect_refused(with_text(RFC7515_A3_KEY, "alg", "RS256"), "alg is not ES256");
    expect_refused(with_text(RFC7517_A1_RSA, "alg", "PS256"), "alg is not RS256");
    expect_refused("[]", "JSON object");
    expect_refused("\"EC\"", "JSON object");
}

static void the_purpose_must_be_signing(void)
{
    AUTO_CLOSE(jwk) *jwk = NULL;
    AUTO_CLOSE(jwk) *private = NULL;

    CHECK_OK(read(with(RFC7515_A3_PUBLIC, "key_ops", json_pack("[s]", "verify")), &jwk));
    CHECK_OK(read(with(RFC7515_A3_KEY, "key_ops", json_pack("[ss]", "verify", "sign")), &private));
    expect_refused(with(RFC7515_A3_PUBLIC, "key_ops", json_pack("[s]", "sign")), "lacks verify");
    expect_refused(with(RFC7515_A3_KEY, "key_ops", json_pack("[s]", "verify")), "lacks sign");
    expect_refused(with(RFC7515_A3_PUBLIC, "key_ops", json_pack("[s]", "encrypt")), "key_ops");
    expect_refused(with(RFC7515_A3_PUBLIC, "key_ops", json_pack("[ss]", "verify", "verify")),
                   "twice");
    expect_refused(with(RFC7515_A3_PUBLIC, "key_ops", json_pack("[si]", "verify", 1)), "strings");
    expect_refused(with_text(RFC7515_A3_PUBLIC, "key_ops", "verify"), "key_ops");
    expect_refused(with(RFC7515_A3_PUBLIC, "use", json_null()), "use is not a string");

    json_t *many = json_pack("[s]", "verify");
    for (int i = 0; i < 16; i++)
        json_array_append_new(many, json_string(arena_printf(check_mem(), "op%d", i)));
    expect_refused(with(RFC7515_A3_PUBLIC, "key_ops", many), "key_ops is too long");
}

static void a_kid_is_short_plain_text(void)
{
    AUTO_CLOSE(jwk) *jwk = NULL;
    char *kid = arena_alloc(check_mem(), JWK_KID_MAX + 2);

    memset(kid, 'k', JWK_KID_MAX);
    CHECK_OK(read(with_text(RFC7515_A3_KEY, "kid", kid), &jwk));
    CHECK_STR(jwk_kid(jwk), kid);
    kid[JWK_KID_MAX] = 'k';
    expect_refused(with_text(RFC7515_A3_KEY, "kid", kid), "kid");
    expect_refused(with_text(RFC7515_A3_KEY, "kid", ""), "kid");
    expect_refused(with_text(RFC7515_A3_KEY, "kid", "a\nb"), "kid");
    expect_refused(with(RFC7515_A3_KEY, "kid", json_integer(1)), "kid");
}

static void coordinates_have_the_full_length(void)
{
    static const char *const names[] = {"x", "y", "d"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct bytes number = number_of(RFC7515_A3_KEY, names[i]);
        expect_refused(with_text(RFC7515_A3_KEY, names[i], stretched(number, 1)), "32 bytes");
        expect_refused(with_text(RFC7515_A3_KEY, names[i], stretched(number, -1)), "32 bytes");
        expect_refused(with_text(RFC7515_A3_KEY, names[i], ""), names[i]);
        expect_refused(with(RFC7515_A3_KEY, names[i], json_integer(5)), "not a string");
    }
    expect_refused(with(RFC7515_A3_KEY, "y", NULL), "y is missing");
}

static void numbers_are_strict_base64url(void)
{
    expect_refused(with_text(RFC7515_A3_KEY, "x", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU="),
                   "x is not base64url");
    expect_refused(with_text(RFC7515_A3_KEY, "x", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEV"),
                   "x is not base64url"); /* bits left over */
    expect_refused(with_text(RFC7515_A3_KEY, "y", "x/FEzRu9m36HLN/tue659LNpXW6pCyStikYjKIWI5a0"),
                   "y is not base64url"); /* the other alphabet */
    expect_refused(with_text(RFC7517_A1_RSA, "e", "AQ AB"), "e is not base64url");
}

static void points_lie_on_the_curve(void)
{
    static const char zero[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    static const char ones[] = "__________________________________________8";

    expect_refused(with_text(RFC7515_A3_PUBLIC, "x", zero), "numbers");
    expect_refused(with_text(RFC7515_A3_PUBLIC, "y", ones), "numbers"); /* above the prime */
    expect_refused(with_text(with_text(RFC7515_A3_PUBLIC, "x", zero), "y", zero), "numbers");
}

static void private_parts_fit_the_public_ones(void)
{
    static const char zero[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    static const char other[] = "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE";
    static const char order[] = "_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE";

    expect_refused(with_text(RFC7515_A3_KEY, "d", other), "does not fit");
    expect_refused(with_text(RFC7515_A3_KEY, "d", zero), "");
    expect_refused(with_text(RFC7515_A3_KEY, "d", order), "");
    expect_refused(with_text(RFC7517_A2_RSA, "qi", "AQAB"), "does not fit");
    expect_refused(with_text(RFC7517_A2_RSA, "d", "AQAB"), "does not fit");
    expect_refused(with(RFC7517_A2_RSA, "p", NULL), "p is missing");
    expect_refused(with(RFC7517_A2_RSA, "d", NULL), "d is missing");
    expect_refused(with(RFC7517_A2_RSA, "oth", json_array()), "oth");
}

static void rsa_numbers_are_as_short_as_can_be(void)
{
    expect_refused(with_text(RFC7517_A1_RSA, "n", stretched(number_of(RFC7517_A1_RSA, "n"), 1)),
                   "n begins with a zero");
    expect_refused(with_text(RFC7517_A1_RSA, "e", "AAEAAQ"), "e begins with a zero");
    expect_refused(with_text(RFC7517_A1_RSA, "e", ""), "e is not base64url");
}

/* All ones behind the first byte: not the modulus of anything, but size is looked at first. */
static const char *modulus_of(size_t bytes, uint8_t first)
{
    uint8_t *n = arena_alloc(check_mem(), bytes);

    memset(n, 0xff, bytes);
    n[0] = first;
    return b64url_encode(check_mem(), (struct bytes){n, bytes});
}

static void an_rsa_modulus_has_2048_to_4096_bits(void)
{
    expect_refused(with_text(RFC7517_A1_RSA, "n", modulus_of(128, 0xff)), "fewer than 2048");
    expect_refused(with_text(RFC7517_A1_RSA, "n", modulus_of(256, 0x7f)), "fewer than 2048");
    expect_refused(with_text(RFC7517_A1_RSA, "n", modulus_of(513, 0x01)), "more than 4096");
    expect_refused(with_text(RFC7517_A1_RSA, "n", modulus_of(1024, 0xff)), "more than 4096");
}

static void an_rsa_modulus_has_no_small_factor(void)
{
    uint8_t n[256];

    memcpy(n, number_of(RFC7517_A1_RSA, "n").p, sizeof n);
    n[255] ^= 1; /* even */
    expect_refused(
        with_text(RFC7517_A1_RSA, "n", b64url_encode(check_mem(), (struct bytes){n, sizeof n})),
        "small factor");
    expect_refused(with_text(RFC7517_A1_RSA, "n", modulus_of(256, 0xff)), "small factor"); /* 3 */
}

static void an_rsa_exponent_is_odd_and_short(void)
{
    AUTO_CLOSE(jwk) *three = NULL;
    AUTO_CLOSE(jwk) *longest = NULL;

    CHECK_OK(read(with_text(RFC7517_A1_RSA, "e", "Aw"), &three));
    CHECK_OK(read(with_text(RFC7517_A1_RSA, "e", "__________8"), &longest));
    expect_refused(with_text(RFC7517_A1_RSA, "e", "AQ"), "e is not an odd number");   /* 1 */
    expect_refused(with_text(RFC7517_A1_RSA, "e", "AQAA"), "e is not an odd number"); /* 65536 */
    expect_refused(with_text(RFC7517_A1_RSA, "e", "AQAAAAAAAAAB"), "more than 64 bits");
}

static void unknown_members_are_ignored_and_repeated_ones_refused(void)
{
    AUTO_CLOSE(jwk) *jwk = NULL;
    struct jwk *none = NULL;

    CHECK_OK(read(with_text(RFC7515_A3_PUBLIC, "x5u", "https://x.example/"), &jwk));
    CHECK_ERR(read("{\"kty\":\"EC\",\"kty\":\"EC\"}", &none), ERR_BAD_MESSAGE);
    CHECK_HAS(why, "twice");
    CHECK_ERR(read("{\"kty\":\"EC\"", &none), ERR_BAD_MESSAGE);
    CHECK_ERR(read("", &none), ERR_BAD_MESSAGE);
}

static void a_key_has_a_largest_size(void)
{
    struct jwk *none = NULL;
    char *text = arena_alloc(check_mem(), JWK_TEXT_MAX + 2);

    memset(text, ' ', JWK_TEXT_MAX + 1);
    CHECK_ERR(read(text, &none), ERR_BAD_MESSAGE);
    CHECK_HAS(why, "at most");
}

int main(void)
{
    return check_run((struct check[]){
        CASE(the_ec_keys_of_rfc_7517),
        CASE(the_kind_of_key_must_be_ours),
        CASE(the_purpose_must_be_signing),
        CASE(a_kid_is_short_plain_text),
        CASE(coordinates_have_the_full_length),
        CASE(numbers_are_strict_base64url),
        CASE(points_lie_on_the_curve),
        CASE(private_parts_fit_the_public_ones),
        CASE(rsa_numbers_are_as_short_as_can_be),
        CASE(an_rsa_modulus_has_2048_to_4096_bits),
        CASE(an_rsa_modulus_has_no_small_factor),
        CASE(an_rsa_exponent_is_odd_and_short),
        CASE(unknown_members_are_ignored_and_repeated_ones_refused),
        CASE(a_key_has_a_largest_size),
        {0},
    });
}
