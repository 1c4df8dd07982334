/* opencollective_token.c - the token endpoint.
 *
 * The client is looked at before the request is, so what is missing in the request is said only to
 * a client that is known. */
#include "basic_auth.h"
#include "dialects/endpoint.h"
#include "json.h"
#include "opencollective.h"
#include "opencollective_scope.h"
#include "words.h"
#include <string.h>

/* -- who asks ------------------------------------------------------------------------------------
 */

/* A header of another scheme, or that cannot be read, is as good as none. */
static bool by_header(struct exchange *x, struct client_identity *out)
{
    const char *header = request_header(&x->request, "Authorization"), *why = NULL;
    struct client_identity read = {.method = "client_secret_basic"};

    if (!header || !basic_auth_is(header) ||
        basic_auth_read(x->call.mem, header, &read.id, &read.secret, &why))
        return false;
    *out = read;
    return true;
}

static struct client_identity identify(struct exchange *x, const char *grant)
{
    struct client_identity out = {
        .id = form_value(&x->form, "client_id"),
        .secret = form_value(&x->form, "client_secret"),
        .method = "client_secret_post",
    };
    bool verifier =
        form_value(&x->form, "code_verifier") && grant && strcmp(grant, "authorization_code") == 0;

    if (by_header(x, &out) || out.secret)
        return out;
    out.method = verifier ? "pkce" : "none";
    return out;
}

/* -- what is asked -------------------------------------------------------------------------------
 */

/* What no grant can be tried without.  OK: it is there. */
static enum err complete(struct exchange *x, const char *grant)
{
    static const struct {
        const char *grant, *parameter;
    } grants[] = {{"authorization_code", "code"}, {"refresh_token", "refresh_token"}};

    if (!grant)
        return refuse_openly(&x->call, ERR_INVALID_REQUEST, "Missing parameter: `grant_type`");
    for (size_t i = 0; i < ARRAY_LEN(grants); i++) {
        if (strcmp(grant, grants[i].grant) != 0)
            continue;
        const char *parameter = grants[i].parameter;
        const char *value = form_value(&x->form, parameter);
        if (!value)
            return refuse_openly(&x->call, ERR_INVALID_REQUEST, "Missing parameter: `%s`",
                                 parameter);
        return opencollective_is_printable(value) ? OK : opencollective_invalid(x, parameter);
    }
    if (!opencollective_is_printable(grant))
        return opencollective_invalid(x, "grant_type");
    return refuse(&x->call,
                  words_has("client_credentials password", grant) ? ERR_UNAUTHORIZED_CLIENT
                                                                  : ERR_UNSUPPORTED_GRANT_TYPE,
                  "grant_type %.64s", grant);
}

/* What the client would have been told, had it been known; it has asked for nothing that could be
 * given. */
static enum err ask_in_vain(struct exchange *x, struct token_request *q, const char *grant)
{
    struct token_reply none;

    q->grant_type = "authorization_code";
    q->code = NULL;
    enum err e = tokensvc_token(&x->call, q, &none);
    if (err_is_fault(e) || err_kin(e) == ERR_INVALID_CLIENT)
        return e;
    return complete(x, grant);
}

static enum err exact(struct exchange *x, const struct token_request *q, enum err e)
{
    bool nobody = strcmp(q->auth_method, "none") == 0;

    if (e == ERR_REDIRECT_URI_DIFFERS &&
        (!q->redirect_uri || !opencollective_is_uri(q->redirect_uri)))
        return refuse_openly(&x->call, ERR_INVALID_REQUEST,
                             "Invalid request: `redirect_uri` is not a valid URI");
    if (e == ERR_INVALID_SCOPE && !opencollective_scope(x->call.mem, q->scope))
        return refuse_openly(&x->call, e, "Invalid parameter: `scope`");
    if (e == ERR_INVALID_SCOPE)
        return refuse_openly(&x->call, e, "Invalid scope: Unable to add extra scopes");
    return nobody && err_kin(e) == ERR_INVALID_CLIENT ? ERR_NO_CREDENTIALS : e;
}

static void answer(struct exchange *x, const struct token_reply *a)
{
    struct buf body;
    struct json json;

    buf_init(&body, x->call.mem, 1024);
    json_init(&json, &body);
    json_open(&json, NULL, '{');
    json_str(&json, "access_token", a->access_token);
    json_str(&json, "token_type", a->token_type);
    json_int(&json, "expires_in", a->expires_in);
    json_str(&json, "refresh_token", a->refresh_token);
    json_str(&json, "scope", a->scope ? a->scope : "");
    json_close(&json, '}');
    reply_text(&x->reply, 200, "application/json", buf_bytes(&body));
}

static enum err read_request(struct exchange *x, const char *grant, struct token_request *q)
{
    const struct client_identity client = identify(x, grant);
    const struct form only = {x->form.v, grant ? x->form.n : 0};

    if (x->form.n == 0 && !request_header(&x->request, "Content-Type"))
        return ERR_BAD_CONTENT_TYPE;
    if (!client.id)
        return ERR_NO_CREDENTIALS;
    if (!opencollective_is_printable(client.id))
        return opencollective_invalid(x, "client_id");
    if (!opencollective_is_printable(client.secret))
        return opencollective_invalid(x, "client_secret");
    *q = (struct token_request){0};
    enum err e = grant ? exchange_take(x, &token_request_desc, &only, q) : OK;
    if (e)
        return e;
    endpoint_token(x, OPENCOLLECTIVE, &client, q);
    return OK;
}

enum err route_opencollective_token(struct exchange *x)
{
    const char *grant = form_value(&x->form, "grant_type");
    struct token_request q;
    struct token_reply a;

    enum err e = read_request(x, grant, &q);
    if (e)
        return e;
    if (complete(x, grant))
        return exact(x, &q, ask_in_vain(x, &q, grant));
    e = tokensvc_token(&x->call, &q, &a);
    if (e)
        return exact(x, &q, e);
    answer(x, &a);
    return OK;
}
