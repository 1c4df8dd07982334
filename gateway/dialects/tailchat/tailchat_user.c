/* tailchat_user.c - a program signs a person in, or asks whose a session is. */
#include "gateway_inside.h"
#include "hashing.h"
#include "picture.h"
#include "tailchat_app.h"
#include "whoami.h"
#include <string.h>

static const char *picture(struct exchange *x, const struct profile *person)
{
    const char *own =
        picture_address(x->call.mem, x->gateway->issuer.url, PICTURE_AVATARS, person->avatar);

    return own ? own : person->picture;
}

static const char *nickname(const struct profile *person)
{
    return person->nickname ? person->nickname : person->username;
}

static void print_person(struct exchange *x, const struct profile *person, const char *token)
{
    struct tailchat_body body;
    struct json *json = tailchat_begin(x, &body);

    json_open(json, "data", '{');
    json_str(json, "_id", person->sub);
    json_str(json, "username", person->username);
    json_str(json, "email", person->email);
    json_str(json, "nickname", nickname(person));
    json_str(json, "discriminator", person->discriminator);
    json_bool(json, "temporary", false);
    json_str(json, "avatar", picture(x, person));
    json_str(json, "type", "normalUser");
    json_bool(json, "emailVerified", person->email_verified);
    json_bool(json, "banned", false);
    json_str(json, "createdAt", tailchat_date(x->call.mem, person->created_at));
    json_str(json, "token", token);
    json_close(json, '}');
    tailchat_ok(x, &body);
}

/* The person whose ticket is in x->call, and the token that is theirs. */
static enum err answer_person(struct exchange *x, const char *token)
{
    struct profile person = {0};
    enum err e = usersvc_profile_get(&x->call, &NOTHING, &person);

    if (!e)
        print_person(x, &person, token);
    return e;
}

/* -- signing in ----------------------------------------------------------------------------------
 */

/* {field, message}, as forms show them. */
static enum err refuse_form(struct exchange *x, enum err e, const char *field, const char *message)
{
    const struct tailchat_failure failure = {422, "EntityError", message, NULL};
    struct buf text;
    struct json data;

    buf_init(&text, x->call.mem, 128);
    json_init(&data, &text);
    json_open(&data, NULL, '[');
    json_open(&data, NULL, '{');
    json_str(&data, "field", field);
    json_str(&data, "message", message);
    json_close(&data, '}');
    json_close(&data, ']');
    return tailchat_fail(x, e, &failure, buf_text(&text));
}

/* The user name goes before the address; neither does for the other. */
static const char *who(struct exchange *x)
{
    const char *username = tailchat_text(x, "username"), *email = tailchat_text(x, "email");

    if (username)
        return strchr(username, '@') ? "" : username;
    return email;
}

static enum err sign_in(struct exchange *x, const char *username, const char *password,
                        struct api_sign_in_reply *a)
{
    const struct param params[] = {{"username", username}, {"password", password}};
    struct api_sign_in_request q;

    if (!*username || !*password)
        return refuse(&x->call, ERR_WRONG_PASSWORD, "nobody is called that");
    enum err e =
        exchange_take(x, &api_sign_in_request_desc, &(struct form){params, ARRAY_LEN(params)}, &q);
    if (e)
        return refuse(&x->call, ERR_WRONG_PASSWORD, "nobody is called that");
    q.dialect = TAILCHAT;
    q.issuer = x->gateway->issuer.url;
    q.user_agent = whoami_browser(x);
    return hashing_call(x, &authsvc_api_sign_in_method, &q, a);
}

enum err route_tailchat_sign_in(struct exchange *x)
{
    static const struct tailchat_param params[] = {{"username", TAILCHAT_TEXT, true},
                                                   {"email", TAILCHAT_EMAIL, true},
                                                   {"password", TAILCHAT_TEXT, false}};
    struct api_sign_in_reply a = {0};

    if (!tailchat_check(x, params, ARRAY_LEN(params)))
        return OK;
    const char *name = who(x);
    if (!name)
        return refuse_form(x, ERR_PARAMETER_MISSING, "email", "The user name or e-mail is empty");
    enum err e = sign_in(x, name, tailchat_text(x, "password"), &a);
    if (e == ERR_WRONG_PASSWORD)
        return refuse_form(x, e, "password", err_text(e));
    if (e)
        return e;
    x->call.ticket = a.ticket;
    return answer_person(x, a.token);
}

/* -- whose a session is --------------------------------------------------------------------------
 */

enum err route_tailchat_resolve(struct exchange *x)
{
    static const char *const names[] = {"token"};
    static const struct tailchat_failure bad = {500, "JsonWebTokenError", "invalid token", NULL};
    const char *token = NULL;

    if (!tailchat_take(x, names, 1, &token))
        return OK;
    enum err e = tailchat_session(x, token);
    if (e == ERR_INVALID_TOKEN)
        return tailchat_fail(x, e, &bad, NULL);
    return e ? e : answer_person(x, token);
}

enum err route_tailchat_check(struct exchange *x)
{
    static const char *const names[] = {"token"};
    const char *token = NULL;

    if (!tailchat_take(x, names, 1, &token))
        return OK;
    enum err e = tailchat_session(x, token);
    if (e && e != ERR_INVALID_TOKEN)
        return e;
    tailchat_ok_raw(x, e ? "false" : "true");
    return OK;
}

/* What bots ask first: who they are, and what was heard of them. */
enum err route_tailchat_whoami(struct exchange *x)
{
    const char *token = request_header(&x->request, "X-Token");
    struct tailchat_body body;
    struct profile person = {0};
    enum err e = tailchat_caller(x);

    if (e || (e = usersvc_profile_get(&x->call, &NOTHING, &person)))
        return e;
    struct json *json = tailchat_begin(x, &body);
    json_open(json, "data", '{');
    json_str(json, "userAgent", request_header(&x->request, "User-Agent"));
    json_str(json, "language", "en-US"); /* that of all texts here */
    json_open(json, "user", '{');
    json_str(json, "_id", person.sub);
    json_str(json, "nickname", nickname(&person));
    json_str(json, "email", person.email);
    json_str(json, "avatar", picture(x, &person));
    json_close(json, '}');
    json_str(json, "token", token);
    json_str(json, "userId", person.sub);
    json_close(json, '}');
    tailchat_ok(x, &body);
    return OK;
}
