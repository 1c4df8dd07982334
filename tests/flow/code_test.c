/* code_test - codes: taken once, by one client, with everything that they were made with. */
#include "app.h"
#include "check.h"
#include "random.h"
#include <string.h>

static struct world *w;
static struct app app;
static struct browser ada;

static void begin(void)
{
    world_close(&w); /* of a case that failed */
    w = world_open();
    app = app_add(w, NULL);
    person_new(w, "ada");
    ada = browser_of(w, "ada");
}

static void a_person_signs_in_and_the_app_gets_tokens(void)
{
    struct token_reply t;
    struct userinfo_reply who;

    begin();
    const struct authorization_response *answer = browser_go(&ada, &app, "openid profile email");
    CHECK_STR(answer->state, "s");
    CHECK_STR(answer->iss, "https://id.example");
    CHECK_OK(app_redeem(&app, answer->code, NULL, &t));
    CHECK_STR(t.token_type, "Bearer");
    CHECK_STR(t.scope, "openid profile email");
    CHECK(t.id_token && t.refresh_token);
    CHECK(app_active(&app, t.access_token));
    CHECK(app_active(&app, t.refresh_token));
    CHECK_OK(app_userinfo(&app, t.access_token, &who));
    CHECK_STR(who.preferred_username, "ada");
    world_close(&w);
}

static void consent_is_remembered_and_asked_for_what_is_new(void)
{
    struct interaction_step step;

    begin();
    browser_code(&ada, &app, "openid profile");
    CHECK_OK(browser_begin(&ada, &app, "openid", NULL, &step));
    CHECK(step.answer);
    CHECK_OK(browser_begin(&ada, &app, "openid profile email", NULL, &step));
    CHECK(step.consent);
    CHECK_STR(step.consent->scope, "openid profile email");
    CHECK_STR(step.consent->new_scope, "email");
    world_close(&w);
}

static void a_no_reaches_the_app_and_grants_nothing(void)
{
    struct interaction_step step, answer;

    begin();
    CHECK_OK(browser_begin(&ada, &app, "openid", NULL, &step));
    CHECK_OK(browser_sign_in(&ada, step.handle, APP_PASSWORD));
    CHECK_OK(browser_begin(&ada, &app, "openid", NULL, &step));
    CHECK(step.consent);
    CHECK_OK(browser_decide(&ada, &step, "deny", &answer));
    CHECK_STR(answer.answer->error, "access_denied");
    CHECK_STR(answer.answer->code, NULL);
    CHECK(browser_decide(&ada, &step, "allow", &answer) != OK); /* the page was used */
    CHECK_OK(browser_begin(&ada, &app, "openid", NULL, &step));
    CHECK(step.consent);
    world_close(&w);
}

static void a_consent_page_counts_once(void)
{
    struct interaction_step step, answer;

    begin();
    CHECK_OK(browser_begin(&ada, &app, "openid", NULL, &step));
    CHECK_OK(browser_sign_in(&ada, step.handle, APP_PASSWORD));
    CHECK_OK(browser_begin(&ada, &app, "openid", NULL, &step));
    CHECK_OK(browser_decide(&ada, &step, "allow", &answer));
    CHECK(answer.answer->code);
    CHECK(browser_decide(&ada, &step, "allow", &answer) != OK);
    world_close(&w);
}

static void a_consent_page_is_for_the_session_that_saw_it(void)
{
    struct interaction_step step, answer;
    struct browser eve;

    begin();
    person_new(w, "eve");
    eve = browser_of(w, "eve");
    CHECK_OK(browser_begin(&ada, &app, "openid", NULL, &step));
    CHECK_OK(browser_sign_in(&ada, step.handle, APP_PASSWORD));
    CHECK_OK(browser_begin(&ada, &app, "openid", NULL, &step));
    CHECK_OK(browser_sign_in(&eve, NULL, APP_PASSWORD));
    CHECK(browser_decide(&eve, &step, "allow", &answer) != OK);
    struct browser mixed = {.world = w, .cookie = ada.cookie, .session = eve.session};
    CHECK(browser_decide(&mixed, &step, "allow", &answer) != OK);
    world_close(&w);
}

