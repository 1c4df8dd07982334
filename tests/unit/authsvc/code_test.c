/* code_test - a code is taken once, by one client, with all that it was made with. */
#include "fixture.h"
#include "place.h"
#include <string.h>

static struct auth *auth;
static const char *client, *session;

static void begin(void)
{
    auth = auth_open();
    client =
        auth_client(auth, (struct client_add_request){.scope = "openid profile offline_access"});
    session = auth_sign_in(auth, NULL, NULL);
}

static struct code_take_request redemption(void)
{
    return auth_redemption(client, auth_code(auth, client, session, "openid"));
}

static enum err take(const struct code_take_request *q, struct authorization *a)
{
    *a = (struct authorization){0};
    return on_code_take(auth_call(auth), q, a);
}

/* Refused, and used up: what was right about it does not help any more. */
static void expect_refused_and_used_up(struct code_take_request wrong)
{
    struct code_take_request right = auth_redemption(client, wrong.code);
    struct authorization a;

    CHECK_ERR(take(&wrong, &a), ERR_INVALID_GRANT);
    CHECK_ERR(take(&wrong, &a), ERR_INVALID_GRANT); /* the same attempt, the same answer */
    right.attempt = "attempt-000000002";
    CHECK_OK(take(&right, &a));
    CHECK(a.replayed);
}

static void a_code_stands_for_what_was_allowed(void)
{
    struct authorization a;

    begin();
    int64_t signed_in_at = auth->now;
    auth_pass(auth, AUTH_MINUTE);
    struct code_take_request q = redemption();
    CHECK_OK(take(&q, &a));
    CHECK(!a.replayed);
    CHECK_INT(strlen(a.family), 22);
    CHECK_STR(a.person, "person-ada");
    CHECK_STR(a.sub, "sub-ada");
    CHECK_STR(a.scope, "openid");
    CHECK_INT(strlen(a.sid), 22);
    CHECK_STR(a.nonce, "n-0S6");
    CHECK_INT(a.auth_time, signed_in_at);
    CHECK_STR(a.acr, "1");
    CHECK_STR(a.amr, "pwd");
    CHECK_INT(a.client_generation, 1);
    CHECK_INT(a.person_generation, 1);
    CHECK_INT(a.consent_generation, 1);
}

static void offline_access_hangs_on_no_session(void)
{
    struct authorization a;
    struct nothing done;

    begin();
    struct code_take_request q =
        auth_redemption(client, auth_code(auth, client, session, "openid offline_access"));
    CHECK_OK(on_sign_out(auth_call(auth), &(struct session_ref){session}, &done));
    CHECK_OK(take(&q, &a));
    CHECK_STR(a.sid, NULL);
}

static void the_same_attempt_gets_the_same_answer(void)
{
    struct authorization first, again;

    begin();
    struct code_take_request q = redemption();
    CHECK_OK(take(&q, &first)); /* the reply is lost, or the asker dies */
    auth_pass(auth, 5 * AUTH_MINUTE);
    CHECK_OK(take(&q, &again));
    CHECK(!again.replayed);
    CHECK_STR(again.family, first.family);
    CHECK_STR(again.sid, first.sid);
    CHECK_STR(again.scope, first.scope);
}

static void another_attempt_learns_the_family_and_nothing_else(void)
{
    struct authorization first, second;

    begin();
    struct code_take_request q = redemption();
    CHECK_OK(take(&q, &first));
    q.attempt = "attempt-000000002";
    CHECK_OK(take(&q, &second));
    CHECK(second.replayed);
    CHECK_STR(second.family, first.family);
    CHECK(!second.person && !second.sub && !second.scope && !second.sid && !second.nonce);
    q.attempt = "attempt-000000001";
    CHECK_OK(take(&q, &second)); /* the winner stays the winner */
    CHECK(!second.replayed);
}

static void there_must_be_such_a_code(void)
{
    struct authorization a;

    begin();
    struct code_take_request q = redemption();
    q.code = "no-such-code";
    CHECK_ERR(take(&q, &a), ERR_INVALID_GRANT);
}

static void another_client_uses_it_up_and_learns_nothing(void)
{
    struct authorization a;

    begin();
    struct code_take_request own = redemption(), stranger = own;
    stranger.client_id = auth_client(auth, (struct client_add_request){0});
    CHECK_ERR(take(&stranger, &a), ERR_INVALID_GRANT);
    CHECK_STR(a.family, NULL);
    own.attempt = "attempt-000000002";
    CHECK_OK(take(&own, &a));
    CHECK(a.replayed);
}

static void a_stranger_who_knows_the_attempt_gets_nothing(void)
{
    struct authorization a;

    begin();
    struct code_take_request own = redemption(), stranger = own;
    CHECK_OK(take(&own, &a));
    stranger.client_id = auth_client(auth, (struct client_add_request){0});
    CHECK_ERR(take(&stranger, &a), ERR_INVALID_GRANT);
}

static void the_redirect_uri_must_be_the_same(void)
{
    static const char *const others[] = {NULL, "", "https://app.example/callback/",
                                         "https://app.example/", "https://evil.example/callback"};

    begin();
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        struct code_take_request q = redemption();
        q.redirect_uri = others[i];
        expect_refused_and_used_up(q);
    }
}

