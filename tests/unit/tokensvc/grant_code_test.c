/* Redeeming a code: what comes of it, and every order in which attempts can meet. */
#include "random.h"
#include "rig.h"
#include <string.h>

static const struct sql COUNT_ALL = {"test_all", "SELECT count(*) FROM family"};
static const struct sql COUNT_ALIVE = {"test_alive",
                                       "SELECT count(*) FROM family WHERE ended_at IS NULL"};
static const struct sql LIFE = {"test_life", "SELECT ends_at - created_at FROM family"};
static const struct sql IDLE = {"test_idle", "SELECT expires_at - created_at FROM family"};

static enum err redeem(struct rig *rig, const char *attempt, struct token_reply *a)
{
    return rig_token(rig,
                     &(struct token_request){
                         .grant_type = "authorization_code", .code = "c", .attempt = attempt},
                     a);
}

static void a_code_yields_the_three_tokens(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    CHECK_OK(rig_code(rig, &a));
    CHECK(a.access_token && a.refresh_token && a.id_token);
    CHECK_STR(a.token_type, "Bearer");
    CHECK_INT(a.expires_in, 300);
    CHECK_STR(a.scope, "openid profile email notes");
    CHECK(rig_active(rig, a.access_token));
    CHECK(rig_active(rig, a.refresh_token));
    CHECK_INT(rig_count(rig, &LIFE), DAYS(90));
    CHECK_INT(rig_count(rig, &IDLE), DAYS(14));
    rig_close();
}

static void a_client_that_may_not_refresh_gets_no_refresh_token(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    rig->client.grant_types = "authorization_code";
    CHECK_OK(rig_code(rig, &a));
    CHECK(!a.refresh_token);
    CHECK_INT(rig_count(rig, &LIFE), SECONDS(300));
    rig_pass(rig, SECONDS(299));
    CHECK(rig_active(rig, a.access_token));
    rig_close();
}

static void without_openid_there_is_no_id_token(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    rig->auth.scope = "notes";
    CHECK_OK(rig_code(rig, &a));
    CHECK(a.access_token && !a.id_token);
    rig_close();
}

static void a_scope_without_words_is_left_out(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    rig->auth.scope = NULL;
    CHECK_OK(rig_code(rig, &a));
    CHECK_STR(a.scope, NULL);
    CHECK_STR(rig_claim(a.access_token, "scope"), NULL);
    CHECK_OK(rig_refresh(rig, a.refresh_token, &a));
    CHECK_STR(a.scope, NULL);
    CHECK(rig_active(rig, a.access_token));
    rig_close();
}

static void a_code_is_needed(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    CHECK_ERR(rig_token(rig, &(struct token_request){.grant_type = "authorization_code"}, &a),
              ERR_PARAMETER_MISSING);
    CHECK_STR(rig_text(), "code is missing");
    CHECK_INT(rig->asked[ASKED_TAKE], 0);
    rig_close();
}

static void a_client_without_an_address_cannot_have_one(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    rig->client.redirect_uris = (struct strs){0};
    CHECK_ERR(rig_code(rig, &a), ERR_NO_REDIRECT_URI);
    CHECK_INT(rig->asked[ASKED_TAKE], 0);
    rig_close();
}

static void what_authsvc_refuses_is_refused_with_its_reason(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    rig->refusal = ERR_INVALID_GRANT;
    CHECK_ERR(rig_code(rig, &a), ERR_INVALID_GRANT);
    CHECK_INT(rig_count(rig, &COUNT_ALL), 0);
    rig->refusal = OK;
    rig->down = "authsvc.code_take";
    CHECK_ERR(rig_code(rig, &a), ERR_UNAVAILABLE);
    rig_close();
}

static void a_replay_ends_what_the_code_yielded(void)
{
    struct rig *rig = rig_open();
    struct token_reply a, b;

    CHECK_OK(redeem(rig, "the first attempt", &a));
    rig->auth = (struct authorization){.family = rig->auth.family, .replayed = true};
    CHECK_ERR(redeem(rig, "the second attempt", &b), ERR_INVALID_GRANT);
    CHECK(!b.access_token);
    CHECK_INT(rig_count(rig, &COUNT_ALIVE), 0);
    CHECK(!rig_active(rig, a.access_token));
    CHECK_ERR(rig_refresh(rig, a.refresh_token, &b), ERR_INVALID_GRANT);
    rig_close();
}

