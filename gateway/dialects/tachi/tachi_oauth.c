/* tachi_oauth.c - Tachi's authorization: the page that asks, bare codes, and codes for keys. */
#include "answer.h"
#include "dialects/endpoint.h"
#include "embed.h"
#include "interaction.h"
#include "page.h"
#include "tachi.h"
#include <string.h>

/* -- the page ---------------------------------------------------------------------------------- */

static const char *or_empty(const char *parameter)
{
    return parameter ? parameter : ""; /* which counts as absent */
}

/* There is no scope to ask for, no redirect URI to name, and context instead of state. */
enum err route_tachi_request_auth(struct exchange *x)
{
    struct authorize_request q = {0};
    struct interaction_step step = {0};
    struct form form;

    enum err e = exchange_query(x, &form);
    if (e)
        return e;
    const struct param parameters[] = {{"client_id", or_empty(form_get(&form, "clientID"))},
                                       {"state", or_empty(form_get(&form, "context"))},
                                       {"response_type", "code"}};
    const struct form request = {parameters, ARRAY_LEN(parameters)};
    e = exchange_take(x, &authorize_request_desc, &request, &q);
    if (e)
        return e;
    e = endpoint_authorize(x, TACHI, &q, &step);
    if (e)
        return e;
    interaction_go_on(x, &step);
    return OK;
}

/* -- what goes back ---------------------------------------------------------------------------- */

/* What a page of ours waits for needs no code: nobody redeems it. */
static bool is_our_own(const struct authorization_response *answer)
{
    size_t n = strlen(answer->iss);

    return strncmp(answer->action, answer->iss, n) == 0 && answer->action[n] == '/';
}

/* The app is not told of a no: the person is, on a page of ours. */
const char *tachi_address(struct arena *mem, const struct authorization_response *answer)
{
    struct address out;

    if (!answer->code)
        return arena_printf(mem, "/oauth/request-auth/refused?reason=%s",
                            answer->reason ? answer->reason : "ACCESS_DENIED");
    if (is_our_own(answer))
        return answer->action;
    address_begin(&out, mem, answer);
    address_add(&out, "code", answer->code);
    address_add(&out, "context", answer->state);
    return address_text(&out);
}

EMBED(tachi_refused_html, EMBED_DIR "/pages/tachi_refused.html");

enum err route_tachi_refused(struct exchange *x)
{
    const struct form query = exchange_peek(x);
    const char *reason = form_get(&query, "reason");
    enum err e = ERR_ACCESS_DENIED;

    if (reason && err_by_name(reason, &e) && e != ERR_ACCESS_DENIED && !err_is_fault(e))
        return e;
    page_show(x, 200, &(struct page){.title = TEXT_said_no, .html = tachi_refused_html});
    return OK;
}

/* -- codes without the page -------------------------------------------------------------------- */

enum err route_tachi_create_code(struct exchange *x)
{
    static const struct tachi_member members[] = {{"clientID", WANT_TEXT, true}};
    struct tachi_caller who;
    struct tachi_body body;
    struct code_add_request q = {.dialect = TACHI, .client_id = tachi_member(x, "clientID")};
    struct code_add_reply a = {0};
    const char *fault = tachi_fault(x, members, ARRAY_LEN(members));

    if (fault)
        return tachi_no(x, ERR_BAD_FIELD, 400, fault);
    enum err e = tachi_person(x, &who);
    if (!e)
        e = authsvc_code_add(&x->call, &q, &a);
    if (e == ERR_CONSENT_REQUIRED)
        return tachi_no(x, e, 403,
                        "You have not authorized this client. Open /oauth/request-auth first.");
    if (e)
        return e;
    struct json *json = tachi_begin(x, &body, '{');
    json_str(json, "code", a.code);
    tachi_number(json, "userID", who.number);
    json_int(json, "createdOn", a.created_at);
    return tachi_ok(x, &body, "Successfully created code.");
}

/* -- a code for a key -------------------------------------------------------------------------- */

static const char *token_fault(struct exchange *x)
{
    static const struct tachi_member members[] = {{"client_id", WANT_TEXT, false},
                                                  {"client_secret", WANT_TEXT, false},
                                                  {"grant_type", WANT_CODE_GRANT, false},
                                                  {"redirect_uri", WANT_TEXT, false},
                                                  {"code", WANT_TEXT, false}};

    return tachi_fault(x, members, ARRAY_LEN(members));
}

static const char *redirect_uri_of(const struct app_look_reply *app)
{
    return app->redirect_uris.n ? app->redirect_uris.v[0] : "null";
}

/* Whether the redirect URI is right comes before whether there is such a code. */
static enum err refuse_code(struct exchange *x, const struct app_look_reply *app, enum err e)
{
    const char *sent = tachi_member(x, "redirect_uri"), *kept = redirect_uri_of(app);

    if (err_kin(e) != ERR_INVALID_GRANT || strcmp(sent, kept) == 0)
        return e;
    return tachi_no(x, e, 400,
                    arena_printf(x->call.mem,
                                 "This redirect_uri does not match with your registered client "
                                 "redirect_uri %s.",
                                 kept));
}

static enum err redeem(struct exchange *x, struct token_reply *out)
{
    struct token_request q = {0};
    enum err e = exchange_take(x, &token_request_desc, &x->form, &q);

    if (e)
        return e;
    const struct client_identity client = {q.client_id, q.client_secret, "client_secret_post"};
    endpoint_token(x, TACHI, &client, &q);
    e = tokensvc_token(&x->call, &q, out);
    return e == ERR_PARAMETER_MISSING && !q.code ? ERR_CODE_UNKNOWN : e; /* it is empty */
}

static enum err answer_key(struct exchange *x, const struct app_look_reply *app, const char *key)
{
    const struct api_key_whose_request q = {.secret = key, .dialect = TACHI};
    struct api_key_holder who = {0};
    struct tachi_body body;
    enum err e = tokensvc_api_key_whose(&x->call, &q, &who);

    if (e)
        return e;
    struct json *json = tachi_begin(x, &body, '{');
    tachi_number(json, "userID", who.number);
    json_str(json, "token", key);
    json_str(json, "identifier", who.name);
    tachi_permissions(x, json, "permissions", who.scope);
    json_str(json, "fromAPIClient", app->client_id);
    return tachi_ok(x, &body, "Successfully authenticated.");
}

enum err route_tachi_token(struct exchange *x)
{
    struct tachi_caller who;
    struct app_look_reply app = {0};
    struct token_reply a = {0};
    enum err e = tachi_caller(x, &who); /* a bad key beside the body is refused before anything */
    const char *fault = e ? NULL : token_fault(x);

    if (fault)
        return tachi_no(x, ERR_BAD_FIELD, 400, fault);
    if (!e)
        e = tachi_look(x, tachi_member(x, "client_id"), &app);
    if (!e)
        e = redeem(x, &a);
    if (e)
        return refuse_code(x, &app, e);
    return answer_key(x, &app, a.access_token);
}
