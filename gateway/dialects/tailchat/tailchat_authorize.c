/* tailchat_authorize.c - asking for an authorization, and what the person does about it. */
#include "answer.h"
#include "dialects/endpoint.h"
#include "gateway_inside.h"
#include "hashing.h"
#include "interaction.h"
#include "pages.h"
#include "sign_in_code.h"
#include "tailchat_says.h"
#include "text.h"
#include "whoami.h"
#include "words.h"
#include <string.h>

static const char DIALECT[] = "tailchat";

enum { TICKET_LIFETIME = 600 };

/* -- on the way ----------------------------------------------------------------------------------
 */

static void go_on(struct exchange *x, const struct interaction_step *step)
{
    struct buf to;

    if (step->answer) {
        answer_give(x, step);
        return;
    }
    buf_init(&to, x->call.mem, 64);
    buf_str(&to, "/open/interaction/");
    form_encode(&to, step->handle);
    reply_see_other(&x->reply, buf_text(&to));
}

/* Blanks of any number and repeated words mean nothing on this wire, and what is no word is none of
 * ours. */
static const char *tidy(struct arena *mem, const char *scope)
{
    struct buf out;

    buf_init(&out, mem, strlen(scope));
    for (scope += strspn(scope, " "); *scope; scope += strspn(scope, " ")) {
        size_t n = strcspn(scope, " ");
        const char *word = arena_strndup(mem, scope, n);
        if (words_valid(word, n) && !words_has(buf_text(&out), word))
            buf_printf(&out, "%s%s", out.n ? " " : "", word);
        scope += n;
    }
    return buf_text(&out);
}

enum err route_tailchat_authorize(struct exchange *x)
{
    struct authorize_request q;
    struct interaction_step step;
    struct form form;

    enum err e = exchange_query(x, &form);
    if (e)
        return e;
    const char *resource = form_get(&form, "resource");
    e = endpoint_asked(x, &form, &q);
    if (e)
        return e;
    q.scope = q.scope ? tidy(x->call.mem, q.scope) : NULL;
    q.resource = resource;
    e = endpoint_authorize(x, DIALECT, &q, &step);
    if (e)
        return e;
    go_on(x, &step);
    return OK;
}

static enum err look(struct exchange *x, const char **handle, struct interaction_step *step)
{
    enum err e = exchange_segment(x, "uid", handle);

    if (e)
        return e;
    if (strlen(*handle) > COOKIE_TOKEN_LEN)
        return refuse(&x->call, ERR_EXPIRED, "that is no handle");
    return interaction_look(x, *handle, step);
}

enum err route_tailchat_resume(struct exchange *x)
{
    const char *handle = NULL;
    struct interaction_step step = {0};

    enum err e = look(x, &handle, &step);
    if (e)
        return e;
    go_on(x, &step);
    return OK;
}

/* -- the person's turn ---------------------------------------------------------------------------
 */

static void keep_ticket(struct exchange *x, const char *handle, const char *ticket)
{
    const char *path = arena_printf(x->call.mem, "/open/interaction/%s", handle);

    reply_header(&x->reply, "Set-Cookie",
                 cookies_set_at(x->call.mem, COOKIE_TICKET, ticket, path, TICKET_LIFETIME,
                                x->gateway->issuer.secure));
}

enum err route_tailchat_interaction(struct exchange *x)
{
    const char *handle = NULL;
    struct interaction_step step = {0};

    enum err e = look(x, &handle, &step);
    if (e)
        return e;
    if (step.consent) /* who sees the page may answer by its form, or by the address alone */
        keep_ticket(x, handle, step.consent->ticket);
    return interaction_show(x, handle, &step);
}

/* Only an e-mail address will do, which no user name looks like. */
static enum err credentials(struct exchange *x, struct sign_in_request *q)
{
    const char *email = form_get(&x->form, "email");
    const char *password = form_value(&x->form, "password");

    if (!email || !strchr(email, '@') || !password)
        return refuse(&x->call, ERR_WRONG_PASSWORD, "no e-mail address, or no password");
    const struct param params[] = {{"username", email}, {"password", password}};
    return exchange_take(x, &sign_in_request_desc, &(struct form){params, ARRAY_LEN(params)}, q);
}