static void the_verifier_must_fit(void)
{
    static const char *const others[] = {NULL,
                                         "",
                                         "short",
                                         AUTH_CHALLENGE,
                                         (AUTH_VERIFIER "x"),
                                         "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX "};

    begin();
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        struct code_take_request q = redemption();
        q.code_verifier = others[i];
        expect_refused_and_used_up(q);
    }
}

static void the_dialect_must_be_the_same(void)
{
    begin();
    struct code_take_request q = redemption();
    q.dialect = "tailchat";
    expect_refused_and_used_up(q);
}

static void a_code_lives_a_minute(void)
{
    struct authorization a;

    begin();
    struct code_take_request in_time = redemption(), late = redemption();
    auth_pass(auth, AUTH_MINUTE - 1);
    CHECK_OK(take(&in_time, &a));
    auth_pass(auth, 1);
    expect_refused_and_used_up(late);
}

static void a_client_may_want_a_shorter_life_and_not_a_longer_one(void)
{
    struct authorization a;

    begin();
    client = auth_client(auth, (struct client_add_request){.code_lifetime = 10});
    struct code_take_request q = redemption();
    auth_pass(auth, 10 * AUTH_SECOND);
    CHECK_ERR(take(&q, &a), ERR_INVALID_GRANT);

    client = auth_client(auth, (struct client_add_request){.code_lifetime = 600});
    q = redemption();
    auth_pass(auth, AUTH_MINUTE);
    CHECK_ERR(take(&q, &a), ERR_INVALID_GRANT);
}

static void a_session_that_has_ended_ends_its_codes(void)
{
    struct authorization a;
    struct nothing done;

    begin();
    struct code_take_request q = redemption();
    CHECK_OK(on_sign_out(auth_call(auth), &(struct session_ref){session}, &done));
    CHECK_ERR(take(&q, &a), ERR_INVALID_GRANT);
}

static void signing_in_again_does_not_end_them(void)
{
    struct authorization a;

    begin();
    struct code_take_request q = redemption();
    auth_sign_in(auth, NULL, session);
    CHECK_OK(take(&q, &a));
}

static void a_client_that_was_disabled_or_renewed_loses_its_codes(void)
{
    struct authorization a;
    struct client now;
    struct client_secret_reply renewed;
    struct nothing done;

    begin();
    struct code_take_request q = redemption();
    CHECK_OK(on_client_disable(auth_call(auth), &(struct client_ref){client}, &now));
    CHECK_ERR(take(&q, &a), ERR_INVALID_GRANT);
    CHECK_OK(on_client_enable(auth_call(auth), &(struct client_ref){client}, &now));
    CHECK_ERR(take(&q, &a), ERR_INVALID_GRANT); /* what had ended stays ended */

    q = redemption();
    CHECK_OK(on_client_secret_rotate(
        auth_call(auth), &(struct client_secret_rotate_request){.client_id = client}, &renewed));
    CHECK_OK(take(&q, &a));
    q = redemption();
    CHECK_OK(on_client_secret_rotate(
        auth_call(auth), &(struct client_secret_rotate_request){.client_id = client, .force = true},
        &renewed));
    CHECK_ERR(take(&q, &a), ERR_INVALID_GRANT);

    q = redemption();
    CHECK_OK(on_client_delete(auth_call(auth), &(struct client_ref){client}, &done));
    CHECK_ERR(take(&q, &a), ERR_INVALID_GRANT);
}

static void withdrawn_consent_ends_codes_that_are_taken_too(void)
{
    struct authorization a;
    struct nothing done;
    const struct consent_ref ref = {.person = "person-ada"};

    begin();
    struct consent_ref mine = ref;
    mine.client_id = client;
    struct code_take_request pending = redemption(), taken = redemption();
    CHECK_OK(take(&taken, &a));
    CHECK_OK(on_consent_withdraw(auth_call(auth), &mine, &done));
    CHECK_ERR(take(&pending, &a), ERR_INVALID_GRANT);
    CHECK_ERR(take(&taken, &a), ERR_INVALID_GRANT);
    auth_code(auth, client, session, "openid"); /* consents again */
    CHECK_ERR(take(&taken, &a), ERR_INVALID_GRANT);
}

static void a_code_is_nowhere_in_the_database(void)
{

    begin();
    struct code_take_request q = redemption();
    CHECK(!place_holds(check_dir(), "authsvc", q.code));
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(a_code_stands_for_what_was_allowed),
        CASE(offline_access_hangs_on_no_session),
        CASE(the_same_attempt_gets_the_same_answer),
        CASE(another_attempt_learns_the_family_and_nothing_else),
        CASE(there_must_be_such_a_code),
        CASE(another_client_uses_it_up_and_learns_nothing),
        CASE(a_stranger_who_knows_the_attempt_gets_nothing),
        CASE(the_redirect_uri_must_be_the_same),
        CASE(the_verifier_must_fit),
        CASE(the_dialect_must_be_the_same),
        CASE(a_code_lives_a_minute),
        CASE(a_client_may_want_a_shorter_life_and_not_a_longer_one),
        CASE(a_session_that_has_ended_ends_its_codes),
        CASE(signing_in_again_does_not_end_them),
        CASE(a_client_that_was_disabled_or_renewed_loses_its_codes),
        CASE(withdrawn_consent_ends_codes_that_are_taken_too),
        CASE(a_code_is_nowhere_in_the_database),
        {0},
    });

    auth_close();
    return status;
}
