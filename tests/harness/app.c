#include "app.h"
#include "b64url.h"
#include "check.h"
#include "random.h"
#include "secret.h"
#include <string.h>

/* Of this world's client; a new call each time, as each HTTP request is one. */
static struct call *call_of(const struct app *self)
{
    return world_call(self->world, ROLE_GATEWAY);
}

struct app app_add(struct world *world, const struct client_add_request *what)
{
    static const char *const callback[] = {APP_CALLBACK};
    struct client_add_request q = what ? *what : (struct client_add_request){.confidential = true};
    struct client_secret_reply a;

    if (!q.client_name)
        q.client_name = "app";
    if (!q.redirect_uris.v)
        q.redirect_uris = (struct strs){callback, 1};
    CHECK_OK(authsvc_client_add(world_call(world, ROLE_ADMIN), &q, &a));
    return (struct app){
        .world = world, .client_id = a.client->client_id, .client_secret = a.client_secret};
}

struct app app_add_public(struct world *world)
{
    return app_add(world, &(struct client_add_request){.client_name = "public app"});
}

static const char *auth_method(const struct app *self)
{
    return self->client_secret ? "client_secret_basic" : "none";
}

enum err app_ask(const struct app *self, const struct token_request *q, struct token_reply *out)
{
    struct token_request whole = *q;

    whole.client_id = self->client_id;
    whole.client_secret = self->client_secret;
    whole.auth_method = auth_method(self);
    whole.dialect = "standard";
    whole.issuer = WORLD_ISSUER;
    if (!whole.attempt)
        whole.attempt = random_token(check_mem(), 16);
    return tokensvc_token(call_of(self), &whole, out);
}

enum err app_redeem(const struct app *self, const char *code, const char *attempt,
                    struct token_reply *out)
{
    return app_ask(self,
                   &(struct token_request){.grant_type = "authorization_code",
                                           .code = code,
                                           .redirect_uri = APP_CALLBACK,
                                           .code_verifier = self->verifier,
                                           .attempt = attempt},
                   out);
}

enum err app_refresh(const struct app *self, const char *token, struct token_reply *out)
{
    return app_ask(
        self, &(struct token_request){.grant_type = "refresh_token", .refresh_token = token}, out);
}

bool app_active(const struct app *self, const char *token)
{
    struct introspect_reply a;

    CHECK_OK(tokensvc_introspect(call_of(self),
                                 &(struct introspect_request){.token = token,
                                                              .client_id = self->client_id,
                                                              .client_secret = self->client_secret,
                                                              .auth_method = auth_method(self),
                                                              .issuer = WORLD_ISSUER},
                                 &a));
    return a.active;
}

enum err app_userinfo(const struct app *self, const char *access_token, struct userinfo_reply *out)
{
    return tokensvc_userinfo(
        call_of(self),
        &(struct userinfo_request){.access_token = access_token, .issuer = WORLD_ISSUER}, out);
}

enum err app_revoke(const struct app *self, const char *token)
{
    return tokensvc_revoke(call_of(self),
                           &(struct revoke_request){.token = token,
                                                    .client_id = self->client_id,
                                                    .client_secret = self->client_secret,
                                                    .auth_method = auth_method(self),
                                                    .issuer = WORLD_ISSUER},
                           &NOTHING);
}

const char *person_new(struct world *world, const char *username)
{
    struct person p;
    struct person_add_request q = {
        .username = username,
        .email = arena_printf(check_mem(), "%s@example.org", username),
        .email_verified = true,
        .password = APP_PASSWORD,
        .name = "A Person",
    };

    CHECK_OK(usersvc_person_add(world_call(world, ROLE_ADMIN), &q, &p));
    return p.id;
}

struct browser browser_of(struct world *world, const char *username)
{
    return (struct browser){
        .world = world, .username = username, .cookie = random_token(check_mem(), 32)};
}

enum err browser_begin(struct browser *self, struct app *app, const char *scope, const char *prompt,
                       struct interaction_step *out)
{
    app->verifier = random_token(check_mem(), 32);
    app->challenge =
        b64url_encode(check_mem(), secret_digest(check_mem(), bytes_of(app->verifier)));
    return authsvc_authorize(world_call(self->world, ROLE_GATEWAY),
                             &(struct authorize_request){.response_type = "code",
                                                         .client_id = app->client_id,
                                                         .redirect_uri = APP_CALLBACK,
                                                         .scope = scope,
                                                         .state = "s",
                                                         .nonce = "n",
                                                         .prompt = prompt,
                                                         .code_challenge = app->challenge,
                                                         .code_challenge_method = "S256",
                                                         .dialect = "standard",
                                                         .issuer = WORLD_ISSUER,
                                                         .browser = self->cookie,
                                                         .session = self->session},
                             out);
}

enum err browser_sign_in(struct browser *self, const char *handle, const char *password)
{
    struct sign_in_reply a;

    enum err e = authsvc_sign_in(world_call(self->world, ROLE_GATEWAY),
                                 &(struct sign_in_request){.username = self->username,
                                                           .password = password,
                                                           .handle = handle,
                                                           .browser = self->cookie,
                                                           .session = self->session},
                                 &a);
    if (e)
        return e;
    self->half = a.half;
    self->session = a.session ? a.session : self->session;
    return OK;
}

enum err browser_second(struct browser *self, const char *code)
{
    struct sign_in_reply a;

    enum err e = authsvc_sign_in_second(
        world_call(self->world, ROLE_GATEWAY),
        &(struct sign_in_second_request){
            .half = self->half, .code = code, .browser = self->cookie, .session = self->session},
        &a);
    if (e)
        return e;
    self->half = NULL;
    self->session = a.session;
    return OK;
}

enum err browser_decide(const struct browser *self, const struct interaction_step *asked,
                        const char *decision, struct interaction_step *out)
{
    return authsvc_consent_decide(world_call(self->world, ROLE_GATEWAY),
                                  &(struct consent_decision){.handle = asked->handle,
                                                             .ticket = asked->consent->ticket,
                                                             .decision = decision,
                                                             .browser = self->cookie,
                                                             .session = self->session},
                                  out);
}

enum err browser_go_on(const struct browser *self, const char *handle, struct interaction_step *out)
{
    return authsvc_interaction(world_call(self->world, ROLE_GATEWAY),
                               &(struct interaction_request){.handle = handle,
                                                             .browser = self->cookie,
                                                             .session = self->session},
                               out);
}

struct call *browser_call(const struct browser *self)
{
    struct call *c = world_call(self->world, ROLE_GATEWAY);
    struct session_reply who;

    CHECK_OK(authsvc_session_get(c, &(struct session_ref){self->session}, &who));
    c->ticket = who.ticket;
    return c;
}

const struct authorization_response *browser_go(struct browser *self, struct app *app,
                                                const char *scope)
{
    struct interaction_step step;

    CHECK_OK(browser_begin(self, app, scope, NULL, &step));
    if (step.sign_in) {
        const char *handle = step.handle;
        CHECK_OK(browser_sign_in(self, handle, APP_PASSWORD));
        CHECK_OK(browser_go_on(self, handle, &step));
    }
    if (step.consent) {
        struct interaction_step asked = step;
        CHECK_OK(browser_decide(self, &asked, "allow", &step));
    }
    CHECK(step.answer);
    return step.answer;
}

const char *browser_code(struct browser *self, struct app *app, const char *scope)
{
    const char *code = browser_go(self, app, scope)->code;

    CHECK(code);
    return code;
}
