/*
 * Project Wycheproof's JOSE vectors, as far as they concern ES256, RS256 and their keys.
 *
 * We differ on purpose where a token is valid under an algorithm that we do not have (PS*, RS384,
 * RS512, ES512), or that has functions of its own (HS256: jws_mac_test): such a key is refused, and
 * so is everything signed with it.  All that is invalid must be refused here too.
 */
#include "check.h"
#include "json.h"
#include "jws.h"
#include <string.h>

struct tally {
    int tokens, taken;
};

static const char *why;

static json_t *open_file(const char *name)
{
    const char *path = arena_printf(check_mem(), "%s/wycheproof/%s", VECTORS_DIR, name);
    struct bytes text = check_file(path);
    json_t *root = NULL;

    if (!text.p)
        check_skip("the vectors are not here");
    CHECK_OK(json_read(check_mem(), (const char *)text.p, text.n, &root, &why));
    return root;
}

static const json_t *key_of(const json_t *group)
{
    const json_t *public = json_object_get(group, "public");

    return public ? public : json_object_get(group, "private");
}

static bool is_ours(const json_t *key)
{
    const char *name = json_string_value(json_object_get(key, "alg"));
    enum jose_alg alg = JOSE_ES256;

    return name && jose_alg_by_name(name, &alg);
}

static bool verifies(const json_t *key, const char *token)
{
    AUTO_CLOSE(jwk) *jwk = NULL;
    struct bytes payload;

    why = "";
    return !jwk_from_json(check_mem(), key, &jwk, &why) &&
           !jws_verify(check_mem(), jwk, NULL, token, &payload, &why);
}

/* NULL for a test that is not about a compact token. */
static const char *token_of(const json_t *test)
{
    return json_string_value(json_object_get(test, "jws"));
}

static bool is_valid(const json_t *test)
{
    return strcmp(json_string_value(json_object_get(test, "result")), "valid") == 0;
}

static void expect(const json_t *test, bool taken, bool should)
{
    if (taken != should)
        check_failed(__FILE__, __LINE__, "test %d (%s) is %s: %s",
                     (int)json_integer_value(json_object_get(test, "tcId")),
                     json_string_value(json_object_get(test, "comment")),
                     taken ? "taken" : "refused", why);
}

static struct tally walk(const json_t *root)
{
    struct tally tally = {0};
    const json_t *group = NULL, *test = NULL;
    size_t g = 0, t = 0;

    json_array_foreach(json_object_get(root, "testGroups"), g, group)
    {
        const json_t *key = key_of(group);
        json_array_foreach(json_object_get(group, "tests"), t, test)
        {
            if (!token_of(test))
                continue;
            bool taken = verifies(key, token_of(test));
            expect(test, taken, is_valid(test) && is_ours(key));
            tally.tokens++;
            tally.taken += taken;
        }
    }
    return tally;
}

static void signatures(void)
{
    json_t *root = open_file("json_web_signature_test.json");
    struct tally tally = walk(root);

    json_decref(root);
    CHECK_INT(tally.tokens, 401);
    CHECK_INT(tally.taken, 10);
}

static void tokens_of_the_mixed_file(void)
{
    json_t *root = open_file("json_web_crypto_test.json");
    struct tally tally = walk(root);

    json_decref(root);
    CHECK_INT(tally.tokens, 48); /* of 83: the others are encrypted, and one is JSON, not compact */
    CHECK_INT(tally.taken, 2);
}

/* Here keys come in sets, and the header's kid chooses. */
static const json_t *chosen_key(const json_t *group, const char *token)
{
    const json_t *key = NULL;
    const char *kid = NULL;
    size_t i = 0;

    CHECK_OK(jws_peek_kid(check_mem(), token, &kid));
    json_array_foreach(json_object_get(key_of(group), "keys"), i, key)
    {
        if (kid && strcmp(json_string_value(json_object_get(key, "kid")), kid) == 0)
            return key;
    }
    return json_array_get(json_object_get(key_of(group), "keys"), 0);
}

/* The keys that are to be refused, and the reason that must be the one. */
static void expect_reason(const json_t *group)
{
    static const char *const reasons[][2] = {
        {"jws_rsa_roca_key", "CVE-2017-15361"},
        {"keysize_too_small", "fewer than 2048 bits"},
        {"exponentOne", "e is not an odd number"},
        {"wrong_algorithm", "alg is not ES256"},
        {"invalid_algorithm", "alg is not ES256"},
        {"invalid_use", "use is not sig"},
        {"invalid_point", "not those of a key"},
        {"wrong_curve", "crv is not P-256"},
        {"wrong_kty", "n is missing"},
        {"invalid_aes_gcm_key", "kty"},
    };
    const char *name = json_string_value(json_object_get(group, "comment"));

    for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
        if (strcmp(reasons[i][0], name) == 0)
            CHECK_HAS(why, reasons[i][1]);
    }
}

static void keys(void)
{
    json_t *root = open_file("json_web_key_test.json");
    const json_t *group = NULL, *test = NULL;
    size_t g = 0, t = 0;
    int taken = 0, tokens = 0;

    json_array_foreach(json_object_get(root, "testGroups"), g, group)
    {
        json_array_foreach(json_object_get(group, "tests"), t, test)
        {
            const json_t *key = chosen_key(group, token_of(test));
            bool good = verifies(key, token_of(test));
            expect(test, good, is_valid(test) && is_ours(key));
            expect_reason(group);
            tokens++;
            taken += good;
        }
    }
    json_decref(root);
    CHECK_INT(tokens, 26);
    CHECK_INT(taken, 1);
}

/* One private key says that it is for verifying alone; ours are for signing, so it is left out. */
static void private_keys_match_their_public_ones(void)
{
    json_t *root = open_file("json_web_signature_test.json");
    const json_t *group = NULL;
    size_t g = 0;
    int pairs = 0;

    json_array_foreach(json_object_get(root, "testGroups"), g, group)
    {
        AUTO_CLOSE(jwk) *public = NULL;
        AUTO_CLOSE(jwk) *private = NULL;
        const json_t *secret = json_object_get(group, "private");
        if (!json_object_get(group, "public") || !is_ours(secret) ||
            json_object_get(secret, "key_ops"))
            continue;
        if (jwk_from_json(check_mem(), secret, &private, &why))
            check_failed(__FILE__, __LINE__, "%s: %s",
                         json_string_value(json_object_get(group, "comment")), why);
        CHECK_OK(jwk_from_json(check_mem(), key_of(group), &public, &why));
        CHECK_STR(jwk_thumbprint(private), jwk_thumbprint(public));
        pairs++;
    }
    json_decref(root);
    CHECK(pairs >= 3);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(signatures),
        CASE(tokens_of_the_mixed_file),
        CASE(keys),
        CASE(private_keys_match_their_public_ones),
        {0},
    });
}
