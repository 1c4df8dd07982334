#include "fixture.h"
#include "buf.h"
#include "place.h"
#include <stdlib.h>
#include <string.h>

static struct auth *opened;

/* -- usersvc ----------------------------------------------------------------------------------- */

static enum err check_password(struct auth *self, struct call *c, struct bytes body)
{
    struct password_check_request q;
    const char *why = NULL;

    CHECK_OK(msg_decode(&password_check_request_desc, body, MSG_REFUSE_UNKNOWN, c->mem, &q, &why));
    bool right = self->person.id && strcmp(q.username, self->person.username) == 0 &&
                 strcmp(q.password, self->password) == 0;
    return right ? OK : ERR_WRONG_PASSWORD;
}

static enum err get_person(struct auth *self, struct call *c, struct bytes body)
{
    struct person_ref q;
    const char *why = NULL;

    CHECK_OK(msg_decode(&person_ref_desc, body, MSG_REFUSE_UNKNOWN, c->mem, &q, &why));
    return self->person.id && strcmp(q.id, self->person.id) == 0 ? OK : ERR_NOT_FOUND;
}

static enum err carry(struct rpc *rpc, struct call *c, const struct rpc_request *request,
                      struct rpc_reply *reply)
{
    struct auth *self = (struct auth *)rpc;
    bool sign_in = strcmp(request->method->name, "usersvc.password_check") == 0;
    struct buf out;
    const char *why = NULL;

    self->asked++;
    if (self->usersvc)
        return self->usersvc;
    buf_init(&out, c->mem, 512);
    if (strcmp(request->method->name, "usersvc.bot_end") == 0) { /* there is none */
        CHECK_OK(msg_encode(&nothing_desc, &NOTHING, &out, &why));
        reply->body = buf_bytes(&out);
        return OK;
    }
    CHECK(sign_in || strcmp(request->method->name, "usersvc.person_get") == 0);
    reply->error =
        sign_in ? check_password(self, c, request->body) : get_person(self, c, request->body);
    reply->text = reply->error ? "what usersvc says" : NULL;
    if (!reply->error)
        CHECK_OK(msg_encode(&person_desc, &self->person, &out, &why));
    reply->body = buf_bytes(&out);
    return OK;
}

/* -- opening ----------------------------------------------------------------------------------- */

static struct auth *open_it(bool inline_work)
{
    static const uint8_t kek[SECRET_KEY_LEN] = "the key that wraps all the keys";
    uint8_t secret[ACTOR_SECRET_LEN];
    void *state = NULL;

    auth_close();
    opened = xcalloc(1, sizeof *opened);
    *opened = (struct auth){
        .rpc = {carry},
        .now = 1800000000000,
        .person = {.id = "person-ada",
                   .sub = "sub-ada",
                   .username = "ada",
                   .email = "ada@example.org",
                   .groups = "staff",
                   .generation = 1,
                   .created_at = 1,
                   .updated_at = 1},
        .password = "correct horse",
    };
    actor_keys_make(opened->actor_key, secret);
    static const struct authsvc_config config = {.authsvc_apps = 25};
    struct service_env env = {.data = check_dir(),
                              .settings = &config,
                              .tenant = "default",
                              .inline_work = inline_work,
                              .kek = {kek, sizeof kek},
                              .actor_secret = {secret, sizeof secret}};
    place_of(env.data, &env.store, &env.store_driver);
    CHECK_OK(authsvc_service.open(&env, &state));
    opened->svc = state;
    return opened;
}

struct auth *auth_open(void)
{
    return open_it(true);
}

struct auth *auth_threaded(void)
{
    return open_it(false);
}

void auth_close(void)
{
    if (!opened)
        return;
    void *state = opened->svc;
    authsvc_service.close(&state);
    free(opened);
    opened = NULL;
}

void auth_pass(struct auth *self, int64_t ms)
{
    self->now += ms;
}

void auth_call_in(struct auth *self, struct arena *mem, struct call *out)
{
    call_begin(out, mem, &self->rpc, 5000);
    out->now = self->now;
    out->svc = self->svc;
    out->service = authsvc_service.name;
}

struct call *auth_call(struct auth *self)
{
    struct call *c = ARENA_NEW(check_mem(), call);

    auth_call_in(self, check_mem(), c);
    return c;
}

