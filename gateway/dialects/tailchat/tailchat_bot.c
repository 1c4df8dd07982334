/* tailchat_bot.c - the bot of an app: its sign-in, and what can be asked about it. */
#include "gateway_inside.h"
#include "picture.h"
#include "tailchat_change.h"
#include "text.h"
#include "whoami.h"
#include "words.h"
#include <string.h>

static const struct tailchat_failure refused = {500, "Error", "Auth failed.", NULL};

/* ERR_WRONG_PASSWORD: it cannot even be one. */
static enum err proof_of(struct exchange *x, const char *const *said, struct bot_proof_request *q)
{
    const struct msg_desc *desc = &bot_proof_request_desc;

    if (!*said[0] || !*said[1] || tailchat_fits(x, desc, "client_id", said[0]) ||
        tailchat_fits(x, desc, "proof", said[1]))
        return ERR_WRONG_PASSWORD;
    *q = (struct bot_proof_request){
        .client_id = said[0],
        .proof = said[1],
        .dialect = TAILCHAT,
        .issuer = x->gateway->issuer.url,
        .user_agent = whoami_browser(x),
    };
    return OK;
}

static const char *const proof_names[] = {"appId", "token"};

/* Bots have no mailbox; the wire has an address of theirs, so it is one that can have none (RFC
 * 2606 2). */
static void print_bot(struct exchange *x, const struct app_look_reply *app, const char *sub,
                      const char *token)
{
    const char *own =
        picture_address(x->call.mem, x->gateway->issuer.url, PICTURE_ICONS, app->icon);
    struct tailchat_body body;
    struct json *json = tailchat_begin(x, &body);

    json_open(json, "data", '{');
    json_str(json, "jwt", token);
    json_str(json, "userId", sub);
    json_str(json, "email", arena_printf(x->call.mem, "open_%s@openapi.invalid", app->client_id));
    json_str(json, "nickname", app->client_name);
    json_str(json, "avatar", own ? own : app->logo_uri ? app->logo_uri : "");
    json_close(json, '}');
    tailchat_ok(x, &body);
}

/* Refused for whatever reason, in one way. */
enum err route_tailchat_bot_login(struct exchange *x)
{
    const char *said[ARRAY_LEN(proof_names)];
    struct bot_proof_request q;
    struct api_sign_in_reply a = {0};
    struct app_look_reply app = {0};
    struct profile bot = {0};

    if (!tailchat_take(x, proof_names, ARRAY_LEN(proof_names), said))
        return OK;
    enum err e = proof_of(x, said, &q);
    if (!e)
        e = authsvc_bot_sign_in(&x->call, &q, &a);
    if (e)
        return err_is_fault(e) || e == ERR_THROTTLED ? e : tailchat_fail(x, e, &refused, NULL);
    x->call.ticket = a.ticket;
    if ((e = usersvc_profile_get(&x->call, &NOTHING, &bot)) ||
        (e = tailchat_app_look(x, q.client_id, &app)))
        return e;
    print_bot(x, &app, bot.sub, a.token);
    return OK;
}

/* What the caller wants the app to be able to; NULL: it is. */
static const char *lacking(struct exchange *x, const struct app_look_reply *app)
{
    struct strs wanted = {0};

    if (!tailchat_list(x, "capability", &wanted))
        return NULL;
    for (size_t i = 0; i < wanted.n; i++) {
        if (!words_has(app->capabilities, wanted.v[i]))
            return wanted.v[i];
    }
    return NULL;
}

static enum err fail_with(struct exchange *x, enum err e, const char *text, const char *what)
{
    const struct tailchat_failure failure = {
        500, "Error", arena_printf(x->call.mem, "%s%.64s", text, text_printable(x->call.mem, what)),
        NULL};

    return tailchat_fail(x, e, &failure, NULL);
}

enum err route_tailchat_app_token(struct exchange *x)
{
    static const struct tailchat_param params[] = {{"appId", TAILCHAT_TEXT, false},
                                                   {"token", TAILCHAT_TEXT, false},
                                                   {"capability", TAILCHAT_LIST, true}};
    const char *lacks = NULL;
    struct app_look_reply app = {0};
    struct bot_proof_request q;

    enum err e = tailchat_caller(x);
    if (e)
        return e;
    if (!tailchat_check(x, params, ARRAY_LEN(params)))
        return OK;
    const char *const said[] = {tailchat_text(x, "appId"), tailchat_text(x, "token")};
    e = tailchat_app_look(x, said[0], &app);
    if (e == ERR_UNKNOWN_CLIENT)
        return fail_with(x, e, "Not found open app:", said[0]);
    if (!e && (lacks = lacking(x, &app)))
        return fail_with(x, ERR_FORBIDDEN, "Open app not enabled capability:", lacks);
    if (!e)
        e = proof_of(x, said, &q);
    if (!e)
        e = authsvc_bot_check(&x->call, &q, &NOTHING);
    if (err_is_fault(e) || e == ERR_THROTTLED)
        return e;
    tailchat_ok_raw(x, e ? "false" : "true");
    return OK;
}

/* There are no groups here that it could be added to. */
enum err route_tailchat_bot_add(struct exchange *x)
{
    static const char *const names[] = {"appId", "groupId"};
    static const struct tailchat_failure unknown = {404, "DataNotFoundError", "Not found Data",
                                                    NULL};
    static const struct tailchat_failure off = {500, "Error", "This app has no bot", NULL};
    static const struct tailchat_failure nowhere = {404, "ServiceNotFoundError",
                                                    "Service 'group.joinGroup' is not found.",
                                                    "SERVICE_NOT_FOUND"};
    const char *said[ARRAY_LEN(names)];
    struct app_look_reply app = {0};

    enum err e = tailchat_caller(x);
    if (e)
        return e;
    if (!tailchat_take(x, names, ARRAY_LEN(names), said))
        return OK;
    e = tailchat_app_look(x, said[0], &app);
    if (e == ERR_UNKNOWN_CLIENT)
        return tailchat_fail(x, e, &unknown, NULL);
    if (e)
        return e;
    return tailchat_fail(x, ERR_NOT_FOUND, words_has(app.capabilities, "bot") ? &nowhere : &off,
                         NULL);
}
