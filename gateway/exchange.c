#include "exchange.h"
#include "clock.h"
#include "gateway_inside.h"
#include "msg_json.h"
#include "origin.h"
#include "path.h"
#include "rates.h"
#include <string.h>

enum { DEADLINE_MS = 10 * 1000 };

void exchange_begin(struct exchange *x, struct gateway *gateway, struct arena *mem)
{
    *x = (struct exchange){.gateway = gateway};
    call_begin(&x->call, mem, gateway->rpc, DEADLINE_MS);
    reply_init(&x->reply, mem);
}

void exchange_end(struct exchange *x)
{
    json_decref(x->json);
    x->json = NULL;
}

static enum err admit_source(struct exchange *x)
{
    const struct gateway *gw = x->gateway;
    const struct request *r = &x->request;
    struct source source;

    enum err e = source_judge(x->call.mem, gw->proxies, gw->issuer.secure, r->peer,
                              &(struct source_headers){
                                  request_header_list(r, x->call.mem, "X-Forwarded-For"),
                                  request_header(r, "X-Forwarded-Host"),
                                  request_header(r, "X-Forwarded-Proto"),
                                  r->host ? r->host : request_header(r, "Host"),
                              },
                              &source);
    if (e)
        return refuse_openly(&x->call, e, "this is reached by https only");
    x->call.source = source.address;
    if (x->route && x->route->flags & ROUTE_ANYHOST)
        return OK;
    if (!source.host)
        return refuse_openly(&x->call, ERR_BAD_MESSAGE, "the header Host is missing");
    if (!issuer_serves(&gw->issuer, source.host))
        return refuse(&x->call, ERR_MISDIRECTED, "host %.128s", source.host);
    return OK;
}

static enum err admit_origin(struct exchange *x)
{
    const char *origin = request_header(&x->request, "Origin");

    if (!(x->route->flags & ROUTE_COOKIE) ||
        origin_allowed(x->gateway->issuer.url, origin,
                       request_header(&x->request, "Sec-Fetch-Site")))
        return OK;
    return refuse(&x->call, ERR_WRONG_ORIGIN, "origin %.128s", origin ? origin : "missing");
}

enum err exchange_admit(struct exchange *x)
{
    const char *allow = NULL, *why = NULL;

    x->request.path = routes_plain(x->call.mem, x->request.path);
    enum err missing =
        routes_find(x->call.mem, x->request.method, x->request.path, &x->route, &allow);
    if (!missing && x->route->flags & ROUTE_CORS) {
        reply_header(&x->reply, "Access-Control-Allow-Origin", "*");
        reply_header(&x->reply, "Access-Control-Expose-Headers", "WWW-Authenticate");
    }
    enum err e = request_check(&x->request, x->call.mem, &why);
    if (e)
        return refuse_openly(&x->call, e, "%s", why);
    e = admit_source(x);
    if (e)
        return e;
    if (atomic_load(&x->gateway->state) == GATEWAY_REFUSING)
        return refuse(&x->call, ERR_BUSY, "shutting down");
    if (missing) {
        if (allow)
            reply_header(&x->reply, "Allow", allow);
        return refuse(&x->call, missing, "no route");
    }
    x->reply.in_popup = x->route->flags & ROUTE_POPUP;
    e = admit_origin(x);
    return e ? e : rates_admit(x);
}

enum err exchange_query(struct exchange *x, struct form *out)
{
    const char *query = x->request.query ? x->request.query : "";
    const char *why = NULL;

    enum err e = form_parse(x->call.mem, query, strlen(query), out, &why);
    return e ? refuse_openly(&x->call, e, "%s", why) : OK;
}

enum err exchange_segment(struct exchange *x, const char *name, const char **out)
{
    const char *why = NULL;

    *out = path_segment(x->call.mem, x->route->path, x->request.path, name, &why);
    return *out ? OK : refuse_openly(&x->call, ERR_BAD_FIELD, "%s in the address: %s", name, why);
}

struct form exchange_peek(const struct exchange *x)
{
    const char *query = x->request.query ? x->request.query : "";
    const char *why = NULL;
    struct form out = {0};

    return form_parse(x->call.mem, query, strlen(query), &out, &why) ? (struct form){0} : out;
}

enum err exchange_take(struct exchange *x, const struct msg_desc *desc, const struct form *form,
                       void *msg)
{
    const char *why = NULL;

    enum err e = msg_from_form(desc, form->v, form->n, x->call.mem, msg, &why);
    return e ? refuse_openly(&x->call, e, "%s", why) : OK;
}

const char *exchange_cookie(struct exchange *x, enum cookie which)
{
    return cookies_get(x->call.mem, request_header(&x->request, "Cookie"), which,
                       x->gateway->issuer.secure);
}

void exchange_set_cookie(struct exchange *x, enum cookie which, const char *value, int64_t max_age)
{
    reply_header(&x->reply, "Set-Cookie",
                 cookies_set(x->call.mem, which, value, max_age, x->gateway->issuer.secure));
}

void exchange_answer(struct exchange *x, const struct msg_desc *desc, const void *msg)
{
    struct buf body;

    buf_init(&body, x->call.mem, 2048);
    msg_to_json(desc, msg, &body);
    reply_text(&x->reply, 200, "application/json", buf_bytes(&body));
}
