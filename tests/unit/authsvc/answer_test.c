/* answer_test - the address that takes an answer to the client. */
#include "buf.h"
#include "fixture.h"

static struct auth *auth;
static const char *client;
static struct authorize_request request;

static void begin(void)
{
    auth = auth_open();
    client = auth_client(auth, (struct client_add_request){0});
    request = auth_request(client, NULL);
}

static void without_state_there_is_none_in_the_answer(void)
{
    begin();
    request.state = "";
    request.response_type = NULL;
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK_STR(auth_param(step.location, "error"), "invalid_request");
    CHECK_STR(auth_param(step.location, "state"), NULL);
}

static void the_answer_keeps_the_query_of_the_redirect_uri(void)
{
    static const char *const uris[] = {"https://app.example/cb?tenant=7", "https://app.example/q?"};

    begin();
    client = auth_client(auth, (struct client_add_request){.redirect_uris = {uris, 2}});
    request = auth_request(client, NULL);
    request.prompt = "none";
    request.redirect_uri = uris[0];
    request.state = "a";
    CHECK_HAS(auth_authorize(auth, &request).location,
              "https://app.example/cb?tenant=7&error=login_required&");
    request.redirect_uri = uris[1];
    CHECK_HAS(auth_authorize(auth, &request).location,
              "https://app.example/q?error=login_required&");
}

static void the_longest_state_fits_into_the_answer(void)
{
    struct buf state, reply;
    const char *why = NULL;

    begin();
    buf_init(&state, check_mem(), 2048);
    for (int i = 0; i < 2048; i++)
        buf_char(&state, '%');
    request.state = buf_text(&state);
    request.prompt = "none";
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK_STR(auth_param(step.location, "state"), request.state);
    buf_init(&reply, check_mem(), 16384);
    CHECK_OK(msg_encode(&interaction_step_desc, &step, &reply, &why));
}

static void a_state_that_came_twice_is_not_given_back(void)
{
    begin();
    request.repeated = "state";
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK_STR(auth_param(step.location, "error"), "invalid_request");
    CHECK_STR(auth_param(step.location, "state"), NULL);
}

static void the_answer_may_go_into_the_fragment(void)
{
    static const char *const uris[] = {"https://app.example/cb?tenant=7"};

    begin();
    client = auth_client(auth, (struct client_add_request){.redirect_uris = {uris, 1}});
    request = auth_request(client, NULL);
    request.redirect_uri = uris[0];
    request.response_mode = "fragment";
    request.prompt = "none";
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK_HAS(step.location, "https://app.example/cb?tenant=7#error=login_required&");
    CHECK_HAS(step.location, "&state=s%20t%26te&iss=https%3A%2F%2Fid.example");
}

static void the_answer_may_be_a_form(void)
{
    begin();
    const char *session = auth_sign_in(auth, NULL, NULL);
    auth_code(auth, client, session, "openid profile");
    request = auth_request(client, session);
    request.response_mode = "form_post";
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK_STR(step.location, NULL);
    CHECK(step.post);
    CHECK_STR(step.client_name, "Notes");
    CHECK_STR(step.post->action, AUTH_CALLBACK);
    CHECK_STR(step.post->state, "s t&te");
    CHECK_STR(step.post->iss, AUTH_ISSUER);
    CHECK_STR(step.post->error, NULL);
    const struct code_take_request q = auth_redemption(client, step.post->code);
    struct authorization grant = {0};
    CHECK_OK(on_code_take(auth_call(auth), &q, &grant));
}

static void a_refusal_may_be_a_form(void)
{
    begin();
    request.response_mode = "form_post";
    request.scope = "admin";
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK(step.post && !step.location);
    CHECK_STR(step.post->error, "invalid_scope");
    CHECK_HAS(step.post->error_description, "the scope admin");
    CHECK_STR(step.post->code, NULL);
}

/* The whole way: the mode is kept while the person signs in and is asked. */
static void the_mode_is_kept_over_the_interaction(void)
{
    begin();
    request.response_mode = "form_post";
    struct interaction_step step = auth_authorize(auth, &request);
    const char *session = auth_sign_in(auth, step.handle, NULL);
    step = auth_look(auth, step.handle, session);
    CHECK_OK(auth_decide(auth, &step, session, "deny", &step));
    CHECK(step.post && !step.location);
    CHECK_STR(step.post->error, "access_denied");
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(without_state_there_is_none_in_the_answer),
        CASE(the_answer_keeps_the_query_of_the_redirect_uri),
        CASE(the_longest_state_fits_into_the_answer),
        CASE(a_state_that_came_twice_is_not_given_back),
        CASE(the_answer_may_go_into_the_fragment),
        CASE(the_answer_may_be_a_form),
        CASE(a_refusal_may_be_a_form),
        CASE(the_mode_is_kept_over_the_interaction),
        {0},
    });

    auth_close();
    return status;
}