/* -- clients and requests ---------------------------------------------------------------------- */

const char *auth_client(struct auth *self, struct client_add_request q)
{
    static const char *const uris[] = {AUTH_CALLBACK};
    struct client_secret_reply a = {0};

    if (!q.client_name)
        q.client_name = "Notes";
    if (!q.redirect_uris.n)
        q.redirect_uris = (struct strs){uris, 1};
    q.confidential = true;
    CHECK_OK(on_client_add(auth_call(self), &q, &a));
    return a.client->client_id;
}

const char *auth_public_client(struct auth *self, const char *redirect_uri)
{
    struct client_secret_reply a = {0};

    CHECK_OK(on_client_add(
        auth_call(self),
        &(struct client_add_request){.client_name = "Pocket", .redirect_uris = {&redirect_uri, 1}},
        &a));
    return a.client->client_id;
}

struct authorize_request auth_request(const char *client_id, const char *session)
{
    return (struct authorize_request){
        .response_type = "code",
        .client_id = client_id,
        .redirect_uri = AUTH_CALLBACK,
        .scope = "openid profile",
        .state = "s t&te",
        .nonce = "n-0S6",
        .code_challenge = AUTH_CHALLENGE,
        .code_challenge_method = "S256",
        .dialect = "standard",
        .issuer = AUTH_ISSUER,
        .browser = AUTH_BROWSER,
        .session = session,
    };
}

/* -- the way of a person ----------------------------------------------------------------------- */

const char *auth_sign_in(struct auth *self, const char *handle, const char *session)
{
    struct sign_in_reply a = {0};

    CHECK_OK(on_sign_in(auth_call(self),
                        &(struct sign_in_request){.username = self->person.username,
                                                  .password = self->password,
                                                  .handle = handle,
                                                  .browser = AUTH_BROWSER,
                                                  .session = session},
                        &a));
    return a.session;
}

struct interaction_step auth_authorize(struct auth *self, const struct authorize_request *q)
{
    struct interaction_step step = {0};

    CHECK_OK(on_authorize(auth_call(self), q, &step));
    return step;
}

struct interaction_step auth_look(struct auth *self, const char *handle, const char *session)
{
    struct interaction_step step = {0};

    CHECK_OK(on_interaction(auth_call(self),
                            &(struct interaction_request){
                                .handle = handle, .browser = AUTH_BROWSER, .session = session},
                            &step));
    return step;
}

enum err auth_decide(struct auth *self, const struct interaction_step *step, const char *session,
                     const char *decision, struct interaction_step *out)
{
    CHECK(step->consent);
    struct consent_decision q = {.handle = step->handle,
                                 .ticket = step->consent->ticket,
                                 .decision = decision,
                                 .browser = AUTH_BROWSER,
                                 .session = session};

    *out = (struct interaction_step){0}; /* which may be step */
    return on_consent_decide(auth_call(self), &q, out);
}

const char *auth_code(struct auth *self, const char *client_id, const char *session,
                      const char *scope)
{
    struct authorize_request q = auth_request(client_id, session);

    q.scope = scope;
    struct interaction_step step = auth_authorize(self, &q);
    if (step.consent)
        CHECK_OK(auth_decide(self, &step, session, "allow", &step));
    CHECK(step.answer);
    return auth_answer(step, "code");
}

struct code_take_request auth_redemption(const char *client_id, const char *code)
{
    return (struct code_take_request){
        .code = code,
        .client_id = client_id,
        .redirect_uri = AUTH_CALLBACK,
        .code_verifier = AUTH_VERIFIER,
        .dialect = "standard",
        .attempt = "attempt-000000001",
    };
}

const char *auth_answer(struct interaction_step step, const char *name)
{
    const struct authorization_response *a = step.answer;
    const struct param members[] = {
        {"code", a ? a->code : NULL},
        {"error", a ? a->error : NULL},
        {"error_description", a ? a->error_description : NULL},
        {"state", a ? a->state : NULL},
        {"iss", a ? a->iss : NULL},
    };

    for (size_t i = 0; i < ARRAY_LEN(members); i++) {
        if (strcmp(members[i].name, name) == 0)
            return members[i].value;
    }
    check_failed(__FILE__, __LINE__, "an answer has no %s", name);
}
