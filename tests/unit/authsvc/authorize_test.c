/* authorize_test - what a request must pass, and where its refusals go. */
#include "ask.h"
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

/* Refused on a page of ours: an error, and no address to send the browser to. */
static void expect_page(enum err want, const char *text)
{
    struct interaction_step step = {0};
    struct call *c = auth_call(auth);

    CHECK_ERR(on_authorize(c, &request, &step), want);
    CHECK(!step.answer);
    CHECK(!step.handle && !step.sign_in && !step.consent);
    if (text)
        CHECK_HAS(c->text, text);
    request = auth_request(client, NULL);
}

/* Refused by redirect, with state and issuer. */
static void expect_redirect(const char *error, const char *text)
{
    struct interaction_step step = auth_authorize(auth, &request);

    CHECK(step.answer);
    CHECK_STR(step.answer->action, AUTH_CALLBACK);
    CHECK_STR(step.answer->mode, "query");
    CHECK_STR(auth_answer(step, "error"), error);
    CHECK_HAS(auth_answer(step, "error_description"), text);
    CHECK_STR(auth_answer(step, "state"), "s t&te");
    CHECK_STR(auth_answer(step, "iss"), AUTH_ISSUER);
    CHECK_STR(auth_answer(step, "code"), NULL);
    CHECK(!step.handle && !step.sign_in && !step.consent);
    request = auth_request(client, NULL);
}

static void expect_sign_in(void)
{
    struct interaction_step step = auth_authorize(auth, &request);

    CHECK(step.sign_in);
    CHECK(!step.answer && !step.consent && !step.ticket.p);
    CHECK_STR(step.client_name, "Notes");
    CHECK_INT(strlen(step.handle), 43);
    request = auth_request(client, NULL);
}

static void a_good_request_leads_to_the_sign_in_page(void)
{
    begin();
    request.login_hint = "ada";
    CHECK_STR(auth_authorize(auth, &request).login_hint, "ada");
    CHECK_STR(auth_authorize(auth, &request).redirect_uri, AUTH_CALLBACK);
    expect_sign_in();
    CHECK_INT(auth->asked, 0);
}

static void a_dialect_must_be_known(void)
{
    begin();
    request.dialect = "esperanto";
    expect_page(ERR_INVALID_REQUEST, NULL);
}

static void a_client_must_be_there(void)
{
    begin();
    request.client_id = NULL;
    expect_page(ERR_CLIENT_ID_MISSING, "client_id is missing");
    request.client_id = "";
    expect_page(ERR_CLIENT_ID_MISSING, "client_id is missing");
    request.client_id = "c_nobody";
    expect_page(ERR_UNKNOWN_CLIENT, NULL);
    request.repeated = "client_id";
    expect_page(ERR_PARAMETER_TWICE, "client_id came twice");
}

static void a_disabled_client_is_refused_on_a_page(void)
{
    struct client off;

    begin();
    CHECK_OK(on_client_disable(auth_call(auth), &(struct client_ref){client}, &off));
    expect_page(ERR_UNKNOWN_CLIENT, "disabled");
}

static void no_other_redirect_uri_will_do(void)
{
    static const char *const altered[] = {
        "https://evil.example/",
        "https://evil.example/callback",
        "https://app.example.evil.example/callback",
        "https://sub.app.example/callback",
        "http://app.example/callback",
        "https://app.example/",
        "https://app.example/callback/more",
        "https://app.example/callback/..%2fevil",
        "https://app.example/callback/../../evil",
        "https://app.example/callback?code=stolen",
        "https://app.example/callback&code=stolen",
        "https://app.example/callback#",
        "https://app.example/callback#x",
        "https://app.example/callback https://evil.example/",
        "https://app.example/callback,https://evil.example/",
        "https://app.example@evil.example/callback",
        "https://evil.example#https://app.example/callback",
        "https://evil.example\\@app.example/callback",
        "https://app.example:8443/callback",
        "https://APP.EXAMPLE/callback",
        "https://localhost/callback",
        "http://localhost/callback",
        "https://localhost.app.example/callback",
        "https://app.example.localhost/callback",
        "http://127.0.0.1/callback",
        "//app.example/callback",
        "/callback",
        "javascript:alert(1)//https://app.example/callback",
    };

    begin();
    for (size_t i = 0; i < ARRAY_LEN(altered); i++) {
        request.redirect_uri = altered[i];
        expect_page(ERR_BAD_REDIRECT_URI, NULL);
    }
    request.redirect_uri = NULL;
    expect_page(ERR_REDIRECT_URI_MISSING, "redirect_uri is missing");
    request.redirect_uri = "";
    expect_page(ERR_REDIRECT_URI_MISSING, "redirect_uri is missing");
    request.repeated = "redirect_uri";
    expect_page(ERR_PARAMETER_TWICE, "redirect_uri came twice");
}

