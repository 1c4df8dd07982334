/* service_test - authsvc as others meet it: by message, by role, and when it cannot start. */
#include "fixture.h"
#include "rpc_local.h"
#include <string.h>

static struct auth *auth;
static struct service_host host;
static struct rpc_local local;
static const struct service_host *const hosts[] = {&host, NULL};

/* A call of authsvc by a program of this role, through codec and checks. */
static struct call *call_by(unsigned role)
{
    struct call *c = ARENA_NEW(check_mem(), call);

    rpc_local_init(&local, role, hosts);
    call_begin(c, check_mem(), &local.rpc, 5000);
    return c;
}

static void begin(void)
{
    auth = auth_open();
    host =
        (struct service_host){.service = &authsvc_service, .state = auth->svc, .rpc = &auth->rpc};
}

static void every_method_is_there(void)
{
    size_t n = 0;

    for (const struct method_desc *const *m = contract_methods; *m; m++)
        n += strcmp((*m)->service, "authsvc") == 0;
    CHECK_INT(authsvc_service.n_methods, n);
}

static void the_whole_way_fits_into_messages(void)
{
    struct sign_in_reply in;
    struct interaction_step step;
    struct authorization a;

    begin();
    struct authorize_request q =
        auth_request(auth_client(auth, (struct client_add_request){0}), NULL);
    CHECK_OK(authsvc_authorize(call_by(ROLE_GATEWAY), &q, &step));
    CHECK(step.sign_in);
    CHECK_OK(authsvc_sign_in(call_by(ROLE_GATEWAY),
                             &(struct sign_in_request){.username = "ada",
                                                       .password = auth->password,
                                                       .handle = step.handle,
                                                       .browser = AUTH_BROWSER},
                             &in));
    CHECK_OK(authsvc_interaction(call_by(ROLE_GATEWAY),
                                 &(struct interaction_request){.handle = step.handle,
                                                               .browser = AUTH_BROWSER,
                                                               .session = in.session},
                                 &step));
    CHECK(step.consent && step.ticket.p);
    CHECK_OK(authsvc_consent_decide(call_by(ROLE_GATEWAY),
                                    &(struct consent_decision){.handle = step.handle,
                                                               .ticket = step.consent->ticket,
                                                               .decision = "allow",
                                                               .browser = AUTH_BROWSER,
                                                               .session = in.session},
                                    &step));
    struct code_take_request redemption = auth_redemption(q.client_id, auth_answer(step, "code"));
    CHECK_OK(authsvc_code_take(call_by(ROLE_TOKENSVC), &redemption, &a));
    CHECK_STR(a.person, "person-ada");
    redemption.attempt = "attempt-000000002";
    CHECK_OK(authsvc_code_take(call_by(ROLE_TOKENSVC), &redemption, &a));
    CHECK(a.replayed);
}

static void roles_are_kept_apart(void)
{
    struct authorization a;
    struct client client;
    struct client_record_reply record;
    struct interaction_step step;

    begin();
    const char *id = auth_client(auth, (struct client_add_request){0});
    struct code_take_request redemption = auth_redemption(id, "x");
    struct authorize_request q = auth_request(id, NULL);
    CHECK_ERR(authsvc_code_take(call_by(ROLE_GATEWAY), &redemption, &a), ERR_FORBIDDEN);
    CHECK_ERR(authsvc_client_record(call_by(ROLE_GATEWAY), &(struct client_ref){id}, &record),
              ERR_FORBIDDEN);
    CHECK_ERR(authsvc_client_disable(call_by(ROLE_GATEWAY), &(struct client_ref){id}, &client),
              ERR_FORBIDDEN);
    CHECK_ERR(authsvc_client_record(call_by(ROLE_ADMIN), &(struct client_ref){id}, &record),
              ERR_FORBIDDEN);
    CHECK_ERR(authsvc_authorize(call_by(ROLE_TOKENSVC), &q, &step), ERR_FORBIDDEN);
    CHECK_OK(authsvc_client_record(call_by(ROLE_TOKENSVC), &(struct client_ref){id}, &record));
    CHECK_OK(authsvc_client_disable(call_by(ROLE_ADMIN), &(struct client_ref){id}, &client));
}

static void a_refusal_tells_the_public_what_it_may_know(void)
{
    struct authorization a;
    struct interaction_step step;

    begin();
    struct authorize_request q = auth_request("c_nobody", NULL);
    struct call *c = call_by(ROLE_GATEWAY);
    CHECK_ERR(authsvc_authorize(c, &q, &step), ERR_UNKNOWN_CLIENT);
    CHECK_STR(c->text, NULL);

    struct code_take_request redemption = auth_redemption("c_nobody", "no-such-code");
    c = call_by(ROLE_TOKENSVC);
    CHECK_ERR(authsvc_code_take(c, &redemption, &a), ERR_INVALID_GRANT);
    CHECK_STR(c->text, NULL);
    CHECK_HAS(c->detail, "no such code");
}

static void without_the_key_for_tickets_it_does_not_start(void)
{
    void *state = NULL;

    auth_close();
    CHECK_ERR(authsvc_service.open(&(struct service_env){.data = check_dir(), .tenant = "default"},
                                   &state),
              ERR_CONFIG);
    CHECK(!state);
    authsvc_service.close(&state);
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(every_method_is_there),
        CASE(the_whole_way_fits_into_messages),
        CASE(roles_are_kept_apart),
        CASE(a_refusal_tells_the_public_what_it_may_know),
        CASE(without_the_key_for_tickets_it_does_not_start),
        {0},
    });

    auth_close();
    return status;
}
