/* interaction_test - what the person has to do, and who may go on with it. */
#include "fixture.h"
#include <string.h>

static struct auth *auth;
static const char *client;
static struct authorize_request request;

static void begin(void)
{
    auth = auth_open();
    client = auth_client(auth, (struct client_add_request){0});
    request = auth_request(client, NULL);
}

static enum err look(const char *handle, const char *browser, const char *session,
                     struct interaction_step *step)
{
    *step = (struct interaction_step){0};
    return on_interaction(
        auth_call(auth),
        &(struct interaction_request){.handle = handle, .browser = browser, .session = session},
        step);
}

static void give_consent(const char *session)
{
    request.session = session;
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK_OK(auth_decide(auth, &step, session, "allow", &step));
}

/* -- sign-in ----------------------------------------------------------------------------------- */

static void the_whole_way(void)
{
    begin();
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK(step.sign_in);
    const char *handle = step.handle;
    const char *session = auth_sign_in(auth, handle, NULL);

    step = auth_look(auth, handle, session);
    CHECK(step.consent && !step.sign_in && !step.answer);
    CHECK_STR(step.handle, handle);
    CHECK_STR(step.client_name, "Notes");
    CHECK_STR(step.redirect_uri, AUTH_CALLBACK);
    CHECK_STR(step.consent->client_id, client);
    CHECK_STR(step.consent->redirect_uri, AUTH_CALLBACK);
    CHECK_STR(step.consent->scope, "openid profile");
    CHECK_STR(step.consent->new_scope, "openid profile");
    CHECK(step.ticket.p);

    CHECK_OK(auth_decide(auth, &step, session, "allow", &step));
    CHECK(!step.consent && !step.sign_in && !step.handle);
    CHECK_INT(strlen(auth_answer(step, "code")), 43);
    CHECK_STR(auth_answer(step, "state"), "s t&te");
    CHECK_STR(auth_answer(step, "iss"), AUTH_ISSUER);
    CHECK_STR(auth_answer(step, "error"), NULL);
    CHECK_STR(step.answer->action, AUTH_CALLBACK);
}

static void who_is_signed_in_and_has_consented_sees_nothing(void)
{
    begin();
    give_consent(auth_sign_in(auth, NULL, NULL));
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK(auth_answer(step, "code"));
    CHECK(!step.handle && !step.ticket.p);
    request.prompt = "none";
    CHECK(auth_answer(auth_authorize(auth, &request), "code"));
}

static void a_transaction_goes_on_after_the_sign_in_without_asking_twice(void)
{
    begin();
    give_consent(auth_sign_in(auth, NULL, NULL));
    request.session = NULL;
    struct interaction_step step = auth_authorize(auth, &request);
    const char *session = auth_sign_in(auth, step.handle, NULL);
    const char *handle = step.handle;
    CHECK(auth_answer(auth_look(auth, handle, session), "code"));
    CHECK_ERR(look(handle, AUTH_BROWSER, session, &step), ERR_EXPIRED); /* it is consumed */
}

static void until_somebody_signs_in_nothing_moves(void)
{
    begin();
    struct interaction_step step = auth_authorize(auth, &request);
    const char *handle = step.handle;
    CHECK(auth_look(auth, handle, NULL).sign_in);
    step = auth_look(auth, handle, "a-cookie-that-nobody-has");
    CHECK(step.sign_in);
    CHECK_STR(step.handle, handle);
}

static void prompt_login_wants_a_sign_in_of_its_own(void)
{
    begin();
    const char *session = auth_sign_in(auth, NULL, NULL);
    give_consent(session);
    request.prompt = "login";
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK(step.sign_in);
    CHECK(step.ticket.p); /* we know who they say they are */
    const char *handle = step.handle;
    CHECK(auth_look(auth, handle, session).sign_in);

    const char *elsewhere = auth_sign_in(auth, NULL, session); /* not for this transaction */
    CHECK(auth_look(auth, handle, elsewhere).sign_in);

    const char *fresh = auth_sign_in(auth, handle, elsewhere);
    CHECK(auth_answer(auth_look(auth, handle, fresh), "code"));
}

static void a_sign_in_serves_only_the_transaction_it_was_for(void)
{
    begin();
    request.prompt = "login";
    const char *one = auth_authorize(auth, &request).handle;
    const char *two = auth_authorize(auth, &request).handle;
    const char *session = auth_sign_in(auth, one, NULL);
    CHECK(auth_look(auth, one, session).consent);
    CHECK(auth_look(auth, two, session).sign_in);
}

static void another_account_is_chosen_by_signing_in(void)
{
    begin();
    give_consent(auth_sign_in(auth, NULL, NULL));
    request.prompt = "select_account";
    CHECK(auth_authorize(auth, &request).sign_in);
}

static void a_sign_in_that_is_too_old_does_not_count(void)
{
    begin();
    give_consent(auth_sign_in(auth, NULL, NULL));
    request.max_age = "60";
    auth_pass(auth, 60 * AUTH_SECOND);
    CHECK(auth_authorize(auth, &request).answer);
    auth_pass(auth, 1);
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK(step.sign_in);
    const char *fresh = auth_sign_in(auth, step.handle, request.session);
    CHECK(auth_look(auth, step.handle, fresh).answer);

    request.session = fresh;
    request.max_age = "60";
    request.prompt = "none";
    auth_pass(auth, 61 * AUTH_SECOND);
    CHECK_STR(auth_answer(auth_authorize(auth, &request), "error"), "login_required");
}

