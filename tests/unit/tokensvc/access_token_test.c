/* Access tokens: their claims to the last one, and what is not taken for one. */
#include "access_token.h"
#include "jws.h"
#include "rig.h"
#include <string.h>

static const char *of_family(struct rig *rig)
{
    struct token_reply a;

    CHECK_OK(rig_code(rig, &a));
    return a.access_token;
}

static enum err check(struct rig *rig, const char *token, struct access_token *out)
{
    struct call c = rig_call(rig, check_mem());

    return access_token_check(&c, token, RIG_ISSUER, out);
}

static void the_claims_are_those_of_rfc_9068_and_ours(void)
{
    struct rig *rig = rig_open();
    const char *token = of_family(rig);

    CHECK_STR(rig_claim_names(token),
              "acr aud auth_time client_id exp fam gen iat iss jti scope sub");
    CHECK_STR(rig_claim(token, "iss"), RIG_ISSUER);
    CHECK_STR(rig_claim(token, "aud"), RIG_ISSUER);
    CHECK_STR(rig_claim(token, "sub"), "sub-of-ada");
    CHECK_STR(rig_claim(token, "client_id"), "app");
    CHECK_STR(rig_claim(token, "scope"), "openid profile email notes");
    CHECK_STR(rig_claim(token, "fam"), rig->auth.family);
    CHECK_STR(rig_claim(token, "acr"), "1");
    CHECK_INT(rig_claim_int(token, "iat"), RIG_START);
    CHECK_INT(rig_claim_int(token, "exp"), RIG_START + 300);
    CHECK_INT(rig_claim_int(token, "auth_time"), RIG_START - 6); /* 5.5 s ago, whole seconds */
    CHECK_INT(rig_claim_int(token, "gen"), 1);
    CHECK_INT(strlen(rig_claim(token, "jti")), 22); /* 128 bits */
    CHECK_STR(rig_header_json(token, "typ"), "\"at+jwt\"");
    CHECK_STR(rig_header_json(token, "alg"), "\"ES256\"");
    CHECK_INT(strlen(rig_header_json(token, "kid")), 43 + 2);
    rig_close();
}

static void the_algorithm_of_id_tokens_does_not_change_it(void)
{
    struct rig *rig = rig_open();

    rig->client.id_token_signed_response_alg = "RS256";
    CHECK_STR(rig_header_json(of_family(rig), "alg"), "\"ES256\"");
    rig_close();
}

static void what_was_minted_is_read_again(void)
{
    struct rig *rig = rig_open();
    const char *minted = of_family(rig);
    struct access_token t;

    for (int i = 0; i < 2; i++) { /* verified, and remembered */
        CHECK_OK(check(rig, minted, &t));
        CHECK_STR(t.sub, "sub-of-ada");
        CHECK_STR(t.client_id, "app");
        CHECK_STR(t.scope, "openid profile email notes");
        CHECK_STR(t.family, rig->auth.family);
        CHECK_INT(t.generation, 1);
        CHECK_INT(t.exp, RIG_START + 300);
    }
    rig_close();
}

static void it_ends_with_its_last_second(void)
{
    struct rig *rig = rig_open();
    const char *token = of_family(rig);
    struct access_token t;

    rig_pass(rig, 299999);
    CHECK_OK(check(rig, token, &t));
    rig_pass(rig, 1);
    CHECK_ERR(check(rig, token, &t), ERR_INVALID_TOKEN); /* though its signature is remembered */
    rig_close();
}

static void another_issuer_does_not_take_it(void)
{
    struct rig *rig = rig_open();
    const char *token = of_family(rig);
    struct call c = rig_call(rig, check_mem());
    struct access_token t;

    CHECK_ERR(access_token_check(&c, token, "https://other.example", &t), ERR_INVALID_TOKEN);
    CHECK_HAS(c.detail, "another issuer");
    rig_close();
}

static void no_character_of_it_can_be_changed(void)
{
    struct rig *rig = rig_open();
    const char *token = of_family(rig);
    char *changed = arena_strdup(check_mem(), token);
    struct access_token t;

    CHECK_OK(check(rig, token, &t));
    for (size_t i = 0; i < strlen(token); i++) {
        changed[i] = token[i] == 'A' ? 'B' : 'A';
        CHECK_ERR(check(rig, changed, &t), ERR_INVALID_TOKEN);
        changed[i] = token[i];
    }
    rig_close();
}

static void what_is_no_jwt_is_no_token(void)
{
    static const char *const texts[] = {
        "",
        "x",
        "..",
        "a.b.c",
        "e30.e30",
        "e30.e30.",
        "e30.e30.e30", /* {} and {}, no kid */
        "eyJhbGciOiJub25lIn0.e30.",
        "eyJhbGciOiJub25lIiwia2lkIjoieCJ9.e30.",
    };
    struct rig *rig = rig_open();
    struct access_token t;

    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        CHECK_ERR(check(rig, texts[i], &t), ERR_INVALID_TOKEN);
    rig_close();
}

/* --- signed by our own keys, and still no access token --- */

