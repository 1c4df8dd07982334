#include "browser_scene.h"
#include <string.h>

struct browser_seen seen;

static void keep(char *to, size_t room, const char *text)
{
    memset(to, 0, room);
    strncpy(to, text ? text : "-", room - 1);
}
#define KEEP(field, text) keep(seen.field, sizeof seen.field, (text))

static enum err interaction(struct call *c, const void *request, void *reply)
{
    const struct interaction_request *q = request;

    (void)c;
    KEEP(handle, q->handle);
    KEEP(browser, q->browser);
    KEEP(session, q->session);
    *(struct interaction_step *)reply = seen.step;
    return OK;
}

static enum err sign_in(struct call *c, const void *request, void *reply)
{
    const struct sign_in_request *q = request;

    KEEP(username, q->username);
    KEEP(password, q->password);
    KEEP(handle, q->handle);
    KEEP(session, q->session);
    KEEP(agent, q->user_agent);
    *(struct sign_in_reply *)reply = (struct sign_in_reply){.session = B43, .lifetime = 1000};
    c->wait = seen.wait;
    return seen.wait ? refuse_openly(c, seen.error, "too many attempts; please wait 8 seconds")
                     : seen.error;
}

static const struct authorization_response allowed = {
    .action = "https://app.example/cb", .mode = "query", .code = "x", .iss = FRONT_ISSUER};

static enum err consent_decide(struct call *c, const void *request, void *reply)
{
    const struct consent_decision *q = request;

    (void)c;
    KEEP(decision, q->decision);
    KEEP(ticket, q->ticket);
    KEEP(session, q->session);
    ((struct interaction_step *)reply)->answer = &allowed;
    return seen.error;
}

static enum err session_get(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    *(struct session_reply *)reply = (struct session_reply){bytes_of("ticket"), 1, 0};
    return seen.error;
}

static enum err sign_out(struct call *c, const void *request, void *reply)
{
    (void)c, (void)reply;
    KEEP(session, ((const struct session_ref *)request)->session);
    return OK;
}

static enum err profile_get(struct call *c, const void *request, void *reply)
{
    (void)request;
    KEEP(actor, c->ticket.p ? arena_strndup(c->mem, (const char *)c->ticket.p, c->ticket.n) : NULL);
    *(struct profile *)reply =
        (struct profile){.sub = "s", .username = "ada", .email = "ada@example.org", .name = EVIL};
    return OK;
}

void begin(enum err e)
{
    front_reset();
    memset(&seen, 0, sizeof seen);
    seen.error = e;
    front_set("authsvc.interaction", interaction);
    front_set("authsvc.sign_in", sign_in);
    front_set("authsvc.consent_decide", consent_decide);
    front_set("authsvc.session_get", session_get);
    front_set("authsvc.sign_out", sign_out);
    front_set("usersvc.profile_get", profile_get);
}

void ask_to_sign_in(void)
{
    seen.step = (struct interaction_step){.handle = HANDLE,
                                          .sign_in = true,
                                          .login_hint = EVIL,
                                          .client_name = EVIL,
                                          .redirect_uri = "https://app.example/cb"};
}

void ask_for_consent(const char *redirect_uri)
{
    seen.question = (struct consent_question){.ticket = A43,
                                              .client_id = "app",
                                              .client_uri = "https://app.example/" EVIL,
                                              .redirect_uri = redirect_uri,
                                              .scope = "openid email files:read",
                                              .new_scope = "files:read"};
    seen.step = (struct interaction_step){.handle = HANDLE,
                                          .consent = &seen.question,
                                          .client_name = EVIL,
                                          .redirect_uri = redirect_uri,
                                          .ticket = bytes_of("ticket")};
}
