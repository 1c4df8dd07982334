#include "present.h"
#include "json.h"
#include "log.h"
#include "pages.h"
#include <string.h>

#define REALM "realm=\"Ostiary\""

const char *present_text(const struct exchange *x, enum err e)
{
    return x->call.text && !err_is_fault(e) ? x->call.text : err_text(e);
}

const char *present_sentence(const struct exchange *x, enum err e)
{
    char *text = arena_printf(x->call.mem, "%s.", present_text(x, e));

    if (*text >= 'a' && *text <= 'z' && !strchr(text, '_')) /* not a parameter's name */
        *text = (char)(*text - 'a' + 'A');
    return text;
}

/* Without '"', '\\' and what is not ASCII (RFC 6749 5.2). */
static const char *description(const struct exchange *x, enum err e)
{
    char *text = arena_strdup(x->call.mem, present_text(x, e));

    for (char *p = text; *p; p++) {
        if (*p == '"')
            *p = '\'';
        else if (*p == '\\' || *p < ' ' || *p > '~')
            *p = '?';
    }
    return text;
}

static void present_json(struct exchange *x, enum err e)
{
    struct buf body;
    struct json json;

    buf_init(&body, x->call.mem, 256);
    json_init(&json, &body);
    json_open(&json, NULL, '{');
    json_str(&json, "error", err_wire(e));
    json_str(&json, "error_description", description(x, e));
    json_close(&json, '}');
    reply_text(&x->reply, err_status(e), "application/json", buf_bytes(&body));
}

void present_oauth(struct exchange *x, enum err e)
{
    if (err_status(e) == 401)
        reply_header(&x->reply, "WWW-Authenticate", "Basic " REALM ", charset=\"UTF-8\"");
    present_json(x, e);
}

static void add_challenge(struct exchange *x, enum err e)
{
    struct buf line;

    buf_init(&line, x->call.mem, 256);
    buf_str(&line, "Bearer " REALM);
    if (e != ERR_NO_TOKEN) /* who showed nothing did nothing wrong: RFC 6750 3.1 */
        buf_printf(&line, ", error=\"%s\", error_description=\"%s\"", err_wire(e),
                   description(x, e));
    if (e == ERR_INSUFFICIENT_SCOPE)
        buf_str(&line, ", scope=\"openid\"");
    reply_header(&x->reply, "WWW-Authenticate", buf_text(&line));
}

void present_bearer(struct exchange *x, enum err e)
{
    if (err_status(e) == 401 || !err_is_fault(e))
        add_challenge(x, e);
    present_json(x, e);
}

static void log_refusal(const struct exchange *x, enum err e)
{
    enum log_level level = err_is_fault(e) ? LOG_WARN : LOG_INFO;

    log_line(err_status(e) == 500 ? LOG_ERROR : level, "refused id=%s source=%s %s %s %d %s: %s",
             call_id(&x->call), x->call.source ? x->call.source : "-",
             x->request.method ? x->request.method : "-", x->route ? x->route->path : "-",
             err_status(e), err_name(e), x->call.detail ? x->call.detail : err_text(e));
}

/* What the service said, or the shortest there is. */
static const char *wait_seconds(const struct exchange *x)
{
    return arena_printf(x->call.mem, "%lld", x->call.wait > 0 ? (long long)x->call.wait : 1LL);
}

void present_note(struct exchange *x, enum err e)
{
    log_refusal(x, e);
    reply_header(&x->reply, "X-Request-Id", call_id(&x->call));
    if (x->call.wait > 0 || err_status(e) == 503)
        reply_header(&x->reply, "Retry-After", wait_seconds(x));
}

static enum route_manner manner_of(const struct exchange *x)
{
    return x->route ? x->route->manner
                    : routes_manner_of_none(x->request.path, request_wants_html(&x->request));
}

void present_error(struct exchange *x, enum err e)
{
    static void (*const manners[])(struct exchange * x, enum err e) = {
#define MANNER(name, present) [ROUTE_##name] = (present),
#include "manners.def"
#undef MANNER
    };

    present_note(x, e);
    manners[manner_of(x)](x, e);
}
