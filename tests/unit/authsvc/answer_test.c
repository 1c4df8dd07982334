/* answer_test - what goes back to the client. */
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
    CHECK_STR(auth_answer(step, "error"), "invalid_request");
    CHECK_STR(auth_answer(step, "state"), NULL);
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
    CHECK_STR(auth_answer(step, "state"), request.state);
    buf_init(&reply, check_mem(), 16384);
    CHECK_OK(msg_encode(&interaction_step_desc, &step, &reply, &why));
}

static void a_state_that_came_twice_is_not_given_back(void)
{
    begin();
    request.repeated = "state";
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK_STR(auth_answer(step, "error"), "invalid_request");
    CHECK_STR(auth_answer(step, "state"), NULL);
}

static void the_answer_says_where_how_and_why(void)
{
    begin();
    request.response_mode = "fragment";
    request.prompt = "none";
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK(step.answer);
    CHECK_STR(step.dialect, "standard");
    CHECK_STR(step.answer->action, AUTH_CALLBACK);
    CHECK_STR(step.answer->mode, "fragment");
    CHECK_STR(step.answer->error, "login_required");
    CHECK_STR(step.answer->reason, "LOGIN_REQUIRED");
    CHECK_STR(step.answer->state, "s t&te");
    CHECK_STR(step.answer->iss, AUTH_ISSUER);
    request.response_mode = NULL;
    request.code_challenge_method = "plain";
    step = auth_authorize(auth, &request);
    CHECK_STR(step.answer->mode, "query");
    CHECK_STR(step.answer->error, "invalid_request");
    CHECK_STR(step.answer->reason, "CHALLENGE_METHOD_UNKNOWN");
}

static void the_answer_may_be_a_form(void)
{
    begin();
    const char *session = auth_sign_in(auth, NULL, NULL);
    auth_code(auth, client, session, "openid profile");
    request = auth_request(client, session);
    request.response_mode = "form_post";
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK(step.answer);
    CHECK_STR(step.answer->mode, "form_post");
    CHECK_STR(step.client_name, "Notes");
    CHECK_STR(step.answer->action, AUTH_CALLBACK);
    CHECK_STR(step.answer->state, "s t&te");
    CHECK_STR(step.answer->iss, AUTH_ISSUER);
    CHECK_STR(step.answer->error, NULL);
    const struct code_take_request q = auth_redemption(client, step.answer->code);
    struct authorization grant = {0};
    CHECK_OK(on_code_take(auth_call(auth), &q, &grant));
}

static void a_refusal_may_be_a_form(void)
{
    begin();
    request.response_mode = "form_post";
    request.scope = "admin";
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK(step.answer);
    CHECK_STR(step.answer->mode, "form_post");
    CHECK_STR(step.answer->error, "invalid_scope");
    CHECK_HAS(step.answer->error_description, "the scope admin");
    CHECK_STR(step.answer->code, NULL);
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
    CHECK(step.answer);
    CHECK_STR(step.answer->mode, "form_post");
    CHECK_STR(step.answer->error, "access_denied");
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(without_state_there_is_none_in_the_answer),
        CASE(the_longest_state_fits_into_the_answer),
        CASE(a_state_that_came_twice_is_not_given_back),
        CASE(the_answer_says_where_how_and_why),
        CASE(the_answer_may_be_a_form),
        CASE(a_refusal_may_be_a_form),
        CASE(the_mode_is_kept_over_the_interaction),
        {0},
    });

    auth_close();
    return status;
}
