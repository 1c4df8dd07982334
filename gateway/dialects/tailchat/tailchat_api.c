#include "tailchat_api.h"
#include "present.h"
#include <string.h>

#define TYPE "application/json; charset=utf-8"

const char TAILCHAT[] = "tailchat";

/* -- who asks ------------------------------------------------------------------------------------
 */

enum err tailchat_session(struct exchange *x, const char *token)
{
    const struct msg_field *field = msg_field_by_name(&api_session_ref_desc, "token", 5);
    struct session_reply who = {0};

    if (!*token || msg_text_fault(field, token, strlen(token), x->call.mem))
        return refuse(&x->call, ERR_INVALID_TOKEN, "the token is no such text");
    const struct api_session_ref q = {.token = token, .dialect = TAILCHAT};
    enum err e = authsvc_api_session_get(&x->call, &q, &who);
    if (e)
        return err_is_fault(e) ? e : refuse(&x->call, ERR_INVALID_TOKEN, "%s", err_name(e));
    x->call.ticket = who.ticket;
    return OK;
}

enum err tailchat_caller(struct exchange *x)
{
    const char *token = request_header(&x->request, "X-Token");

    return token ? tailchat_session(x, token) : ERR_NO_TOKEN;
}

/* -- answers -------------------------------------------------------------------------------------
 */

static void send(struct exchange *x, int status, const struct buf *json)
{
    reply_header(&x->reply, "X-Node-ID", "ostiary");
    reply_text(&x->reply, status, TYPE, buf_bytes(json));
}

struct json *tailchat_begin(struct exchange *x, struct tailchat_body *self)
{
    buf_init(&self->text, x->call.mem, 1024);
    json_init(&self->json, &self->text);
    json_open(&self->json, NULL, '{');
    json_int(&self->json, "code", 200);
    return &self->json;
}

void tailchat_ok(struct exchange *x, struct tailchat_body *self)
{
    json_close(&self->json, '}');
    send(x, 200, &self->text);
}

void tailchat_ok_raw(struct exchange *x, const char *data)
{
    struct tailchat_body body;
    struct json *json = tailchat_begin(x, &body);

    if (data)
        json_raw(json, "data", data);
    tailchat_ok(x, &body);
}

static void show(struct exchange *x, const struct tailchat_failure *failure, const char *data)
{
    struct buf out;
    struct json json;

    buf_init(&out, x->call.mem, 256);
    json_init(&json, &out);
    json_open(&json, NULL, '{');
    json_str(&json, "name", failure->name);
    json_str(&json, "message", failure->message);
    json_int(&json, "code", failure->code);
    json_str(&json, "type", failure->type);
    if (data)
        json_raw(&json, "data", data);
    json_close(&json, '}');
    send(x, failure->code, &out);
}

enum err tailchat_fail(struct exchange *x, enum err e, const struct tailchat_failure *failure,
                       const char *data)
{
    present_note(x, e);
    show(x, failure, data);
    return OK;
}

/* -- errors of ours ------------------------------------------------------------------------------
 */

static const struct row {
    enum err error;
    struct tailchat_failure says;
    const char *key, *data;
} rows[] = {
#define FAILS(err, code, name, message, type, key, data)                                           \
    {ERR_##err, {(code), (name), (message), (type)}, (key), (data)},
#include "tailchat_fails.def"
#undef FAILS
};

static const struct row *row_of(enum err e)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (rows[i].error == e)
            return &rows[i];
    }
    return NULL;
}

/* "/api/openapi/app/all" is the action openapi.app.all. */
static const char *action(struct exchange *x)
{
    static const char prefix[] = "/api/";
    const char *path = x->request.path;
    size_t n = sizeof prefix - 1;
    char *out = arena_strdup(x->call.mem, strncmp(path, prefix, n) == 0 ? path + n : path);

    for (char *p = strchr(out, '/'); p; p = strchr(p, '/'))
        *p = '.';
    return out;
}

static const char *filled(struct exchange *x, const char *text)
{
    const char *hole = strchr(text, '%');

    if (!hole)
        return text;
    return arena_printf(x->call.mem, "%.*s%s%s", (int)(hole - text), text, action(x), hole + 1);
}

void tailchat_present_api(struct exchange *x, enum err e)
{
    const struct row *row = row_of(e);
    struct tailchat_failure says = {err_status(e), "Error", NULL, NULL};
    struct tailchat_body data;

    if (!row)
        row = row_of(err_kin(e));
    if (row)
        says = row->says;
    says.message = says.message ? filled(x, says.message) : present_text(x, e);
    if (!row || !row->data) {
        show(x, &says, NULL);
        return;
    }
    buf_init(&data.text, x->call.mem, 64);
    json_init(&data.json, &data.text);
    json_open(&data.json, NULL, '{');
    json_str(&data.json, row->key, filled(x, row->data));
    json_close(&data.json, '}');
    show(x, &says, buf_text(&data.text));
}