static void a_client_without_an_address_is_refused_on_a_page(void)
{
    const struct client_add_request q = {
        .grant_types = "client_credentials", .client_name = "Machine", .confidential = true};
    struct client_secret_reply a = {0};

    begin();
    CHECK_OK(on_client_add(auth_call(auth), &q, &a));
    request.client_id = a.client->client_id;
    expect_page(ERR_NO_REDIRECT_URI, NULL);
}

static void a_free_port_is_for_native_apps_only(void)
{
    static const char *const uris[] = {"http://127.0.0.1/cb"};

    begin();
    client = auth_client(auth, (struct client_add_request){.redirect_uris = {uris, 1}});
    request = auth_request(client, NULL);
    request.redirect_uri = "http://127.0.0.1:4711/cb";
    expect_page(ERR_BAD_REDIRECT_URI, NULL);

    client = auth_public_client(auth, uris[0]);
    request = auth_request(client, NULL);
    request.redirect_uri = "http://127.0.0.1:4711/cb";
    CHECK_STR(auth_authorize(auth, &request).redirect_uri, "http://127.0.0.1:4711/cb");
}

static void parameters_come_once(void)
{
    begin();
    request.repeated = "scope";
    expect_redirect("invalid_request", "scope came twice");
    request.repeated = "nonce code_challenge";
    expect_redirect("invalid_request", "nonce came twice");
}

static void request_objects_and_registration_are_not_taken(void)
{
    begin();
    request.request = "eyJhbGciOiJub25lIn0..";
    expect_redirect("request_not_supported", "request objects");
    request.request_uri = "https://app.example/request.jwt";
    expect_redirect("request_uri_not_supported", "request_uri");
    request.registration = "{}";
    expect_redirect("registration_not_supported", "registration");
    request.request = request.request_uri = request.registration = "";
    expect_sign_in();
}

static void only_codes_are_given(void)
{
    begin();
    request.response_type = NULL;
    expect_redirect("invalid_request", "response_type is missing");
    request.response_type = "token";
    expect_redirect("unsupported_response_type", "code");
    request.response_type = "code id_token";
    expect_redirect("unsupported_response_type", "code");
    request.response_type = "CODE";
    expect_redirect("unsupported_response_type", "code");
}

static void the_client_must_have_registered_the_grant(void)
{
    begin();
    client = auth_client(auth, (struct client_add_request){.grant_types = "client_credentials"});
    request = auth_request(client, NULL);
    expect_redirect("unauthorized_client", "authorization_code");
}

static void a_response_mode_must_be_known(void)
{
    static const char *const known[] = {"", "query", "fragment", "form_post"};

    begin();
    request.response_mode = "query.jwt";
    expect_redirect("invalid_request", "response_mode");
    request.response_mode = "fragment";
    request.repeated = "response_mode";
    expect_redirect("invalid_request", "response_mode came twice");
    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        request.response_mode = known[i];
        expect_sign_in();
    }
}

static void a_form_is_posted_over_http_only(void)
{
    begin();
    client = auth_public_client(auth, "com.example.app:/cb");
    request = auth_request(client, NULL);
    request.redirect_uri = "com.example.app:/cb";
    request.response_mode = "form_post";
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK_STR(step.answer->mode, "query");
    CHECK_STR(step.answer->action, "com.example.app:/cb");
    CHECK_STR(step.answer->error, "invalid_request");
}

static void scope_is_what_the_client_has_registered(void)
{
    begin();
    request.scope = "openid admin";
    expect_redirect("invalid_scope", "the scope admin");
    request.scope = "openid  profile";
    expect_redirect("invalid_scope", "one blank");
    request.scope = "openid openid";
    expect_redirect("invalid_scope", "each once");
    request.scope = "openid \"quoted\"";
    expect_redirect("invalid_scope", "words");
    request.scope = "offline_access";
    expect_redirect("invalid_scope", "offline_access");
}

static void without_scope_all_that_is_registered_is_asked_for(void)
{
    begin();
    client = auth_client(auth, (struct client_add_request){.scope = "openid offline_access mail"});
    const char *session = auth_sign_in(auth, NULL, NULL);
    request = auth_request(client, session);
    request.scope = NULL;
    CHECK_STR(auth_authorize(auth, &request).consent->scope, "openid mail");
    request.scope = "";
    CHECK_STR(auth_authorize(auth, &request).consent->scope, "openid mail");

    client = auth_client(auth, (struct client_add_request){.scope = "offline_access"});
    request = auth_request(client, session);
    request.scope = NULL;
    expect_redirect("invalid_scope", "scope is missing");
}

