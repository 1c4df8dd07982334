/* api_session_test - programs that are signed in: what they may, what they may not, what ends it.
 */
#include "program_scene.h"
#include <string.h>

/* -- who they are -------------------------------------------------------------------------------
 */

static void a_program_sees_the_profile(void)
{
    begin();
    const char *token = sign_in("tailchat");
    struct profile p;

    CHECK_OK(usersvc_profile_get(program_call("tailchat", token), &NOTHING, &p));
    CHECK_STR(p.username, "ada");
    CHECK_INT(p.number, 1);
    CHECK_INT(strlen(p.discriminator), 4);
    CHECK_INT(strlen(p.sub), 24);
    world_close(&world);
}

static void passwords_are_guessed_no_faster_than_on_the_page(void)
{
    struct api_sign_in_reply in;

    begin();
    struct browser page = browser_of(world, "ada@example.org");
    for (int i = 0; i < 3; i++) {
        CHECK_ERR(try_sign_in("tachi", "a guess", &in), ERR_WRONG_PASSWORD);
        CHECK_ERR(browser_sign_in(&page, NULL, "a guess"), ERR_WRONG_PASSWORD);
    }
    CHECK_ERR(try_sign_in("tachi", APP_PASSWORD, &in), ERR_THROTTLED);
    CHECK_ERR(browser_sign_in(&page, NULL, APP_PASSWORD), ERR_THROTTLED);
    world_pass(world, MINUTE);
    CHECK_OK(try_sign_in("tachi", APP_PASSWORD, &in));
    world_close(&world);
}

/* -- what they may not --------------------------------------------------------------------------
 */

static void some_things_are_for_browsers_alone(void)
{
    begin();
    const char *token = sign_in("tachi");
    const struct account_delete_request forget = {APP_PASSWORD};
    const struct email_change_request move = {.email = "ada@example.net", .password = APP_PASSWORD};

    CHECK_ERR(usersvc_account_delete(program_call("tachi", token), &forget, &NOTHING),
              ERR_FORBIDDEN);
    CHECK_ERR(usersvc_email_change(program_call("tachi", token), &move, &NOTHING), ERR_FORBIDDEN);
    CHECK_OK(usersvc_email_change(browser_call(&here), &move, &NOTHING));
    CHECK_OK(usersvc_account_delete(browser_call(&here), &forget, &NOTHING));
    world_close(&world);
}

static void it_is_no_token_and_no_token_is_one(void)
{
    static const char *const dialects[] = {"tailchat", "tachi", "opencollective"};
    struct userinfo_reply who;
    struct token_reply jwt, opaque;
    struct app other;

    begin();
    struct app plain = app_add(world, NULL);
    other = app_add(
        world, &(struct client_add_request){.confidential = true, .access_token_format = "opaque"});
    CHECK_OK(app_redeem(&plain, browser_code(&here, &plain, "openid"), NULL, &jwt));
    CHECK_OK(app_redeem(&other, browser_code(&here, &other, "openid"), NULL, &opaque));
    const char *const tokens[] = {jwt.access_token, jwt.id_token, jwt.refresh_token,
                                  opaque.access_token};
    for (size_t i = 0; i < ARRAY_LEN(dialects); i++) {
        const char *token = sign_in(dialects[i]);
        CHECK_ERR(app_userinfo(&plain, token, &who), ERR_INVALID_TOKEN);
        CHECK_ERR(tokensvc_userinfo(gateway(),
                                    &(struct userinfo_request){.access_token = token,
                                                               .issuer = WORLD_ISSUER,
                                                               .keys = true,
                                                               .dialect = dialects[i]},
                                    &who),
                  ERR_INVALID_TOKEN);
        CHECK(!app_active(&plain, token));
        CHECK_OK(app_revoke(&plain, token)); /* as if it had never been (RFC 7009 2.2) */
        CHECK_OK(outcome(dialects[i], token));
        for (size_t j = 0; j < ARRAY_LEN(tokens); j++)
            CHECK_ERR(outcome(dialects[i], tokens[j]), ERR_SIGNED_OUT);
    }
    world_close(&world);
}

/* -- authorization: within what the person has allowed before -----------------------------------
 */

static struct authorize_request request(const char *scope)
{
    return (struct authorize_request){.response_type = "code",
                                      .client_id = app.client_id,
                                      .redirect_uri = APP_CALLBACK,
                                      .scope = scope,
                                      .state = "s",
                                      .dialect = "opencollective",
                                      .issuer = WORLD_ISSUER,
                                      .browser = here.cookie};
}

static const struct authorization_response *answer_to(const char *scope, const char *token)
{
    struct authorize_request q = request(scope);
    struct interaction_step step;

    q.api_session = token;
    CHECK_OK(authsvc_authorize(gateway(), &q, &step));
    CHECK(!step.sign_in && !step.consent && !step.handle);
    CHECK(step.answer);
    return step.answer;
}

static void allow(const char *scope)
{
    struct authorize_request q = request(scope);
    struct interaction_step step, done;

    q.session = here.session;
    CHECK_OK(authsvc_authorize(gateway(), &q, &step));
    CHECK_OK(browser_decide(&here, &step, "allow", &done));
}