/* The wire has no way to ask for one; our page has, where there is a person to see it. */
static enum err want_code(struct exchange *x, const struct sign_in_reply *half, const char *handle)
{
    if (!request_wants_html(&x->request))
        return refuse(&x->call, ERR_SECOND_FACTOR, "a program, and a code is wanted");
    sign_in_code_want(x, half, handle, NULL);
    return OK;
}

enum err route_tailchat_login(struct exchange *x)
{
    const char *handle = NULL;
    struct interaction_step step = {0};
    struct sign_in_request q;
    struct sign_in_reply a = {0};

    enum err e = look(x, &handle, &step);
    if (e)
        return e;
    if (!step.sign_in)
        return refuse_openly(&x->call, ERR_INVALID_REQUEST, "nobody has to sign in");
    e = credentials(x, &q);
    if (e)
        return e;
    q.handle = handle;
    q.browser = exchange_cookie(x, COOKIE_BROWSER);
    q.session = exchange_cookie(x, COOKIE_SESSION);
    q.user_agent = whoami_browser(x);
    e = hashing_call(x, &authsvc_sign_in_method, &q, &a);
    if (e || a.half)
        return e ? e : want_code(x, &a, handle);
    exchange_set_cookie(x, COOKIE_SESSION, a.session, a.lifetime);
    reply_see_other(&x->reply,
                    arena_printf(x->call.mem, "%s/open/auth/%s", x->gateway->issuer.url, handle));
    return OK;
}

/* Our page was seen: nobody else has its ticket (docs/GRANTS.md). */
enum err route_tailchat_confirm(struct exchange *x)
{
    const char *handle = NULL;
    struct interaction_step step = {0};
    struct consent_decision q = {.decision = "allow",
                                 .ticket = exchange_cookie(x, COOKIE_TICKET),
                                 .browser = exchange_cookie(x, COOKIE_BROWSER),
                                 .session = exchange_cookie(x, COOKIE_SESSION)};

    enum err e = look(x, &handle, &step);
    if (e)
        return e;
    if (!step.consent || !q.session)
        return refuse_openly(&x->call, ERR_INVALID_REQUEST, "there is nothing to consent to");
    if (!q.ticket)
        return refuse_openly(&x->call, ERR_INVALID_REQUEST, "the page that asks was not seen");
    q.handle = handle;
    e = authsvc_consent_decide(&x->call, &q, &step);
    if (e)
        return e;
    go_on(x, &step);
    return OK;
}

/* -- what the app is told ------------------------------------------------------------------------
 */

/* The wire knows some response types that it lets nobody use. */
static bool known(const char *response_type)
{
    return words_valid(response_type, strlen(response_type)) &&
           (strcmp(response_type, "none") == 0 || words_within(response_type, "code id_token"));
}

/* Where tokens would have gone, there goes the refusal (OAuth 2.0 Multiple Response Types 5). */
static void adapt_to_response_type(struct exchange *x, enum err *e,
                                   struct authorization_response *answer)
{
    const struct form asked = exchange_peek(x);
    const char *type = form_get(&asked, "response_type");

    if (!type)
        return;
    bool tokens = words_has(type, "token") || words_has(type, "id_token");
    if (tokens && !form_get(&asked, "response_mode"))
        answer->mode = "fragment";
    if (*e == ERR_UNSUPPORTED_RESPONSE_TYPE && known(type)) {
        answer->error = "unauthorized_client";
        answer->error_description = "requested response_type is not allowed for this client";
        *e = OK;
    }
}

void tailchat_adapt_answer(struct exchange *x, struct authorization_response *answer)
{
    enum err e = OK;

    if (!answer->error || !answer->reason || !err_by_name(answer->reason, &e))
        return;
    adapt_to_response_type(x, &e, answer);
    if (!e)
        return;
    const char *our = answer->error_description ? answer->error_description : err_text(e);
    const struct tailchat_words words = tailchat_says(x->call.mem, e, our, x->request.path);
    answer->error = words.error;
    answer->error_description = words.text;
}
