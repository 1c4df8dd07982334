/* tailchat_token.c - the token endpoint and userinfo: forms as the wire has them, and JSON as its
 * documents do. */
#include "basic_auth.h"
#include "dialects/endpoint.h"
#include "gateway_inside.h"
#include "json.h"
#include "tailchat_claims.h"
#include "text.h"
#include "words.h"
#include <string.h>
#include <strings.h>

static const char DIALECT[] = "tailchat";

#define BAD_HEADER "invalid authorization header value format"

static enum err refuse_repeated(struct exchange *x, const struct msg_desc *desc, struct form *form)
{
    const char *names = form_repeated(x->call.mem, desc, form);
    const char *first = names ? words_next(x->call.mem, &names) : NULL;

    return first ? refuse_openly(&x->call, ERR_PARAMETER_TWICE, "%.64s came twice", first) : OK;
}

static void answer(struct exchange *x, const struct buf *json)
{
    reply_text(&x->reply, 200, "application/json; charset=utf-8", buf_bytes(json));
}

/* -- tokens --------------------------------------------------------------------------------------
 */

static enum err identify_by_header(struct exchange *x, const char *header,
                                   struct client_identity *out)
{
    const char *why = NULL, *id = form_value(&x->form, "client_id");

    if (!basic_auth_is(header))
        return refuse_openly(&x->call, ERR_INVALID_REQUEST, BAD_HEADER);
    if (form_value(&x->form, "client_secret"))
        return refuse_openly(&x->call, ERR_INVALID_REQUEST,
                             "client authentication must only be provided using one mechanism");
    if (client_identity_read(x->call.mem, header, &(struct form){0}, out, &why))
        return refuse_openly(&x->call, ERR_INVALID_REQUEST, BAD_HEADER);
    if (id && strcmp(id, out->id) != 0)
        return refuse_openly(&x->call, ERR_INVALID_REQUEST,
                             "mismatch in body and authorization client ids");
    return OK;
}

static enum err identify(struct exchange *x, struct client_identity *out)
{
    const char *header = request_header(&x->request, "Authorization");
    const char *id = form_value(&x->form, "client_id"),
               *secret = form_value(&x->form, "client_secret");

    if (header)
        return identify_by_header(x, header, out);
    if (!id)
        return refuse_openly(&x->call, ERR_INVALID_REQUEST,
                             "no client authentication mechanism provided");
    *out = (struct client_identity){id, secret, secret ? "client_secret_post" : "none"};
    return OK;
}

/* No page of another site has business here: its server has. */
static enum err admit_origin(struct exchange *x, const struct client_identity *client)
{
    const char *origin = request_header(&x->request, "Origin");

    if (!origin)
        return OK;
    return refuse_openly(
        &x->call, ERR_INVALID_REQUEST, "origin %.256s not allowed for client: %.64s",
        text_printable(x->call.mem, origin), text_printable(x->call.mem, client->id));
}

static void print_tokens(struct exchange *x, const struct token_reply *a)
{
    struct buf out;
    struct json json;

    buf_init(&out, x->call.mem, 1024);
    json_init(&json, &out);
    json_open(&json, NULL, '{');
    json_str(&json, "access_token", a->access_token);
    json_int(&json, "expires_in", a->expires_in);
    json_str(&json, "id_token", a->id_token);
    json_str(&json, "refresh_token", a->refresh_token);
    json_str(&json, "scope", a->scope ? a->scope : "");
    json_str(&json, "token_type", a->token_type);
    json_close(&json, '}');
    answer(x, &out);
}

/* What the wire says of a code that no address came with, and of a scope; others as ever. */
static enum err retold(struct exchange *x, const struct token_request *q, enum err e)
{
    if (e == ERR_INVALID_SCOPE)
        return refuse_openly(&x->call, e, "refresh token missing requested scope");
    if (strcmp(q->grant_type, "authorization_code") != 0 || (q->redirect_uri && *q->redirect_uri))
        return e;
    if (e == ERR_PARAMETER_MISSING)
        return refuse_openly(&x->call, ERR_INVALID_REQUEST,
                             "missing required parameters 'code' and 'redirect_uri'");
    if (err_kin(e) == ERR_INVALID_GRANT)
        return refuse_openly(&x->call, ERR_PARAMETER_MISSING, "redirect_uri is missing");
    return e;
}

