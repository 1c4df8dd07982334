/* standard.c - the endpoints of standard.def: from form to call, from reply to JSON. */
#include "dialects/endpoint.h"
#include "gateway_inside.h"
#include "interaction.h"
#include <string.h>
#include <strings.h>

static const char DIALECT[] = "standard";

enum { LOCATION_MAX = 12 << 10 };

/* -- for programs --------------------------------------------------------------------------------
 */

static enum err identify(struct exchange *x, struct client_identity *out)
{
    const char *why = NULL;

    enum err e = client_identity_read(x->call.mem, request_header(&x->request, "Authorization"),
                                      &x->form, out, &why);
    return e ? refuse_openly(&x->call, e, "%s", why) : OK;
}

/* The form as a message, and the client that sent it. */
static enum err take(struct exchange *x, const struct msg_desc *desc,
                     struct client_identity *client, void *q)
{
    enum err e = identify(x, client);

    return e ? e : exchange_take(x, desc, &x->form, q);
}

enum err route_token(struct exchange *x)
{
    struct client_identity client;
    struct token_request q;
    struct token_reply a;

    enum err e = take(x, &token_request_desc, &client, &q);
    if (e)
        return e;
    endpoint_token(x, DIALECT, &client, &q);
    e = tokensvc_token(&x->call, &q, &a);
    if (e)
        return e;
    exchange_answer(x, &token_reply_desc, &a);
    return OK;
}

enum err route_introspect(struct exchange *x)
{
    struct client_identity client;
    struct introspect_request q;
    struct introspect_reply a;

    enum err e = take(x, &introspect_request_desc, &client, &q);
    if (e)
        return e;
    q.client_id = client.id;
    q.client_secret = client.secret;
    q.auth_method = client.method;
    q.issuer = x->gateway->issuer.url;
    q.dialect = DIALECT;
    e = tokensvc_introspect(&x->call, &q, &a);
    if (e)
        return e;
    exchange_answer(x, &introspect_reply_desc, &a);
    return OK;
}

/* The answer to a token that is none is the same as to one that was (RFC 7009 2.2). */
enum err route_revoke(struct exchange *x)
{
    struct client_identity client;
    struct revoke_request q;

    enum err e = take(x, &revoke_request_desc, &client, &q);
    if (e)
        return e;
    q.client_id = client.id;
    q.client_secret = client.secret;
    q.auth_method = client.method;
    q.issuer = x->gateway->issuer.url;
    return tokensvc_revoke(&x->call, &q, &NOTHING);
}

/* From the Authorization header or a form body, not from both (RFC 6750 2), and never from the
 * address, which ends up in logs. */
static enum err bearer_token(struct exchange *x, const char **out)
{
    static const char scheme[] = "Bearer ";
    const char *header = request_header(&x->request, "Authorization");
    const char *in_body = form_value(&x->form, "access_token");

    if (form_repeated(x->call.mem, &userinfo_request_desc, &x->form))
        return refuse_openly(&x->call, ERR_INVALID_REQUEST, "access_token came twice");
    if (header && in_body)
        return refuse_openly(&x->call, ERR_INVALID_REQUEST,
                             "the token comes in the Authorization header and in the body");
    if (header && strncasecmp(header, scheme, sizeof scheme - 1) != 0)
        return refuse_openly(&x->call, ERR_INVALID_REQUEST,
                             "the Authorization header is not of the scheme Bearer");
    *out = header ? header + sizeof scheme - 1 + strspn(header + sizeof scheme - 1, " ") : in_body;
    return *out ? OK : ERR_NO_TOKEN;
}

enum err route_userinfo(struct exchange *x)
{
    struct userinfo_request q = {
        .access_token = "", .issuer = x->gateway->issuer.url, .keys = true, .dialect = DIALECT};
    const struct msg_field *field = msg_field_by_name(&userinfo_request_desc, "access_token", 12);
    struct userinfo_reply a;

    enum err e = bearer_token(x, &q.access_token);
    if (e)
        return e;
    const char *fault = msg_text_fault(field, q.access_token, strlen(q.access_token), x->call.mem);
    if (fault)
        return refuse_openly(&x->call, ERR_INVALID_TOKEN, "the access token is %s", fault);
    e = tokensvc_userinfo(&x->call, &q, &a);
    if (e)
        return e;
    exchange_answer(x, &userinfo_reply_desc, &a);
    return OK;
}

enum err route_jwks(struct exchange *x)
{
    struct bytes json;

    enum err e = key_set_get(&x->gateway->keys, &x->call, &json);
    if (e)
        return e;
    reply_text(&x->reply, 200, "application/json", json);
    x->reply.max_age = KEY_SET_MAX_AGE;
    return OK;
}

/* -- for browsers --------------------------------------------------------------------------------
 */

enum err route_authorize(struct exchange *x)
{
    struct authorize_request q;
    struct interaction_step step;
    struct form form;

    enum err e = exchange_query(x, &form);
    if (!e)
        e = endpoint_asked(x, &form, &q);
    if (!e)
        e = endpoint_authorize(x, DIALECT, &q, &step);
    if (e)
        return e;
    interaction_go_on(x, &step);
    return OK;
}

/* Escaping only lengthens. */
static size_t shortest_query(const struct form *form)
{
    size_t n = 0;

    for (size_t i = 0; i < form->n; i++)
        n += strlen(form->v[i].name) + strlen(form->v[i].value) + strlen("=&");
    return n;
}

/*
 * The same request as a form (OIDC Core 3.1.2.1).  Browsers keep our cookies
 * back when another site posts, so nothing is decided here: the person is sent
 * to the same question by GET, where the cookies come along.
 */
enum err route_authorize_post(struct exchange *x)
{
    bool fits = shortest_query(&x->form) <= LOCATION_MAX;
    struct buf query;

    buf_init(&query, x->call.mem, 1024);
    for (size_t i = 0; fits && i < x->form.n; i++)
        form_add(&query, x->form.v[i].name, x->form.v[i].value);
    if (!fits || query.n > LOCATION_MAX)
        return refuse_openly(&x->call, ERR_TOO_LARGE, "the authorization request is too long");
    reply_see_other(&x->reply, arena_printf(x->call.mem, "/oauth2/authorize?%s", buf_text(&query)));
    return OK;
}
