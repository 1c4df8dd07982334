/* ID tokens: their claims to the last one, at the code and at each refresh. */
#include "digest.h"
#include "id_token.h"
#include "jws.h"
#include "rig.h"
#include <string.h>

static void at_a_code_it_says_who_when_and_how(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    CHECK_OK(rig_code(rig, &a));
    CHECK_STR(rig_claim_names(a.id_token),
              "acr amr at_hash aud auth_time exp iat iss nonce sid sub");
    CHECK_STR(rig_claim(a.id_token, "iss"), RIG_ISSUER);
    CHECK_STR(rig_claim(a.id_token, "aud"), "app");
    CHECK_STR(rig_claim(a.id_token, "sub"), "sub-of-ada");
    CHECK_STR(rig_claim(a.id_token, "nonce"), "n-0S6_WzA2Mj");
    CHECK_STR(rig_claim(a.id_token, "acr"), "1");
    CHECK_STR(rig_claim(a.id_token, "sid"), "sid-of-ada");
    CHECK_STR(rig_claim_json(a.id_token, "amr"), "[\"pwd\"]");
    CHECK_INT(rig_claim_int(a.id_token, "iat"), RIG_START);
    CHECK_INT(rig_claim_int(a.id_token, "exp"), RIG_START + ID_TOKEN_LIFETIME);
    CHECK_INT(rig_claim_int(a.id_token, "auth_time"), RIG_START - 6);
    CHECK_STR(rig_claim(a.id_token, "at_hash"), digest_left_half(check_mem(), a.access_token));
    CHECK_STR(rig_header_json(a.id_token, "typ"), "\"JWT\"");
    CHECK_STR(rig_header_json(a.id_token, "alg"), "\"ES256\"");
    rig_close();
}

static void at_a_refresh_it_repeats_itself_without_nonce(void)
{
    struct rig *rig = rig_open();
    struct token_reply a, b;

    CHECK_OK(rig_code(rig, &a));
    rig_pass(rig, SECONDS(3600));
    CHECK_OK(rig_refresh(rig, a.refresh_token, &b));
    CHECK_STR(rig_claim_names(b.id_token), "acr amr at_hash aud auth_time exp iat iss sid sub");
    CHECK_STR(rig_claim(b.id_token, "iss"), rig_claim(a.id_token, "iss"));
    CHECK_STR(rig_claim(b.id_token, "sub"), rig_claim(a.id_token, "sub"));
    CHECK_STR(rig_claim(b.id_token, "aud"), rig_claim(a.id_token, "aud"));
    CHECK_INT(rig_claim_int(b.id_token, "auth_time"), rig_claim_int(a.id_token, "auth_time"));
    CHECK_INT(rig_claim_int(b.id_token, "iat"), RIG_START + 3600);
    CHECK_STR(rig_claim(b.id_token, "at_hash"), digest_left_half(check_mem(), b.access_token));
    rig_close();
}

static void what_is_not_known_is_not_said(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    rig->auth.sid = rig->auth.nonce = rig->auth.acr = rig->auth.amr = NULL;
    CHECK_OK(rig_code(rig, &a));
    CHECK_STR(rig_claim_names(a.id_token), "at_hash aud auth_time exp iat iss sub");
    rig_close();
}

static void several_means_are_a_list(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    rig->auth.amr = "pwd otp mfa";
    rig->auth.nonce = "\"<script>\\ and\xc3\xa9";
    CHECK_OK(rig_code(rig, &a));
    CHECK_STR(rig_claim_json(a.id_token, "amr"), "[\"pwd\",\"otp\",\"mfa\"]");
    CHECK_STR(rig_claim(a.id_token, "nonce"), "\"<script>\\ and\xc3\xa9");
    rig_close();
}

static const struct jwk *published(struct rig *rig, const char *jwt, struct key_set **keys)
{
    const char *kid = NULL;

    CHECK_OK(signing_keys_now(rig->svc->keys, keys));
    CHECK_OK(jws_peek_kid(check_mem(), jwt, &kid));
    return key_set_find(*keys, kid, rig->wall);
}

static void the_client_chooses_the_algorithm(void)
{
    static const char *const algs[] = {"ES256", "RS256"};
    struct rig *rig = rig_open();

    for (size_t i = 0; i < ARRAY_LEN(algs); i++) {
        AUTO_CLOSE(key_set) *keys = NULL;
        struct token_reply a;
        struct bytes payload;
        const char *why = NULL;
        rig->client.id_token_signed_response_alg = algs[i];
        rig_pass(rig, RECENT_KEEP);
        CHECK_OK(rig_code(rig, &a));
        const struct jwk *key = published(rig, a.id_token, &keys);
        CHECK_STR(jose_alg_name(jwk_alg(key)), algs[i]);
        CHECK_OK(jws_verify(check_mem(), key, "JWT", a.id_token, &payload, &why));
    }
    rig_close();
}

static void an_algorithm_that_we_do_not_have_is_a_fault(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    rig->client.id_token_signed_response_alg = "HS256";
    CHECK_ERR(rig_code(rig, &a), ERR_CRYPTO);
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(at_a_code_it_says_who_when_and_how),
        CASE(at_a_refresh_it_repeats_itself_without_nonce),
        CASE(what_is_not_known_is_not_said),
        CASE(several_means_are_a_list),
        CASE(the_client_chooses_the_algorithm),
        CASE(an_algorithm_that_we_do_not_have_is_a_fault),
        {0},
    });
}