enum err route_tailchat_token(struct exchange *x)
{
    struct client_identity client = {0};
    struct token_request q;
    struct token_reply a;
    enum err e = OK;

    if ((e = refuse_repeated(x, &token_request_desc, &x->form)) || (e = identify(x, &client)) ||
        (e = admit_origin(x, &client)) || (e = exchange_take(x, &token_request_desc, &x->form, &q)))
        return e;
    endpoint_token(x, DIALECT, &client, &q);
    e = tokensvc_token(&x->call, &q, &a);
    if (e)
        return retold(x, &q, e);
    print_tokens(x, &a);
    return OK;
}

/* -- userinfo ------------------------------------------------------------------------------------
 */

static enum err from_header(struct exchange *x, const char **token)
{
    static const char scheme[] = "Bearer";
    const char *header = request_header(&x->request, "Authorization");
    size_t n = header ? strcspn(header, " ") : 0;

    if (!header || !*header)
        return OK;
    if (!header[n] || !header[n + 1] || strchr(header + n + 1, ' '))
        return refuse_openly(&x->call, ERR_INVALID_REQUEST, BAD_HEADER);
    if (n != sizeof scheme - 1 || strncasecmp(header, scheme, n) != 0)
        return refuse_openly(&x->call, ERR_INVALID_REQUEST,
                             "authorization header scheme must be `Bearer`");
    *token = header + n + 1;
    return OK;
}

/* From exactly one of the three places where it may be. */
static enum err find_token(struct exchange *x, const struct form *query, const char **out)
{
    const struct msg_field *field = msg_field_by_name(&userinfo_request_desc, "access_token", 12);
    const char *places[] = {NULL, form_value(&x->form, "access_token"),
                            form_value(query, "access_token")};
    int found = 0;

    enum err e = from_header(x, &places[0]);
    if (e)
        return e;
    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        *out = places[i] ? places[i] : *out;
        found += places[i] != NULL;
    }
    if (found == 0)
        return ERR_NO_TOKEN;
    if (found > 1)
        return refuse_openly(&x->call, ERR_INVALID_REQUEST,
                             "access token must only be provided using one mechanism");
    if (msg_text_fault(field, *out, strlen(*out), x->call.mem))
        return refuse(&x->call, ERR_INVALID_TOKEN, "the token is no such text");
    return OK;
}

static enum err find_scope(struct exchange *x, const struct form *query, const char **out)
{
    const char *scope = form_value(&x->form, "scope");

    if (!scope)
        scope = form_value(query, "scope");
    if (scope && !words_valid(scope, strlen(scope)))
        return refuse(&x->call, ERR_SCOPE_NOT_GRANTED, "the scope is malformed");
    *out = scope;
    return OK;
}

/* What is not known of the person is left out. */
void tailchat_claims(struct buf *out, const struct userinfo_reply *a)
{
    struct json json;

    json_init(&json, out);
    json_open(&json, NULL, '{');
    json_str(&json, "sub", a->sub);
    json_str(&json, "nickname", a->nickname ? a->nickname : a->preferred_username);
    json_str(&json, "discriminator", a->discriminator);
    json_str(&json, "avatar", a->picture);
    json_close(&json, '}');
}

enum err route_tailchat_me(struct exchange *x)
{
    struct userinfo_request q = {
        .access_token = "", .issuer = x->gateway->issuer.url, .dialect = DIALECT};
    struct userinfo_reply a;
    struct buf out;
    struct form query = {0};
    enum err e = OK;

    if ((e = exchange_query(x, &query)) ||
        (e = refuse_repeated(x, &userinfo_request_desc, &query)) ||
        (e = refuse_repeated(x, &userinfo_request_desc, &x->form)) ||
        (e = find_token(x, &query, &q.access_token)) || (e = find_scope(x, &query, &q.scope)))
        return e;
    e = tokensvc_userinfo(&x->call, &q, &a);
    if (e)
        return e;
    buf_init(&out, x->call.mem, 512);
    tailchat_claims(&out, &a);
    answer(x, &out);
    return OK;
}