static const char *sign(struct rig *rig, enum jose_alg alg, const char *typ, const char *payload)
{
    AUTO_CLOSE(key_set) *keys = NULL;
    const char *token = NULL;

    CHECK_OK(signing_keys_now(rig->svc->keys, &keys));
    CHECK_OK(jws_sign(check_mem(), key_set_signer(keys, alg, rig->wall), typ, bytes_of(payload),
                      &token));
    return token;
}

static const char good[] =
    "{\"iss\":\"" RIG_ISSUER "\",\"sub\":\"s\",\"aud\":[\"x\",\"" RIG_ISSUER "\"],"
    "\"client_id\":\"app\",\"iat\":1700000000,\"exp\":1700000300,\"jti\":\"j\",\"cgn\":3}";

static const struct payload_row {
    const char *from, *to; /* in `good`; NULL: as it is */
    enum err want;
} payload_rows[] = {
    {NULL, NULL, OK},
    {"\"" RIG_ISSUER "\"]", "\"y\"]", ERR_INVALID_TOKEN},
    {"\"iss\":\"h", "\"iss\":\"H", ERR_INVALID_TOKEN},
    {"\"sub\"", "\"bus\"", ERR_INVALID_TOKEN},
    {"\"jti\"", "\"tji\"", ERR_INVALID_TOKEN},
    {"\"cgn\"", "\"gen\"", ERR_INVALID_TOKEN},
    {"\"cgn\":3", "\"cgn\":\"3\"", ERR_INVALID_TOKEN},
    {"\"cgn\":3", "\"fam\":\"f\",\"gen\":1", ERR_INVALID_TOKEN}, /* no auth_time */
    {"\"cgn\":3", "\"fam\":\"f\",\"gen\":1,\"auth_time\":1", OK},
    {"\"exp\":1700000300", "\"exp\":1700003600", OK},
    {"\"exp\":1700000300", "\"exp\":1700003601", ERR_INVALID_TOKEN}, /* longer than any of ours */
    {"\"exp\":1700000300", "\"exp\":1700000000", ERR_INVALID_TOKEN},
    {"\"iat\":1700000000", "\"iat\":1700000060", OK},
    {"\"iat\":1700000000", "\"iat\":1700000061", ERR_INVALID_TOKEN},
    {"\"exp\":1700000300,", "", ERR_INVALID_TOKEN},
};

static const char *with(const struct payload_row *row)
{
    const char *at = row->from ? strstr(good, row->from) : good;

    CHECK(at != NULL);
    if (!row->from)
        return good;
    return arena_printf(check_mem(), "%.*s%s%s", (int)(at - good), good, row->to,
                        at + strlen(row->from));
}

static void every_claim_is_looked_at(void)
{
    struct rig *rig = rig_open();
    struct access_token t;

    for (size_t i = 0; i < ARRAY_LEN(payload_rows); i++) {
        const char *payload = with(&payload_rows[i]);
        enum err is = check(rig, sign(rig, JOSE_ES256, "at+jwt", payload), &t);
        if (is != payload_rows[i].want)
            check_failed(__FILE__, __LINE__, "%s: %s", payload, err_name(is));
    }
    rig_close();
}

static void another_type_or_key_is_no_access_token(void)
{
    struct rig *rig = rig_open();
    struct access_token t;
    struct token_reply a;

    CHECK_ERR(check(rig, sign(rig, JOSE_ES256, "JWT", good), &t), ERR_INVALID_TOKEN);
    CHECK_ERR(check(rig, sign(rig, JOSE_ES256, "logout+jwt", good), &t), ERR_INVALID_TOKEN);
    CHECK_ERR(check(rig, sign(rig, JOSE_RS256, "at+jwt", good), &t), ERR_INVALID_TOKEN);
    CHECK_OK(rig_code(rig, &a));
    CHECK_ERR(check(rig, a.id_token, &t), ERR_INVALID_TOKEN);
    CHECK_ERR(check(rig, a.refresh_token, &t), ERR_INVALID_TOKEN);
    rig_close();
}

static void the_key_of_somebody_else_is_no_key(void)
{
    struct rig *rig = rig_open();
    AUTO_CLOSE(jwk) *key = NULL;
    const char *token = NULL;
    struct access_token t;

    CHECK_OK(jwk_make(JOSE_ES256, &key));
    CHECK_OK(jws_sign(check_mem(), key, "at+jwt", bytes_of(good), &token));
    CHECK_ERR(check(rig, token, &t), ERR_INVALID_TOKEN);
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(the_claims_are_those_of_rfc_9068_and_ours),
        CASE(the_algorithm_of_id_tokens_does_not_change_it),
        CASE(what_was_minted_is_read_again),
        CASE(it_ends_with_its_last_second),
        CASE(another_issuer_does_not_take_it),
        CASE(no_character_of_it_can_be_changed),
        CASE(what_is_no_jwt_is_no_token),
        CASE(every_claim_is_looked_at),
        CASE(another_type_or_key_is_no_access_token),
        CASE(the_key_of_somebody_else_is_no_key),
        {0},
    });
}
