/*
 * HS256: what others computed is reproduced, what is altered is refused, and neither kind of key
 * opens what the other kind closed.
 */
#include "b64url.h"
#include "check.h"
#include "json.h"
#include "jws_mac.h"
#include "published.h"
#include "secret.h"
#include <string.h>

static const struct oct_key key = {
    .kid = "2026-11",
    .secret = {(const uint8_t *)"0123456789abcdef0123456789abcdef", 32},
};
static const char PAYLOAD[] = "{\"sub\":\"42\"}";
static const char *why;

static struct oct_key key_of(const char *k)
{
    struct oct_key out = {.kid = "x"};

    CHECK_OK(b64url_decode(check_mem(), k, strlen(k), &out.secret));
    return out;
}

static enum err verify(const struct oct_key *with, const char *typ, const char *token)
{
    struct bytes payload;

    why = NULL;
    return jws_mac_verify(check_mem(), with, typ, token, &payload, &why);
}

static const char *token(void)
{
    const char *out = NULL;

    CHECK_OK(jws_mac_sign(check_mem(), &key, "JWT", bytes_of(PAYLOAD), &out));
    return out;
}

/* A token with a header of one's own, and the MAC that goes with it. */
static const char *with_header(const char *header)
{
    const char *input =
        arena_printf(check_mem(), "%s.%s", b64url_encode(check_mem(), bytes_of(header)),
                     b64url_encode(check_mem(), bytes_of(PAYLOAD)));
    struct bytes mac = secret_mac(check_mem(), key.secret, bytes_of(input));

    return arena_printf(check_mem(), "%s.%s", input, b64url_encode(check_mem(), mac));
}

static void what_is_signed_verifies(void)
{
    struct bytes header, payload;

    CHECK_OK(b64url_decode(check_mem(), token(), (size_t)strcspn(token(), "."), &header));
    CHECK_BYTES(header, bytes_of("{\"typ\":\"JWT\",\"alg\":\"HS256\",\"kid\":\"2026-11\"}"));
    CHECK_OK(jws_mac_verify(check_mem(), &key, "JWT", token(), &payload, &why));
    CHECK_BYTES(payload, bytes_of(PAYLOAD));
}

static void no_bit_of_a_token_may_change(void)
{
    char *altered = arena_strdup(check_mem(), token());

    for (char *p = altered; *p; p++) {
        for (int bit = 0; bit < 8; bit++) {
            *p = (char)(*p ^ (1 << bit));
            if (verify(&key, "JWT", altered) != ERR_INVALID_TOKEN)
                check_failed(__FILE__, __LINE__, "taken with bit %d of byte %d changed", bit,
                             (int)(p - altered));
            *p = (char)(*p ^ (1 << bit));
        }
    }
    CHECK_OK(verify(&key, "JWT", altered));
}

static void another_secret_does_not_verify(void)
{
    struct oct_key other = key;

    other.secret = bytes_of("0123456789abcdef0123456789abcdeF");
    CHECK_ERR(verify(&other, NULL, token()), ERR_INVALID_TOKEN);
    CHECK_HAS(why, "signature is not right");
}

static void a_short_secret_is_no_key(void)
{
    struct oct_key weak = key;
    const char *out = NULL;

    weak.secret.n = OCT_KEY_MIN - 1;
    CHECK_ERR(jws_mac_sign(check_mem(), &weak, "JWT", bytes_of(PAYLOAD), &out), ERR_CRYPTO);
    CHECK_STR(out, NULL);
    CHECK_ERR(verify(&weak, NULL, token()), ERR_CRYPTO);
}

static void only_its_algorithm_is_taken(void)
{
    static const char *const headers[] = {
        "{\"alg\":\"none\"}",  "{\"alg\":\"HS384\"}", "{\"alg\":\"hs256\"}",
        "{\"alg\":\"ES256\"}", "{\"alg\":\"RS256\"}", "{\"typ\":\"JWT\"}",
    };

    CHECK_OK(verify(&key, NULL, with_header("{\"alg\":\"HS256\"}")));
    for (size_t i = 0; i < ARRAY_LEN(headers); i++) {
        CHECK_ERR(verify(&key, NULL, with_header(headers[i])), ERR_INVALID_TOKEN);
        CHECK_HAS(why, "alg is not that of the key");
    }
    CHECK_ERR(verify(&key, NULL, with_header("{\"alg\":\"HS256\",\"crit\":[]}")),
              ERR_INVALID_TOKEN);
    CHECK_ERR(verify(&key, "JWT", with_header("{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}")),
              ERR_INVALID_TOKEN);
}