static void a_replay_that_comes_before_the_winner_leaves_nothing_alive(void)
{
    struct rig *rig = rig_open();
    struct authorization won = rig->auth;
    struct token_reply a;

    rig->auth = (struct authorization){.family = won.family, .replayed = true};
    CHECK_ERR(redeem(rig, "the second attempt", &a), ERR_INVALID_GRANT);
    rig->auth = won;
    CHECK_ERR(redeem(rig, "the first attempt", &a), ERR_INVALID_GRANT);
    CHECK(!a.access_token && !a.refresh_token);
    CHECK_INT(rig_count(rig, &COUNT_ALL), 1);
    CHECK_INT(rig_count(rig, &COUNT_ALIVE), 0);
    rig_close();
}

static void a_replay_that_cannot_be_noted_is_a_fault(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    rig_break(rig, "INSERT", "family");
    rig->auth = (struct authorization){.family = rig->auth.family, .replayed = true};
    CHECK_ERR(redeem(rig, "the second attempt", &a), ERR_STORAGE);
    rig_close();
}

static void the_same_attempt_gets_the_same_answer_again(void)
{
    struct rig *rig = rig_open();
    struct token_reply a, b;

    CHECK_OK(redeem(rig, "the same attempt", &a));
    rig_pass(rig, 900);
    CHECK_OK(redeem(rig, "the same attempt", &b));
    CHECK_STR(b.refresh_token, a.refresh_token);
    CHECK(strcmp(b.access_token, a.access_token) != 0);
    CHECK_STR(rig_claim(b.access_token, "fam"), rig_claim(a.access_token, "fam"));
    CHECK_STR(rig_claim(b.id_token, "nonce"), "n-0S6_WzA2Mj");
    CHECK_INT(rig_count(rig, &COUNT_ALL), 1);
    CHECK(rig_active(rig, a.access_token));
    rig_close();
}

static void another_attempt_with_the_same_family_gets_nothing(void)
{
    struct rig *rig = rig_open();
    struct token_reply a, b;

    CHECK_OK(redeem(rig, "the first attempt", &a));
    CHECK_ERR(redeem(rig, "the second attempt", &b), ERR_INVALID_GRANT);
    CHECK(rig_active(rig, a.access_token));
    rig_close();
}

static void the_same_attempt_gets_nothing_once_the_family_has_ended(void)
{
    struct rig *rig = rig_open();
    struct token_reply a, b;

    CHECK_OK(redeem(rig, "the same attempt", &a));
    CHECK_OK(rig_revoke(rig, a.refresh_token));
    CHECK_ERR(redeem(rig, "the same attempt", &b), ERR_INVALID_GRANT);
    rig_close();
}

/* The process dies after the code was taken: the attempt may come again, another one may not. */
static void a_crash_after_the_take_never_yields_a_double(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    rig->down = "usersvc";
    CHECK_ERR(redeem(rig, "the same attempt", &a), ERR_UNAVAILABLE);
    CHECK_INT(rig_count(rig, &COUNT_ALL), 0);
    rig->down = NULL;
    rig_reopen();
    CHECK_OK(redeem(rig, "the same attempt", &a));
    rig->auth = (struct authorization){.family = rig->auth.family, .replayed = true};
    CHECK_ERR(redeem(rig, "the second attempt", &a), ERR_INVALID_GRANT);
    CHECK_INT(rig_count(rig, &COUNT_ALIVE), 0);
    rig_close();
}

static void the_person_must_stand_as_at_sign_in(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    rig->person.generation++;
    CHECK_ERR(rig_code(rig, &a), ERR_INVALID_GRANT);
    CHECK_HAS(rig_detail(), "person was 5, is 6");
    rig->person = (struct person_standing_reply){.generation = 5, .active = false};
    CHECK_ERR(rig_code(rig, &a), ERR_INVALID_GRANT);
    CHECK_INT(rig_count(rig, &COUNT_ALL), 0);
    rig_close();
}