static void a_challenge_is_needed_and_it_is_s256(void)
{
    begin();
    request.code_challenge = NULL;
    expect_redirect("invalid_request", "code_challenge is missing");
    request.code_challenge = NULL;
    request.code_challenge_method = NULL;
    expect_redirect("invalid_request", "code_challenge is missing");
    request.code_challenge_method = NULL;
    expect_redirect("invalid_request", "must be S256");
    request.code_challenge_method = "plain";
    expect_redirect("invalid_request", "must be S256");
    request.code_challenge_method = "s256";
    expect_redirect("invalid_request", "must be S256");
    request.code_challenge = "short";
    expect_redirect("invalid_request", "SHA-256");
    request.code_challenge = AUTH_CHALLENGE "A";
    expect_redirect("invalid_request", "SHA-256");
}

static void a_dialect_may_do_without_a_challenge_but_not_with_half_of_one(void)
{
    const struct dialect lax = {.name = "lax", .pkce = PKCE_OPTIONAL};
    struct ask ask = {.request = &request, .dialect = &lax, .client = {.confidential = true}};

    begin();
    CHECK_OK(check_pkce(auth_call(auth), &ask));
    CHECK_STR(ask.challenge, AUTH_CHALLENGE);
    request.code_challenge = NULL;
    CHECK_ERR(check_pkce(auth_call(auth), &ask), ERR_CHALLENGE_MISSING);
    request.code_challenge_method = NULL;
    ask.challenge = NULL;
    CHECK_OK(check_pkce(auth_call(auth), &ask));
    CHECK_STR(ask.challenge, NULL);
    request.code_challenge = AUTH_CHALLENGE; /* without a method it would be plain */
    CHECK_ERR(check_pkce(auth_call(auth), &ask), ERR_CHALLENGE_METHOD_MISSING);
}

static void prompts_are_known_and_go_together(void)
{
    begin();
    request.prompt = "dance";
    expect_redirect("invalid_request", "prompt has other values");
    request.prompt = "none login";
    expect_redirect("invalid_request", "none beside other");
    request.prompt = "login  consent";
    expect_redirect("invalid_request", "prompt has other values");
    request.prompt = "login consent";
    expect_sign_in();
    request.prompt = "";
    expect_sign_in();
}

static void nobody_is_asked_when_the_client_wants_no_prompt(void)
{
    begin();
    request.prompt = "none";
    expect_redirect("login_required", "sign in");
    request.prompt = "none";
    request.session = "a-cookie-that-nobody-has";
    expect_redirect("login_required", "sign in");
}

static void max_age_is_seconds(void)
{
    begin();
    request.max_age = "soon";
    expect_redirect("invalid_request", "max_age");
    request.max_age = "-1";
    expect_redirect("invalid_request", "max_age");
    request.max_age = "1.5";
    expect_redirect("invalid_request", "max_age");
    request.max_age = "99999999999999999999";
    expect_redirect("invalid_request", "max_age");
    request.max_age = "9223372036854775807";
    expect_sign_in();
    request.max_age = "";
    expect_sign_in();
}

static void a_fault_of_ours_is_never_told_to_the_client(void)
{
    begin();
    request.session = auth_sign_in(auth, NULL, NULL);
    auth->usersvc = ERR_UNAVAILABLE;
    expect_page(ERR_UNAVAILABLE, NULL);
    auth->usersvc = ERR_DEADLINE;
    request.session = auth->password;
    request.prompt = "none";
    expect_redirect("login_required", "sign in"); /* no session: usersvc need not be asked */
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(a_good_request_leads_to_the_sign_in_page),
        CASE(a_dialect_must_be_known),
        CASE(a_client_must_be_there),
        CASE(a_disabled_client_is_refused_on_a_page),
        CASE(no_other_redirect_uri_will_do),
        CASE(a_client_without_an_address_is_refused_on_a_page),
        CASE(a_free_port_is_for_native_apps_only),
        CASE(parameters_come_once),
        CASE(request_objects_and_registration_are_not_taken),
        CASE(only_codes_are_given),
        CASE(the_client_must_have_registered_the_grant),
        CASE(a_response_mode_must_be_known),
        CASE(a_form_is_posted_over_http_only),
        CASE(scope_is_what_the_client_has_registered),
        CASE(without_scope_all_that_is_registered_is_asked_for),
        CASE(a_challenge_is_needed_and_it_is_s256),
        CASE(a_dialect_may_do_without_a_challenge_but_not_with_half_of_one),
        CASE(prompts_are_known_and_go_together),
        CASE(nobody_is_asked_when_the_client_wants_no_prompt),
        CASE(max_age_is_seconds),
        CASE(a_fault_of_ours_is_never_told_to_the_client),
        {0},
    });

    auth_close();
    return status;
}
