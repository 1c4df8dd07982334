#include "body.h"
#include "gateway_inside.h"
#include "upload.h"
#include <string.h>
#include <strings.h>

static const char *text_of(struct arena *mem, const json_t *value)
{
    if (json_is_string(value))
        return arena_strdup(mem, json_string_value(value));
    if (json_is_integer(value))
        return arena_printf(mem, "%lld", (long long)json_integer_value(value));
    if (json_is_boolean(value))
        return json_is_true(value) ? "true" : "false";
    return NULL;
}

/* The members of a JSON object that are no lists and objects, as parameters of a form. */
static struct form members_of(struct arena *mem, json_t *object)
{
    struct param *v = arena_array(mem, json_object_size(object) + 1, sizeof *v);
    struct form out = {v, 0};
    const char *name = NULL;
    json_t *value = NULL;

    json_object_foreach(object, name, value)
    {
        const char *text = text_of(mem, value);
        if (text)
            v[out.n++] = (struct param){arena_strdup(mem, name), text};
    }
    return out;
}

static enum err read_json(struct exchange *x, struct bytes body)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* of the order of bytes; nothing in UTF-8 */
    const char *text = (const char *)body.p, *why = NULL;
    size_t skip = body.n >= 3 && memcmp(text, mark, 3) == 0 ? 3 : 0;

    enum err e = json_read(x->call.mem, text + skip, body.n - skip, &x->json, &why);
    if (e)
        return refuse_openly(&x->call, e, "the body: %s", why);
    x->form = members_of(x->call.mem, x->json);
    return OK;
}

static enum err read_form(struct exchange *x, struct bytes body)
{
    const char *why = NULL;

    enum err e = (x->route->flags & ROUTE_LINES ? form_parse_lines : form_parse)(
        x->call.mem, (const char *)body.p, body.n, &x->form, &why);
    return e ? refuse_openly(&x->call, e, "%s", why) : OK;
}

static bool is_json(const char *type)
{
    static const char json[] = "application/json";
    size_t n = sizeof json - 1;

    return type && strncasecmp(type, json, n) == 0 &&
           (!type[n] || type[n] == ';' || type[n] == ' ');
}

/* How a body is read, by the first row that fits its type. */
static const struct kind {
    unsigned flag;
    bool (*is)(const char *content_type);
    enum err (*read)(struct exchange *x, struct bytes body);
    const char *name;
} kinds[] = {
    {ROUTE_FORM, form_content_type, read_form, "application/x-www-form-urlencoded, in UTF-8"},
    {ROUTE_JSON, is_json, read_json, "application/json"},
};

static const struct kind *kind_of(const struct exchange *x)
{
    const char *type = request_header(&x->request, "Content-Type");

    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (x->route->flags & kinds[i].flag && kinds[i].is(type))
            return &kinds[i];
    }
    return NULL;
}

static enum err refuse_type(struct exchange *x)
{
    struct buf names;

    buf_init(&names, x->call.mem, 128);
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (x->route->flags & kinds[i].flag)
            buf_printf(&names, "%s%s", names.n ? " or " : "", kinds[i].name);
    }
    return refuse_openly(&x->call, ERR_BAD_CONTENT_TYPE, "the body must be %s", buf_text(&names));
}

static bool is_packed(const struct exchange *x)
{
    const char *encoding = request_header(&x->request, "Content-Encoding");

    return encoding && strcasecmp(encoding, "identity") != 0;
}

enum err body_read(struct mg_connection *conn, struct http_worker *worker, struct exchange *x)
{
    const struct kind *kind = NULL;
    struct bytes body;

    if (x->route->flags & ROUTE_UPLOAD)
        return upload_read(conn, worker, x);
    if (x->request.content_length == 0 && !x->request.chunked)
        return OK;
    if (is_packed(x))
        return refuse_openly(&x->call, ERR_BAD_CONTENT_TYPE, "no Content-Encoding is read");
    kind = kind_of(x);
    if (!kind && !(x->route->flags & ROUTE_LAX))
        return refuse_type(x);
    enum err e = http_read_body(
        conn, worker, x,
        &(struct http_bounds){HTTP_BODY_MAX, x->gateway->config.gateway_body_deadline}, &body);
    return e || !kind || !body.n ? e : kind->read(x, body);
}