static void a_public_app_on_a_loopback_address_is_never_waved_through(void)
{
    static const char *const loopback[] = {APP_CALLBACK, "http://127.0.0.1/callback"};
    struct interaction_step step;

    begin();
    app = app_add(w, &(struct client_add_request){.redirect_uris = {loopback, 2}});
    browser_code(&ada, &app, "openid");
    CHECK_OK(authsvc_authorize(
        world_call(w, ROLE_GATEWAY),
        &(struct authorize_request){.response_type = "code",
                                    .client_id = app.client_id,
                                    .redirect_uri = "http://127.0.0.1:4711/callback",
                                    .scope = "openid",
                                    .code_challenge = app.challenge,
                                    .code_challenge_method = "S256",
                                    .dialect = "standard",
                                    .issuer = WORLD_ISSUER,
                                    .browser = ada.cookie,
                                    .session = ada.session},
        &step));
    CHECK(step.consent); /* RFC 8252 8.6 */
    world_close(&w);
}

static void the_same_attempt_gets_the_same_refresh_token(void)
{
    struct token_reply first, again;

    begin();
    const char *code = browser_code(&ada, &app, "openid");
    CHECK_OK(app_redeem(&app, code, "attempt-0123456789", &first));
    CHECK_OK(app_redeem(&app, code, "attempt-0123456789", &again));
    CHECK_STR(again.refresh_token, first.refresh_token);
    CHECK(app_active(&app, first.access_token));
    world_close(&w);
}

static void another_attempt_ends_what_the_first_gave(void)
{
    struct token_reply first, none;

    begin();
    const char *code = browser_code(&ada, &app, "openid");
    CHECK_OK(app_redeem(&app, code, NULL, &first));
    CHECK_ERR(app_redeem(&app, code, NULL, &none), ERR_INVALID_GRANT);
    CHECK(!app_active(&app, first.access_token));
    CHECK(!app_active(&app, first.refresh_token));
    CHECK_ERR(app_refresh(&app, first.refresh_token, &none), ERR_INVALID_GRANT);
    world_close(&w);
}

/* Loses the reply of code_take: tokensvc dies between take and insert. */
static enum err lose_take(void *self, const char *method, bool served)
{
    (void)self;
    return served && strcmp(method, "authsvc.code_take") == 0 ? ERR_UNAVAILABLE : OK;
}

static void a_crash_between_take_and_insert_loses_nothing_to_the_same_attempt(void)
{
    struct token_reply t;

    begin();
    const char *code = browser_code(&ada, &app, "openid");
    world_fault(w, lose_take, NULL);
    CHECK_ERR(app_redeem(&app, code, "attempt-0123456789", &t), ERR_UNAVAILABLE);
    world_fault(w, NULL, NULL);
    world_restart(w, NULL);
    CHECK_OK(app_redeem(&app, code, "attempt-0123456789", &t));
    CHECK(app_active(&app, t.access_token));
    world_close(&w);
}

static void a_replay_before_the_winners_insert_leaves_nothing_alive(void)
{
    struct token_reply t;

    begin();
    const char *code = browser_code(&ada, &app, "openid");
    world_fault(w, lose_take, NULL);
    CHECK_ERR(app_redeem(&app, code, "attempt-0123456789", &t), ERR_UNAVAILABLE);
    world_fault(w, NULL, NULL);
    CHECK_ERR(app_redeem(&app, code, NULL, &t), ERR_INVALID_GRANT); /* somebody else's try */
    CHECK_ERR(app_redeem(&app, code, "attempt-0123456789", &t), ERR_INVALID_GRANT);
    world_close(&w);
}

