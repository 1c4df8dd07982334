/* consent_page_test - when the person is asked, and which answers count. */
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

static void give_consent(const char *session)
{
    request.session = session;
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK_OK(auth_decide(auth, &step, session, "allow", &step));
}

static void only_what_is_new_is_marked_as_new(void)
{
    begin();
    request.scope = "openid";
    give_consent(auth_sign_in(auth, NULL, NULL));
    request.scope = "profile openid email";
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK_STR(step.consent->scope, "profile openid email");
    CHECK_STR(step.consent->new_scope, "profile email");
    request.prompt = "none";
    CHECK_STR(auth_answer(auth_authorize(auth, &request), "error"), "consent_required");
}

static void consent_grows_and_covers_what_was_allowed_before(void)
{
    begin();
    request.scope = "openid";
    give_consent(auth_sign_in(auth, NULL, NULL));
    request.scope = "email";
    give_consent(request.session);
    request.scope = "openid email";
    CHECK(auth_authorize(auth, &request).answer);
}

static void prompt_consent_asks_again(void)
{
    struct interaction_step step;

    begin();
    give_consent(auth_sign_in(auth, NULL, NULL));
    request.prompt = "consent";
    struct interaction_step asked = auth_authorize(auth, &request);
    CHECK_STR(asked.consent->new_scope, "");
    CHECK(auth_look(auth, asked.handle, request.session).consent);
    CHECK_OK(auth_decide(auth, &asked, request.session, "allow", &step));
    CHECK(auth_answer(step, "code"));
}

static void a_native_app_is_never_waved_through(void)
{
    static const char *const uris[] = {"http://127.0.0.1/callback", "com.example.app:/callback",
                                       "http://localhost/callback"};

    begin();
    for (size_t i = 0; i < ARRAY_LEN(uris); i++) {
        client = auth_public_client(auth, uris[i]);
        request = auth_request(client, NULL);
        request.redirect_uri = uris[i];
        give_consent(auth_sign_in(auth, NULL, NULL));
        CHECK(auth_authorize(auth, &request).consent);
        request.prompt = "none";
        CHECK_STR(auth_answer(auth_authorize(auth, &request), "error"), "consent_required");
    }
}

static void a_public_app_on_the_web_is_asked_once(void)
{
    begin();
    client = auth_public_client(auth, AUTH_CALLBACK);
    request = auth_request(client, NULL);
    give_consent(auth_sign_in(auth, NULL, NULL));
    CHECK(auth_authorize(auth, &request).answer);
}

static void consent_is_of_one_person_and_one_client(void)
{
    begin();
    give_consent(auth_sign_in(auth, NULL, NULL));
    request.client_id = auth_client(auth, (struct client_add_request){0});
    CHECK(auth_authorize(auth, &request).consent);

    request.client_id = client;
    auth->person.id = "person-eve";
    auth->person.username = "eve";
    request.session = auth_sign_in(auth, NULL, NULL);
    CHECK(auth_authorize(auth, &request).consent);
}

static void a_no_goes_to_the_client_and_ends_the_transaction(void)
{
    struct interaction_step step;

    begin();
    request.session = auth_sign_in(auth, NULL, NULL);
    struct interaction_step asked = auth_authorize(auth, &request);
    CHECK_OK(auth_decide(auth, &asked, request.session, "deny", &step));
    CHECK_STR(auth_answer(step, "error"), "access_denied");
    CHECK_STR(auth_answer(step, "state"), "s t&te");
    CHECK_STR(auth_answer(step, "iss"), AUTH_ISSUER);
    CHECK_ERR(auth_decide(auth, &asked, request.session, "deny", &step), ERR_EXPIRED);
    CHECK_ERR(auth_decide(auth, &asked, request.session, "allow", &step), ERR_EXPIRED);
    CHECK(auth_authorize(auth, &request).consent);
}

