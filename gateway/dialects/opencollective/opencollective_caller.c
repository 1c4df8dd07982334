/* opencollective_caller.c - who asks, by whatever they show, and how they are told that it is no
 * good. */
#include "opencollective_caller.h"
#include "gateway_inside.h"
#include "json.h"
#include "opencollective.h"
#include "present.h"
#include <string.h>

/* -- refusals ------------------------------------------------------------------------------------
 */

struct api_says {
    enum err err;
    int status;
    const char *type, *message;
};

static const struct api_says *says_of(enum err e)
{
    static const struct api_says rows[] = {
#define API_SAYS(err, status, type, message) {ERR_##err, (status), (type), (message)},
#include "opencollective_api_says.def"
#undef API_SAYS
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (rows[i].err == e)
            return &rows[i];
    }
    return NULL;
}

/* {"error":{"code","type","message"}} */
void present_opencollective_api(struct exchange *x, enum err e)
{
    const struct api_says as_ever = {e, err_status(e), err_wire(e), NULL}, *row = says_of(e);
    const struct api_says *says = row ? row : &as_ever;
    struct buf body;
    struct json json;

    buf_init(&body, x->call.mem, 256);
    json_init(&json, &body);
    json_open(&json, NULL, '{');
    json_open(&json, "error", '{');
    if (says->type) {
        json_int(&json, "code", says->status);
        json_str(&json, "type", says->type);
    }
    json_str(&json, "message", says->message ? says->message : present_text(x, e));
    json_close(&json, '}');
    json_close(&json, '}');
    reply_text(&x->reply, says->status, "application/json", buf_bytes(&body));
}

/* -- tokens --------------------------------------------------------------------------------------
 */

static enum err ask(struct exchange *x, const struct bearer_request *what, struct oc_caller *out)
{
    struct bearer_request q = *what;
    struct bearer_reply a;

    q.issuer = x->gateway->issuer.url;
    q.dialect = OPENCOLLECTIVE;
    enum err e = tokensvc_bearer(&x->call, &q, &a);
    if (e)
        return e;
    *out = (struct oc_caller){
        .kind = q.key ? OC_PERSONAL : OC_OAUTH,
        .person = *a.person,
        .scope = a.scope ? a.scope : "",
        .client_id = q.key ? NULL : a.client_id,
        .token_id = a.key_id,
    };
    return OK;
}

static enum err by_session(struct exchange *x, const char *token, struct oc_caller *out)
{
    const struct api_session_ref ref = {.token = token, .dialect = OPENCOLLECTIVE};
    struct session_reply who;

    enum err e = authsvc_api_session_get(&x->call, &ref, &who);
    if (e == ERR_EXPIRED)
        return ERR_TOKEN_EXPIRED;
    if (e == ERR_SIGN_IN_AGAIN)
        return ERR_PERSON_RENEWED;
    if (e)
        return e;
    x->call.ticket = who.ticket;
    *out = (struct oc_caller){.kind = OC_SESSION, .second_at = who.second_at};
    return usersvc_profile_get(&x->call, &NOTHING, &out->person);
}

/* What is no token of ours at all, or is no longer, is nobody's. */
static enum err by_bearer(struct exchange *x, const char *token, struct oc_caller *out)
{
    enum err e = by_session(x, token, out);

    if (e == ERR_SIGNED_OUT)
        e = ask(x, &(struct bearer_request){.token = token}, out);
    if (e != ERR_INVALID_TOKEN)
        return e;
    x->call.text = x->call.detail = NULL;
    return OK;
}

static enum err by_key(struct exchange *x, const char *key, struct oc_caller *out)
{
    enum err e = opencollective_fits(x, key)
                     ? ask(x, &(struct bearer_request){.token = key, .key = true}, out)
                     : ERR_INVALID_TOKEN;

    if (e == ERR_INVALID_TOKEN) /* for whoever showed it, and not for the log */
        x->call.text = arena_printf(x->call.mem, "Invalid Personal Token (Api Key): %.128s", key);
    return e;
}

/* -- where they are shown ------------------------------------------------------------------------
 */

static const char *first(const char *a, const char *b)
{
    return a && *a ? a : b && *b ? b : NULL;
}

/* Beside it may stand a document, which has lines; what is malformed is not there. */
static const char *parameter(struct exchange *x, const char *name)
{
    const char *why = NULL, *out = NULL;

    return form_lines(x->call.mem, x->request.query, name, &out, &why) ? NULL : out;
}

static enum err find_key(struct exchange *x, const char **key)
{
    static const char segment[] = "personal_token";
    const char *header = first(request_header(&x->request, "Personal-Token"),
                               request_header(&x->request, "Api-Key"));

    *key = first(header, first(parameter(x, "personalToken"), parameter(x, "apiKey")));
    if (*key || !strstr(x->route->path, "/:personal_token"))
        return OK;
    return exchange_segment(x, segment, key);
}

enum err opencollective_caller(struct exchange *x, struct oc_caller *out)
{
    const char *key = NULL, *bearer = opencollective_bearer(x);

    *out = (struct oc_caller){.kind = OC_ANONYMOUS};
    enum err e = find_key(x, &key);
    if (e)
        return e;
    if (key)
        return by_key(x, key, out);
    return bearer && opencollective_fits(x, bearer) ? by_bearer(x, bearer, out) : OK;
}

/* -- the token that is inside the token -----------------------------------------------------------
 */

/* A call that says no and nothing else: what comes after a yes was never there. */
enum err route_opencollective_authenticate(struct exchange *x)
{
    struct bearer_request q = {.token = opencollective_bearer(x), .bare = true};
    struct oc_caller who;

    if (!q.token)
        return refuse(&x->call, ERR_SIGNED_OUT, "there is no token");
    enum err e = opencollective_fits(x, q.token) ? ask(x, &q, &who) : ERR_INVALID_TOKEN;
    if (e)
        return err_is_fault(e) ? e : ERR_INVALID_TOKEN;
    return refuse(&x->call, ERR_NOT_FOUND, "the token is good");
}