static void whatever_fails_consumes_the_code(void)
{
    static const struct {
        const char *what;
        struct token_request q;
    } wrong[] = {
        {"verifier",
         {.redirect_uri = APP_CALLBACK,
          .code_verifier = "0123456789012345678901234567890123456789012"}},
        {"no verifier", {.redirect_uri = APP_CALLBACK}},
        {"redirect_uri", {.redirect_uri = APP_CALLBACK "/"}},
        {"no redirect_uri", {.redirect_uri = NULL}},
    };

    begin();
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct token_request q = wrong[i].q;
        struct token_reply t;
        q.grant_type = "authorization_code";
        q.code = browser_code(&ada, &app, "openid");
        if (i >= 2)
            q.code_verifier = app.verifier;
        CHECK_ERR(app_ask(&app, &q, &t), ERR_INVALID_GRANT);
        CHECK_ERR(app_redeem(&app, q.code, NULL, &t), ERR_INVALID_GRANT);
    }
    world_close(&w);
}

static void a_strangers_try_consumes_the_code_and_ends_nothing(void)
{
    struct token_reply t, other;

    begin();
    struct app stranger = app_add(w, NULL);
    CHECK_OK(app_redeem(&app, browser_code(&ada, &app, "openid"), NULL, &t));
    const char *code = browser_code(&ada, &app, "openid");
    stranger.verifier = app.verifier;
    CHECK_ERR(app_redeem(&stranger, code, NULL, &other), ERR_INVALID_GRANT);
    CHECK_ERR(app_redeem(&app, code, NULL, &other), ERR_INVALID_GRANT);
    CHECK(app_active(&app, t.access_token));
    world_close(&w);
}

static void a_code_lives_a_minute(void)
{
    struct token_reply t;

    begin();
    const char *code = browser_code(&ada, &app, "openid");
    world_pass(w, INT64_C(60) * 1000);
    CHECK_ERR(app_redeem(&app, code, NULL, &t), ERR_INVALID_GRANT);
    code = browser_code(&ada, &app, "openid");
    world_pass(w, INT64_C(59) * 1000);
    CHECK_OK(app_redeem(&app, code, NULL, &t));
    world_close(&w);
}

static void a_replay_is_known_long_after_the_code_expired(void)
{
    struct token_reply t, none;

    begin();
    const char *code = browser_code(&ada, &app, "openid");
    CHECK_OK(app_redeem(&app, code, NULL, &t));
    for (int hour = 0; hour < 12; hour++) {
        world_pass(w, INT64_C(60) * 60 * 1000);
        world_idle(w);
    }
    CHECK_ERR(app_redeem(&app, code, NULL, &none), ERR_INVALID_GRANT);
    CHECK_ERR(app_refresh(&app, t.refresh_token, &none), ERR_INVALID_GRANT);
    world_close(&w);
}

static void a_public_app_needs_no_secret_and_its_proof_all_the_more(void)
{
    struct token_reply t;

    begin();
    app = app_add_public(w);
    const char *code = browser_code(&ada, &app, "openid");
    CHECK_OK(app_redeem(&app, code, NULL, &t));
    CHECK(t.refresh_token);
    world_close(&w);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_person_signs_in_and_the_app_gets_tokens),
        CASE(consent_is_remembered_and_asked_for_what_is_new),
        CASE(a_no_reaches_the_app_and_grants_nothing),
        CASE(a_consent_page_counts_once),
        CASE(a_consent_page_is_for_the_session_that_saw_it),
        CASE(a_public_app_on_a_loopback_address_is_never_waved_through),
        CASE(the_same_attempt_gets_the_same_refresh_token),
        CASE(another_attempt_ends_what_the_first_gave),
        CASE(a_crash_between_take_and_insert_loses_nothing_to_the_same_attempt),
        CASE(a_replay_before_the_winners_insert_leaves_nothing_alive),
        CASE(whatever_fails_consumes_the_code),
        CASE(a_strangers_try_consumes_the_code_and_ends_nothing),
        CASE(a_code_lives_a_minute),
        CASE(a_replay_is_known_long_after_the_code_expired),
        CASE(a_public_app_needs_no_secret_and_its_proof_all_the_more),
        {0},
    });
}
