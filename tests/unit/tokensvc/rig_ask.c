/* rig_ask.c - calling the service as the gateway would. */
#include "random.h"
#include "rig.h"
#include <string.h>

static const char *last_detail, *last_text;

struct call rig_call(struct rig *self, struct arena *mem)
{
    struct call c;

    call_begin(&c, mem, &self->rpc, 5000);
    c.role = ROLE_GATEWAY;
    c.svc = self->svc;
    c.service = tokensvc_service.name;
    return c;
}

static enum err ended(const struct call *c, enum err e)
{
    last_detail = c->detail;
    last_text = c->text;
    return e;
}

const char *rig_detail(void)
{
    return last_detail;
}

const char *rig_text(void)
{
    return last_text;
}

static const char *or_else(const char *given, const char *otherwise)
{
    return given ? given : otherwise;
}

enum err rig_token(struct rig *self, const struct token_request *q, struct token_reply *a)
{
    struct call c = rig_call(self, check_mem());
    struct token_request full = *q;

    full.client_id = or_else(q->client_id, "app");
    full.auth_method =
        or_else(q->auth_method, self->client.confidential ? "client_secret_basic" : "none");
    if (strcmp(full.auth_method, "none") != 0)
        full.client_secret = or_else(q->client_secret, RIG_SECRET);
    full.dialect = or_else(q->dialect, "standard");
    full.issuer = or_else(q->issuer, RIG_ISSUER);
    full.attempt = or_else(q->attempt, random_token(check_mem(), 16));
    memset(a, 0, sizeof *a);
    return ended(&c, on_token(&c, &full, a));
}

enum err rig_code(struct rig *self, struct token_reply *a)
{
    self->auth.family = random_token(check_mem(), FAMILY_ID_LEN);
    return rig_token(self, &(struct token_request){.grant_type = "authorization_code", .code = "c"},
                     a);
}

enum err rig_refresh(struct rig *self, const char *token, struct token_reply *a)
{
    return rig_refresh_scope(self, token, NULL, a);
}

enum err rig_refresh_scope(struct rig *self, const char *token, const char *scope,
                           struct token_reply *a)
{
    return rig_token(self,
                     &(struct token_request){
                         .grant_type = "refresh_token", .refresh_token = token, .scope = scope},
                     a);
}

enum err rig_userinfo(struct rig *self, const char *token, struct userinfo_reply *a)
{
    struct call c = rig_call(self, check_mem());
    const struct userinfo_request q = {.access_token = token, .issuer = RIG_ISSUER};

    memset(a, 0, sizeof *a);
    return ended(&c, on_userinfo(&c, &q, a));
}

enum err rig_introspect(struct rig *self, const char *token, struct introspect_reply *a)
{
    struct call c = rig_call(self, check_mem());
    const struct introspect_request q = {
        .token = token,
        .client_id = "app",
        .client_secret = RIG_SECRET,
        .auth_method = "client_secret_basic",
        .issuer = RIG_ISSUER,
    };

    memset(a, 0, sizeof *a);
    return ended(&c, on_introspect(&c, &q, a));
}

bool rig_active(struct rig *self, const char *token)
{
    struct introspect_reply a;

    CHECK_OK(rig_introspect(self, token, &a));
    return a.active;
}

enum err rig_revoke(struct rig *self, const char *token)
{
    struct call c = rig_call(self, check_mem());
    struct nothing a;
    struct revoke_request q = {
        .token = token,
        .client_id = "app",
        .client_secret = RIG_SECRET,
        .auth_method = "client_secret_basic",
        .issuer = RIG_ISSUER,
    };

    if (!self->client.confidential) {
        q.client_secret = NULL;
        q.auth_method = "none";
    }
    return ended(&c, on_revoke(&c, &q, &a));
}