/* What is remembered says yes only: a person who has just changed the password and signed in
 * anew is not refused because of what was true a moment ago. */
static void a_newer_person_is_asked_for_again_before_refusing(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    CHECK_OK(rig_code(rig, &a));
    rig->person.generation = rig->auth.person_generation = 6;
    CHECK_OK(rig_code(rig, &a));
    CHECK_INT(rig->asked[ASKED_PERSON], 2);
    rig_close();
}

enum { CAP = 20 }; /* of the standard dialect */

static void the_oldest_of_too_many_families_ends(void)
{
    struct rig *rig = rig_open();
    struct token_reply first, second, elsewhere, a;

    CHECK_OK(rig_code(rig, &first));
    rig_pass(rig, 1);
    CHECK_OK(rig_code(rig, &second));
    rig->auth.family = random_token(check_mem(), FAMILY_ID_LEN);
    CHECK_OK(rig_token(rig,
                       &(struct token_request){
                           .grant_type = "authorization_code", .code = "c", .client_id = "other"},
                       &elsewhere));
    for (int n = 2; n < CAP; n++)
        CHECK_OK(rig_code(rig, &a)); /* all in one millisecond */
    CHECK(rig_active(rig, first.access_token));
    CHECK_OK(rig_code(rig, &a));
    CHECK(!rig_active(rig, first.access_token));
    CHECK(rig_active(rig, second.access_token));
    CHECK(rig_active(rig, a.access_token));
    CHECK_INT(rig_count(rig, &COUNT_ALIVE), CAP + 1);
    rig_close();
}

static void a_clock_that_is_set_back_does_not_make_the_youngest_the_oldest(void)
{
    struct rig *rig = rig_open();
    struct token_reply old, young, a;

    CHECK_OK(rig_code(rig, &old));
    for (int n = 1; n < CAP; n++)
        CHECK_OK(rig_code(rig, &a));
    rig->wall -= SECONDS(3600);
    CHECK_OK(rig_code(rig, &young));
    CHECK_OK(rig_code(rig, &a));
    CHECK(rig_active(rig, young.access_token));
    CHECK_INT(rig_count(rig, &COUNT_ALIVE), CAP);
    rig->wall += SECONDS(3600);
    CHECK(!rig_active(rig, old.access_token));
    rig_close();
}

static void what_authsvc_left_out_is_a_fault(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    rig->auth.person_generation = 0;
    CHECK_ERR(rig_code(rig, &a), ERR_BAD_REPLY);
    rig->auth.person_generation = 5;
    rig->auth.family = "this is not base64url!";
    CHECK_ERR(redeem(rig, "an attempt, the first", &a), ERR_BAD_REPLY);
    CHECK_INT(rig_count(rig, &COUNT_ALL), 0);
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_code_yields_the_three_tokens),
        CASE(a_client_that_may_not_refresh_gets_no_refresh_token),
        CASE(without_openid_there_is_no_id_token),
        CASE(a_scope_without_words_is_left_out),
        CASE(a_code_is_needed),
        CASE(a_client_without_an_address_cannot_have_one),
        CASE(what_authsvc_refuses_is_refused_with_its_reason),
        CASE(a_replay_ends_what_the_code_yielded),
        CASE(a_replay_that_comes_before_the_winner_leaves_nothing_alive),
        CASE(a_replay_that_cannot_be_noted_is_a_fault),
        CASE(the_same_attempt_gets_the_same_answer_again),
        CASE(another_attempt_with_the_same_family_gets_nothing),
        CASE(the_same_attempt_gets_nothing_once_the_family_has_ended),
        CASE(a_crash_after_the_take_never_yields_a_double),
        CASE(the_person_must_stand_as_at_sign_in),
        CASE(a_newer_person_is_asked_for_again_before_refusing),
        CASE(the_oldest_of_too_many_families_ends),
        CASE(a_clock_that_is_set_back_does_not_make_the_youngest_the_oldest),
        CASE(what_authsvc_left_out_is_a_fault),
        {0},
    });
}