static void max_age_zero_always_wants_a_sign_in_and_only_one(void)
{
    begin();
    give_consent(auth_sign_in(auth, NULL, NULL));
    request.max_age = "0";
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK(step.sign_in);
    auth_pass(auth, AUTH_SECOND);
    const char *fresh = auth_sign_in(auth, step.handle, request.session);
    auth_pass(auth, AUTH_SECOND);
    CHECK(auth_look(auth, step.handle, fresh).answer);
}

/* -- whose transaction it is ------------------------------------------------------------------- */

static void a_transaction_belongs_to_its_browser(void)
{
    struct interaction_step step;

    begin();
    const char *session = auth_sign_in(auth, NULL, NULL);
    request.session = session;
    struct interaction_step asked = auth_authorize(auth, &request);
    CHECK_ERR(look(asked.handle, "the-cookie-of-another-browser", session, &step), ERR_EXPIRED);
    CHECK_ERR(look("a-handle-that-was-never-given", AUTH_BROWSER, session, &step), ERR_EXPIRED);
    CHECK_ERR(
        on_consent_decide(auth_call(auth),
                          &(struct consent_decision){.handle = asked.handle,
                                                     .ticket = asked.consent->ticket,
                                                     .decision = "allow",
                                                     .browser = "the-cookie-of-another-browser",
                                                     .session = session},
                          &step),
        ERR_EXPIRED);
    CHECK_OK(auth_decide(auth, &asked, session, "allow", &step));
}

static void a_sign_in_in_another_browser_does_not_move_it(void)
{
    struct sign_in_reply signed_in;

    begin();
    request.prompt = "login";
    const char *handle = auth_authorize(auth, &request).handle;
    CHECK_OK(on_sign_in(auth_call(auth),
                        &(struct sign_in_request){.username = "ada",
                                                  .password = auth->password,
                                                  .handle = handle,
                                                  .browser = "the-cookie-of-another-browser"},
                        &signed_in));
    CHECK(auth_look(auth, handle, signed_in.session).sign_in);
}

static void a_transaction_lives_ten_minutes(void)
{
    struct interaction_step step;

    begin();
    const char *handle = auth_authorize(auth, &request).handle;
    auth_pass(auth, 10 * AUTH_MINUTE - 1);
    CHECK(auth_look(auth, handle, NULL).sign_in);
    auth_pass(auth, 1);
    CHECK_ERR(look(handle, AUTH_BROWSER, NULL, &step), ERR_EXPIRED);
}

static void a_client_that_changed_meanwhile_is_checked_again(void)
{
    static const char *const other[] = {"https://app.example/other"};
    struct interaction_step step;
    struct client now;

    begin();
    request.session = auth_sign_in(auth, NULL, NULL);
    struct interaction_step asked = auth_authorize(auth, &request);

    CHECK_OK(on_client_update(
        auth_call(auth), &(struct client_update_request){.client_id = client, .scope = "openid"},
        &now));
    step = auth_look(auth, asked.handle, request.session);
    CHECK_STR(auth_answer(step, "error"), "invalid_scope");
    CHECK_OK(auth_decide(auth, &asked, request.session, "allow", &step));
    CHECK_STR(auth_answer(step, "error"), "invalid_scope");

    CHECK_OK(on_client_update(
        auth_call(auth),
        &(struct client_update_request){.client_id = client, .redirect_uris = {other, 1}}, &now));
    CHECK_ERR(look(asked.handle, AUTH_BROWSER, request.session, &step), ERR_BAD_REDIRECT_URI);
    CHECK_OK(on_client_disable(auth_call(auth), &(struct client_ref){client}, &now));
    CHECK_ERR(look(asked.handle, AUTH_BROWSER, request.session, &step), ERR_UNKNOWN_CLIENT);
    CHECK_ERR(auth_decide(auth, &asked, request.session, "allow", &step), ERR_UNKNOWN_CLIENT);
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(the_whole_way),
        CASE(who_is_signed_in_and_has_consented_sees_nothing),
        CASE(a_transaction_goes_on_after_the_sign_in_without_asking_twice),
        CASE(until_somebody_signs_in_nothing_moves),
        CASE(prompt_login_wants_a_sign_in_of_its_own),
        CASE(a_sign_in_serves_only_the_transaction_it_was_for),
        CASE(another_account_is_chosen_by_signing_in),
        CASE(a_sign_in_that_is_too_old_does_not_count),
        CASE(max_age_zero_always_wants_a_sign_in_and_only_one),
        CASE(a_transaction_belongs_to_its_browser),
        CASE(a_sign_in_in_another_browser_does_not_move_it),
        CASE(a_transaction_lives_ten_minutes),
        CASE(a_client_that_changed_meanwhile_is_checked_again),
        {0},
    });

    auth_close();
    return status;
}