static void a_program_gets_a_code_within_what_was_allowed(void)
{
    begin();
    const char *token = sign_in("opencollective");

    CHECK_STR(answer_to("account", token)->reason, "CONSENT_REQUIRED");
    allow("account email");
    CHECK(answer_to("account", token)->code);
    CHECK(answer_to("email account", token)->code);
    CHECK_STR(answer_to("account expenses", token)->reason, "CONSENT_REQUIRED");
    CHECK_STR(answer_to("account", "no.such.token")->reason, "LOGIN_REQUIRED");
    CHECK_STR(answer_to("account", here.session)->reason, "LOGIN_REQUIRED");
    CHECK_STR(answer_to("account", sign_in("tailchat"))->reason, "LOGIN_REQUIRED");
    CHECK_OK(authsvc_api_sign_out(gateway(), &(struct api_session_ref){token, "opencollective"},
                                  &NOTHING));
    CHECK_STR(answer_to("account", token)->reason, "LOGIN_REQUIRED");
    world_close(&world);
}

/* -- my sessions --------------------------------------------------------------------------------
 */

static struct session_list_reply sessions(struct call *c)
{
    struct session_list_reply a;

    CHECK_OK(authsvc_session_list(c, &NOTHING, &a));
    return a;
}

static void it_is_listed_for_what_it_is_and_ended_from_there(void)
{
    begin();
    world_pass(world, SECOND);
    const char *token = sign_in("tailchat");
    struct session_list_reply mine = sessions(browser_call(&here));

    CHECK_INT(mine.sessions.n, 2);
    CHECK_STR(mine.sessions.v[0].dialect, NULL);
    CHECK_STR(mine.sessions.v[1].dialect, "tailchat");
    CHECK_STR(mine.sessions.v[1].user_agent, "a bot");
    CHECK_INT(mine.sessions.v[1].expires_at, world_now(world) + INT64_C(30) * 24 * HOUR);
    struct session_list_reply its = sessions(program_call("tailchat", token));
    CHECK_INT(its.sessions.n, 2);
    CHECK(its.sessions.v[0].current);
    CHECK_STR(its.sessions.v[0].dialect, "tailchat");
    CHECK_OK(authsvc_session_end(browser_call(&here),
                                 &(struct session_end_request){mine.sessions.v[1].sid}, &NOTHING));
    CHECK_ERR(outcome("tailchat", token), ERR_SIGN_IN_AGAIN);
    token = sign_in("tachi");
    CHECK_OK(
        authsvc_session_end(browser_call(&here), &(struct session_end_request){NULL}, &NOTHING));
    CHECK_ERR(outcome("tachi", token), ERR_SIGNED_OUT);
    CHECK_INT(sessions(browser_call(&here)).sessions.n, 1);
    world_close(&world);
}

static void signing_out_in_the_browser_leaves_programs_alone(void)
{
    begin();
    const char *token = sign_in("tailchat");

    CHECK_OK(authsvc_sign_out(gateway(), &(struct session_ref){here.session}, &NOTHING));
    CHECK_OK(outcome("tailchat", token));
    world_close(&world);
}

static void what_ends_everything_ends_it(void)
{
    struct sign_in_reply renewed;
    struct person p;

    begin();
    const char *token = sign_in("tailchat");
    CHECK_OK(authsvc_password_renew(gateway(),
                                    &(struct password_renewal){.password = APP_PASSWORD,
                                                               .new_password = "another password",
                                                               .session = here.session},
                                    &renewed));
    CHECK_ERR(outcome("tailchat", token), ERR_SIGN_IN_AGAIN);

    struct api_sign_in_reply in;
    const struct person_ref ref = {.id = ada};
    CHECK_OK(try_sign_in("opencollective", "another password", &in));
    CHECK_OK(usersvc_person_disable(world_call(world, ROLE_ADMIN), &ref, &p));
    CHECK_ERR(outcome("opencollective", in.token), ERR_SIGN_IN_AGAIN);
    CHECK_OK(usersvc_person_enable(world_call(world, ROLE_ADMIN), &ref, &p));
    CHECK_ERR(outcome("opencollective", in.token), ERR_SIGN_IN_AGAIN);
    CHECK_OK(try_sign_in("opencollective", "another password", &in));
    CHECK_OK(usersvc_person_delete(world_call(world, ROLE_ADMIN), &ref, &NOTHING));
    CHECK_ERR(outcome("opencollective", in.token), ERR_SIGN_IN_AGAIN);
    world_close(&world);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_program_sees_the_profile),
        CASE(passwords_are_guessed_no_faster_than_on_the_page),
        CASE(some_things_are_for_browsers_alone),
        CASE(it_is_no_token_and_no_token_is_one),
        CASE(a_program_gets_a_code_within_what_was_allowed),
        CASE(it_is_listed_for_what_it_is_and_ended_from_there),
        CASE(signing_out_in_the_browser_leaves_programs_alone),
        CASE(what_ends_everything_ends_it),
        {0},
    });
}