/* Neither type of key fits the other's functions, so only the tokens can be tried (RFC 8725 2.1).
 */
static void the_two_kinds_of_token_do_not_mix(void)
{
    AUTO_CLOSE(jwk) *pair = NULL;
    struct bytes payload;
    const char *text = NULL;

    CHECK_OK(jwk_make(JOSE_ES256, &pair));
    struct oct_key public = {.kid = jwk_kid(pair), .secret = bytes_of(jwk_public_json(pair))};
    CHECK_OK(jws_mac_sign(check_mem(), &public, "at+jwt", bytes_of(PAYLOAD), &text));
    CHECK_ERR(jws_verify(check_mem(), pair, NULL, text, &payload, &why), ERR_INVALID_TOKEN);
    CHECK_HAS(why, "alg is not that of the key");
    CHECK_OK(jws_sign(check_mem(), pair, "JWT", bytes_of(PAYLOAD), &text));
    CHECK_ERR(verify(&public, NULL, text), ERR_INVALID_TOKEN);
    CHECK_HAS(why, "alg is not that of the key");
}

static void the_example_of_rfc_7515_verifies(void)
{
    struct oct_key published = key_of(RFC7515_A1_K);
    struct bytes payload;

    CHECK_OK(jws_mac_verify(check_mem(), &published, "JWT", RFC7515_A1_TOKEN, &payload, &why));
    CHECK_BYTES(payload, bytes_of(RFC7515_PAYLOAD));
}

static json_t *open_file(const char *name)
{
    struct bytes text = check_file(arena_printf(check_mem(), "%s/%s", VECTORS_DIR, name));
    json_t *root = NULL;

    if (!text.p)
        check_skip("the vectors are not here");
    CHECK_OK(json_read(check_mem(), (const char *)text.p, text.n, &root, &why));
    return root;
}

static const char *member(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

/* RFC 7520 4.4. */
static void the_example_of_the_cookbook_verifies(void)
{
    json_t *root = open_file("jose-cookbook/jws/4_4.hmac-sha2_integrity_protection.json");
    const json_t *input = json_object_get(root, "input");
    struct oct_key published = key_of(member(json_object_get(input, "key"), "k"));
    struct bytes payload;

    CHECK_OK(jws_mac_verify(check_mem(), &published, NULL,
                            member(json_object_get(root, "output"), "compact"), &payload, &why));
    CHECK_BYTES(payload, bytes_of(member(input, "payload")));
    json_decref(root);
}

/* Four tests are at odds with their own name: two put a character into the token that base64url
 * does not have and call it valid, two say that padding is wrong where none is, and carry the very
 * token of the test that comes first. */
static bool must_be_taken(const json_t *test)
{
    const char *comment = member(test, "comment");

    if (strncmp(comment, "InvalidCharacterInserted", 24) == 0)
        return false;
    if (strncmp(comment, "invalidBase64Padding", 20) == 0)
        return true;
    return strcmp(member(test, "result"), "valid") == 0;
}

static int walk_group(const json_t *group)
{
    const json_t *test = NULL;
    size_t i = 0;
    int tokens = 0;
    struct oct_key with = key_of(member(json_object_get(group, "private"), "k"));

    json_array_foreach(json_object_get(group, "tests"), i, test)
    {
        if (!member(test, "jws"))
            continue;
        bool taken = verify(&with, NULL, member(test, "jws")) == OK;
        if (taken != must_be_taken(test))
            check_failed(__FILE__, __LINE__, "test %d (%s) is %s: %s",
                         (int)json_integer_value(json_object_get(test, "tcId")),
                         member(test, "comment"), taken ? "taken" : "refused", why);
        tokens++;
    }
    return tokens;
}

static void the_vectors_of_wycheproof(void)
{
    json_t *root = open_file("wycheproof/json_web_signature_test.json");
    const json_t *group = NULL;
    size_t i = 0;
    int tokens = 0;

    json_array_foreach(json_object_get(root, "testGroups"), i, group)
    {
        const char *alg = member(json_object_get(group, "private"), "alg");
        if (alg && strcmp(alg, "HS256") == 0)
            tokens += walk_group(group);
    }
    json_decref(root);
    CHECK(tokens >= 35);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(what_is_signed_verifies),
        CASE(no_bit_of_a_token_may_change),
        CASE(another_secret_does_not_verify),
        CASE(a_short_secret_is_no_key),
        CASE(only_its_algorithm_is_taken),
        CASE(the_two_kinds_of_token_do_not_mix),
        CASE(the_example_of_rfc_7515_verifies),
        CASE(the_example_of_the_cookbook_verifies),
        CASE(the_vectors_of_wycheproof),
        {0},
    });
}
