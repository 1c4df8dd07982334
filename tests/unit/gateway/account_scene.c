#include "account_scene.h"
#include <string.h>

struct account_scene asked;

static void note(struct call *c, const char *a, const char *b)
{
    memset(asked.actor, 0, sizeof asked.actor);
    if (c->ticket.p)
        memcpy(asked.actor, c->ticket.p, c->ticket.n);
    const char *both = arena_printf(c->mem, "%s|%s", a ? a : "-", b ? b : "-");
    memset(asked.fields, 0, sizeof asked.fields);
    strncpy(asked.fields, both, sizeof asked.fields - 1);
}

static enum err session_get(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    *(struct session_reply *)reply = (struct session_reply){bytes_of("ticket"), 1, 0};
    return asked.session;
}

static enum err sign_in(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    *(struct sign_in_reply *)reply = (struct sign_in_reply){.session = B43, .lifetime = 1000};
    return OK;
}

static enum err profile_get(struct call *c, const void *request, void *reply)
{
    (void)request;
    note(c, NULL, NULL);
    *(struct profile *)reply = (struct profile){
        .sub = "s", .username = "ada", .email = "ada@example.org", .name = EVIL, .nickname = EVIL};
    return OK;
}

static enum err profile_update(struct call *c, const void *request, void *reply)
{
    const struct profile_update_request *q = request;

    note(c, q->nickname, q->website);
    *(struct profile *)reply = (struct profile){.sub = "s", .username = "ada", .email = "a@b.c"};
    return asked.answer;
}

static enum err password_renew(struct call *c, const void *request, void *reply)
{
    const struct password_renewal *q = request;

    note(c, q->password, q->new_password);
    *(struct sign_in_reply *)reply = (struct sign_in_reply){.session = C43, .lifetime = 1000};
    c->wait = 8;
    return asked.answer;
}

static enum err second_factor_get(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    *(struct second_factor *)reply = (struct second_factor){.since = MOMENT, .recovery_codes = 9};
    return asked.answer;
}

static enum err session_list(struct call *c, const void *request, void *reply)
{
    static const struct session_view views[] = {
        {.sid = "sid-here",
         .current = true,
         .user_agent = "Firefox/1 Linux",
         .begun_at = MOMENT,
         .seen_at = MOMENT,
         .expires_at = MOMENT},
        {.sid = EVIL,
         .user_agent = EVIL,
         .begun_at = MOMENT,
         .seen_at = MOMENT,
         .expires_at = MOMENT},
    };

    (void)request;
    note(c, NULL, NULL);
    ((struct session_list_reply *)reply)->sessions.v = views;
    ((struct session_list_reply *)reply)->sessions.n = 2;
    return asked.answer;
}

static enum err session_end(struct call *c, const void *request, void *reply)
{
    (void)reply;
    note(c, ((const struct session_end_request *)request)->sid, NULL);
    return asked.answer;
}

static enum err consent_list(struct call *c, const void *request, void *reply)
{
    const struct consent_page_request *q = request;
    static const struct consent_view views[] = {
        {.client_id = "c_1", .client_name = EVIL, .scope = "openid <files>", .since = MOMENT},
        {.client_id = "c_2", .client_name = "Notes", .since = MOMENT},
    };
    struct consent_page *a = reply;

    note(c, q->after, NULL);
    a->consents.v = views;
    a->consents.n = asked.apps;
    a->next = asked.apps && !q->after ? "c_2" : NULL;
    return asked.answer;
}

static enum err grant_uses(struct call *c, const void *request, void *reply)
{
    const struct grant_uses_request *q = request;
    struct grant_use *uses = arena_array(c->mem, q->clients.n, sizeof *uses);

    for (size_t i = 0; i < q->clients.n; i++)
        uses[i] = (struct grant_use){.client_id = q->clients.v[i], .used_at = i ? 0 : MOMENT};
    ((struct grant_uses_reply *)reply)->uses.v = uses;
    ((struct grant_uses_reply *)reply)->uses.n = q->clients.n;
    return OK;
}

static enum err grant_withdraw(struct call *c, const void *request, void *reply)
{
    (void)reply;
    note(c, ((const struct own_grant_ref *)request)->client_id, NULL);
    return asked.answer;
}

static enum err account_delete(struct call *c, const void *request, void *reply)
{
    (void)reply;
    note(c, ((const struct account_delete_request *)request)->password, NULL);
    return asked.answer;
}

static enum err email_change(struct call *c, const void *request, void *reply)
{
    const struct email_change_request *q = request;

    (void)reply;
    note(c, q->email, q->password);
    return asked.answer;
}

static enum err email_link(struct call *c, const void *request, void *reply)
{
    note(c, ((const struct link_ref *)request)->token, NULL);
    *(struct link_view *)reply = (struct link_view){.email = "<new@a.example>", .username = "ada"};
    return asked.answer;
}

static enum err email_confirm(struct call *c, const void *request, void *reply)
{
    (void)reply;
    note(c, ((const struct link_ref *)request)->token, NULL);
    return asked.answer;
}

static enum err nothing_there(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request, (void)reply;
    return OK;
}

void scene_begin(enum err answer)
{
    front_reset();
    memset(&asked, 0, sizeof asked);
    asked.answer = answer;
    asked.apps = 2;
    front_set("authsvc.session_get", session_get);
    front_set("authsvc.sign_in", sign_in);
    front_set("usersvc.profile_get", profile_get);
    front_set("usersvc.profile_update", profile_update);
    front_set("authsvc.password_renew", password_renew);
    front_set("usersvc.second_factor_get", second_factor_get);
    front_set("authsvc.session_list", session_list);
    front_set("authsvc.session_end", session_end);
    front_set("authsvc.consent_list", consent_list);
    front_set("tokensvc.grant_uses", grant_uses);
    front_set("tokensvc.grant_withdraw", grant_withdraw);
    front_set("usersvc.account_delete", account_delete);
    front_set("usersvc.email_change", email_change);
    front_set("usersvc.email_link", email_link);
    front_set("usersvc.email_confirm", email_confirm);
    front_set("tokensvc.api_key_list", nothing_there);
    front_set("authsvc.app_list", nothing_there);
}

const char *scene_post(const char *path, const char *form)
{
    return front_post(path, OURS SIGNED_IN, form);
}
