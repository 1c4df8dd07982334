/* opencollective_users.c - how a program gets a session: e-mail address and password.
 *
 * Whether there is somebody with an address is not told, neither by what is
 * said nor by when: who is not there has a wrong password, or a mail sent. */
#include "gateway_inside.h"
#include "hashing.h"
#include "json.h"
#include "opencollective.h"
#include "whoami.h"
#include <string.h>

static void begin(struct exchange *x, struct buf *body, struct json *json)
{
    buf_init(body, x->call.mem, 1024);
    json_init(json, body);
    json_open(json, NULL, '{');
}

static void end(struct exchange *x, int status, struct buf *body, struct json *json)
{
    json_close(json, '}');
    reply_text(&x->reply, status, "application/json", buf_bytes(body));
}

/* {"errorCode","message"} */
static enum err say(struct exchange *x, int status, const char *code, const char *message)
{
    struct buf body;
    struct json json;

    begin(x, &body, &json);
    json_str(&json, "errorCode", code);
    json_str(&json, "message", message);
    end(x, status, &body, &json);
    return OK;
}

/* {"error":{"errorCode","message"}} */
static enum err say_error(struct exchange *x, int status, const char *code, const char *message)
{
    struct buf body;
    struct json json;

    begin(x, &body, &json);
    json_open(&json, "error", '{');
    json_str(&json, "errorCode", code);
    json_str(&json, "message", message);
    json_close(&json, '}');
    end(x, status, &body, &json);
    return OK;
}

/* A text of the person's, as long as the contract takes one there; NULL: none. */
static const char *text_of(struct exchange *x, const json_t *object, const char *name,
                           const char *field_name)
{
    const struct msg_field *field =
        msg_field_by_name(&api_sign_in_request_desc, field_name, strlen(field_name));
    const char *text = json_string_value(json_object_get(object, name));

    if (!text || msg_text_fault(field, text, strlen(text), x->call.mem))
        return NULL;
    return arena_strdup(x->call.mem, text);
}

/* The link is for a new password, which is the way in for who has none at hand. */
static enum err send_link(struct exchange *x, const char *email)
{
    const struct password_forgot_request q = {.username = email};
    struct buf body;
    struct json json;

    enum err e = usersvc_password_forgot(&x->call, &q, &NOTHING);
    if (e)
        return e;
    begin(x, &body, &json);
    json_bool(&json, "success", true);
    end(x, 200, &body, &json);
    return OK;
}

static enum err sign_in(struct exchange *x, const char *email, const char *password)
{
    const struct api_sign_in_request q = {
        .username = email,
        .password = password,
        .dialect = OPENCOLLECTIVE,
        .issuer = x->gateway->issuer.url,
        .user_agent = whoami_browser(x),
    };
    struct api_sign_in_reply a;
    struct buf body;
    struct json json;

    enum err e = hashing_call(x, &authsvc_api_sign_in_method, &q, &a);
    if (e == ERR_WRONG_PASSWORD)
        return say_error(x, 401, "PASSWORD_INVALID", "Invalid password");
    if (e == ERR_THROTTLED)
        return say_error(x, 403, NULL, "Rate limit exceeded");
    if (e)
        return e;
    begin(x, &body, &json);
    json_str(&json, "token", a.half ? a.half : a.token);
    end(x, 200, &body, &json);
    return OK;
}

enum err route_opencollective_sign_in(struct exchange *x)
{
    const json_t *user = json_object_get(x->json, "user");
    const char *email = text_of(x, user, "email", "username");
    const char *password = text_of(x, user, "password", "password");
    bool link = json_is_true(json_object_get(x->json, "sendLink")) ||
                json_is_true(json_object_get(x->json, "resetPassword"));

    if (!email)
        return refuse_openly(&x->call, ERR_BAD_FIELD, "user.email is missing");
    if (link)
        return send_link(x, email);
    if (!password)
        return say(x, 403, "PASSWORD_REQUIRED", "Password requested to complete sign in.");
    return sign_in(x, email, password);
}