static void an_answer_is_yes_or_no(void)
{
    struct interaction_step step;

    begin();
    request.session = auth_sign_in(auth, NULL, NULL);
    struct interaction_step asked = auth_authorize(auth, &request);
    CHECK_ERR(auth_decide(auth, &asked, request.session, "maybe", &step), ERR_BAD_FIELD);
    CHECK_OK(auth_decide(auth, &asked, request.session, "allow", &step));
}

/* -- tickets ----------------------------------------------------------------------------------- */

static void two_tabs_of_one_page_work_until_one_is_used(void)
{
    struct interaction_step step;

    begin();
    request.session = auth_sign_in(auth, NULL, NULL);
    struct interaction_step one = auth_authorize(auth, &request);
    struct interaction_step two = auth_look(auth, one.handle, request.session);
    CHECK_STR(one.consent->ticket, two.consent->ticket);
    CHECK_OK(auth_decide(auth, &two, request.session, "allow", &step));
    CHECK_ERR(auth_decide(auth, &one, request.session, "allow", &step), ERR_EXPIRED);
}

static void a_ticket_is_good_for_its_own_page_only(void)
{
    struct interaction_step step;
    struct consent_question forged;

    begin();
    request.session = auth_sign_in(auth, NULL, NULL);
    struct interaction_step one = auth_authorize(auth, &request);
    struct interaction_step two = auth_authorize(auth, &request);
    CHECK(strcmp(one.consent->ticket, two.consent->ticket) != 0);
    forged = *one.consent;
    forged.ticket = two.consent->ticket;
    one.consent = &forged;
    CHECK_ERR(auth_decide(auth, &one, request.session, "allow", &step), ERR_EXPIRED);
    CHECK_ERR(auth_decide(auth, &one, request.session, "deny", &step), ERR_EXPIRED);
    forged.ticket = "";
    CHECK_ERR(auth_decide(auth, &one, request.session, "allow", &step), ERR_EXPIRED);
    CHECK_OK(auth_decide(auth, &two, request.session, "allow", &step));
}

static void a_ticket_is_good_for_its_session_only(void)
{
    struct interaction_step step;

    begin();
    request.session = auth_sign_in(auth, NULL, NULL);
    struct interaction_step asked = auth_authorize(auth, &request);
    const char *later = auth_sign_in(auth, asked.handle, request.session);
    CHECK_ERR(auth_decide(auth, &asked, later, "allow", &step), ERR_EXPIRED);
    step = auth_look(auth, asked.handle, later);
    CHECK_OK(auth_decide(auth, &step, later, "allow", &step));
}

static void who_has_signed_out_meanwhile_signs_in_again(void)
{
    struct interaction_step step;
    struct nothing done;

    begin();
    request.session = auth_sign_in(auth, NULL, NULL);
    struct interaction_step asked = auth_authorize(auth, &request);
    CHECK_OK(on_sign_out(auth_call(auth), &(struct session_ref){request.session}, &done));
    CHECK_OK(auth_decide(auth, &asked, request.session, "allow", &step));
    CHECK(step.sign_in && !step.answer);
    CHECK_STR(step.handle, asked.handle);
    const char *session = auth_sign_in(auth, asked.handle, NULL);
    CHECK(auth_look(auth, asked.handle, session).consent);
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(only_what_is_new_is_marked_as_new),
        CASE(consent_grows_and_covers_what_was_allowed_before),
        CASE(prompt_consent_asks_again),
        CASE(a_native_app_is_never_waved_through),
        CASE(a_public_app_on_the_web_is_asked_once),
        CASE(consent_is_of_one_person_and_one_client),
        CASE(a_no_goes_to_the_client_and_ends_the_transaction),
        CASE(an_answer_is_yes_or_no),
        CASE(two_tabs_of_one_page_work_until_one_is_used),
        CASE(a_ticket_is_good_for_its_own_page_only),
        CASE(a_ticket_is_good_for_its_session_only),
        CASE(who_has_signed_out_meanwhile_signs_in_again),
        {0},
    });

    auth_close();
    return status;
}
