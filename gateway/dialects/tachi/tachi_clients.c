/* tachi_clients.c - Tachi's apps: made, listed, changed and ended by their owners. */
#include "tachi_client.h"
#include "words.h"
#include <string.h>

enum { CLIENTS_MAX = 200 };

static enum err answer_own(struct exchange *x, const struct tachi_own *own, const char *text)
{
    struct tachi_body body;

    tachi_print_own(x, tachi_begin(x, &body, '{'), own);
    return tachi_ok(x, &body, text);
}

/* -- looking ----------------------------------------------------------------------------------- */

static enum err print_page(struct exchange *x, struct json *json, const struct app_page *page,
                           const struct tachi_caller *who, size_t *n)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < page->apps.n; i++) {
        struct tachi_own own = {.app = &page->apps.v[i], .author = who->number};
        if (!words_has(own.app->dialects, TACHI))
            continue;
        e = tachi_secret(x, own.app, &own.secret);
        json_open(json, NULL, '{');
        tachi_print_own(x, json, &own);
        json_close(json, '}');
        ++*n;
    }
    return e;
}

enum err route_tachi_clients(struct exchange *x)
{
    struct client_page_request q = {0};
    struct tachi_caller who;
    struct tachi_body body;
    size_t n = 0;
    enum err e = tachi_person(x, &who);

    if (e == ERR_SIGNED_OUT)
        return ERR_SIGN_IN_AGAIN;
    struct json *json = tachi_begin(x, &body, '[');
    do {
        struct app_page page = {0};
        if (!e)
            e = authsvc_app_list(&x->call, &q, &page);
        if (!e)
            e = print_page(x, json, &page, &who, &n);
        q.after = page.next;
    } while (!e && q.after && n < CLIENTS_MAX);
    return e ? e : tachi_ok(x, &body, arena_printf(x->call.mem, "Returned %zu clients.", n));
}

enum err route_tachi_client(struct exchange *x)
{
    const char *id = NULL;
    struct app_look_reply app = {0};
    struct tachi_caller who;
    struct tachi_body body;
    enum err e = OK;

    if ((e = tachi_caller(x, &who)) || (e = exchange_segment(x, "clientID", &id)) ||
        (e = tachi_look(x, id, &app)))
        return e;
    tachi_print_public(x, tachi_begin(x, &body, '{'), &app);
    return tachi_ok(x, &body, arena_printf(x->call.mem, "Retrieved client %s.", app.client_name));
}

/* -- making ------------------------------------------------------------------------------------ */

static bool starts_with(const char *text, const char *start)
{
    return text && strncmp(text, start, strlen(start)) == 0;
}

static const char *template_fault(struct exchange *x, const char *what)
{
    const char *template = tachi_member(x, "apiKeyTemplate");

    return template && !strstr(template, TACHI_KEY_PLACE)
               ? tachi_complaint(x, "apiKeyTemplate", what)
               : NULL;
}

static enum err refuse_new(struct exchange *x, enum err e)
{
    if (e == ERR_TOO_MANY)
        return tachi_no(x, e, 400, "You have created too many API clients. The current cap is 15.");
    if (e == ERR_BAD_FIELD && starts_with(x->call.text, "redirect_uris"))
        return tachi_no(x, e, 400, "Invalid Redirect URL.");
    if (e == ERR_BAD_FIELD && starts_with(x->call.text, "webhook_uri"))
        return tachi_no(x, e, 400, "Invalid Webhook URL.");
    return e;
}

static enum err add(struct exchange *x, const struct tachi_caller *who)
{
    const char *redirect_uri = tachi_member(x, "redirectUri");
    const struct app_add_request q = {
        .client_name = tachi_member(x, "name"),
        .confidential = true,
        .redirect_uris = {&redirect_uri, redirect_uri ? 1 : 0},
        .scope = tachi_words(x, "permissions"),
        .webhook_uri = tachi_member(x, "webhookUri"),
        .api_key_template = tachi_member(x, "apiKeyTemplate"),
        .api_key_filename = tachi_member(x, "apiKeyFilename"),
        .dialect = TACHI,
    };
    struct app_secret_reply a = {0};

    if (!*q.scope)
        return tachi_no(x, ERR_BAD_FIELD, 400,
                        "Invalid permissions -- Need to require atleast one.");
    enum err e = tachi_check(x, &app_add_request_desc, &q);
    if (!e)
        e = authsvc_app_add(&x->call, &q, &a);
    if (e)
        return refuse_new(x, e);
    return answer_own(x, &(struct tachi_own){a.app, a.client_secret, who->number},
                      "Created a new API client.");
}

static enum err add_checked(struct exchange *x, const char *fault)
{
    struct tachi_caller who;

    if (!fault)
        fault = template_fault(x, "Must contain " TACHI_KEY_PLACE " as part of the template.");
    if (fault)
        return tachi_no(x, ERR_BAD_FIELD, 400, fault);
    enum err e = tachi_person(x, &who);
    return e ? e : add(x, &who);
}

enum err route_tachi_client_add(struct exchange *x)
{
    static const struct tachi_member members[] = {
        {"name", WANT_NAME, false},
        {"redirectUri", WANT_TEXT_OR_NULL, false},
        {"webhookUri", WANT_TEXT_OR_NULL, false},
        {"apiKeyTemplate", WANT_CHANGE, false},
        {"apiKeyFilename", WANT_TEXT_OR_NULL, false},
        {"permissions", WANT_PERMISSIONS, false},
    };

    return add_checked(x, tachi_fault(x, members, ARRAY_LEN(members)));
}

/* Those of the first generation had less to say. */
enum err route_tachi_client_add_once(struct exchange *x)
{
    static const struct tachi_member members[] = {
        {"name", WANT_NAME, false},
        {"redirectUri", WANT_TEXT, false},
        {"webhookUri", WANT_TEXT_OR_NULL, true},
        {"apiKeyTemplate", WANT_TEXT_OR_NULL, true},
        {"apiKeyFilename", WANT_TEXT_OR_NULL, true},
        {"permissions", WANT_PERMISSIONS, false},
    };

    return add_checked(x, tachi_fault(x, members, ARRAY_LEN(members)));
}

/* -- changing ---------------------------------------------------------------------------------- */

/* The app, and who it is that would change it: first whether it is there, then who asks. */
static enum err enter(struct exchange *x, struct app_look_reply *app, struct tachi_caller *who)
{
    const char *id = NULL;
    enum err e = OK;

    if ((e = tachi_caller(x, who)) || (e = exchange_segment(x, "clientID", &id)) ||
        (e = tachi_look(x, id, app)))
        return e;
    if (who->kind != TACHI_SESSION)
        return refuse(&x->call, ERR_SIGN_IN_AGAIN, "there is no session");
    struct own_app own = {0};
    e = authsvc_app_get(&x->call, &(struct client_ref){app->client_id}, &own);
    return e == ERR_NOT_FOUND ? refuse(&x->call, ERR_FORBIDDEN, "the app is another one's") : e;
}

static const char *or_empty(const struct exchange *x, const char *name)
{
    const char *text = tachi_member(x, name);

    return !text && tachi_has(x, name) ? "" : text; /* null clears it */
}

/* To have none is null. */
static const char *empty_uri(struct exchange *x)
{
    const char *webhook_uri = tachi_member(x, "webhookUri");

    return webhook_uri && !*webhook_uri ? tachi_complaint(x, "webhookUri", "Invalid URL.") : NULL;
}

static enum err refuse_change(struct exchange *x, enum err e)
{
    if (e == ERR_BAD_FIELD && starts_with(x->call.text, "redirect_uris"))
        return tachi_no(x, e, 400, tachi_complaint(x, "redirectUri", "Invalid URL."));
    if (e == ERR_BAD_FIELD && starts_with(x->call.text, "webhook_uri"))
        return tachi_no(x, e, 400, tachi_complaint(x, "webhookUri", "Invalid URL."));
    return e;
}

static enum err change(struct exchange *x, const char *client_id, struct own_app *out)
{
    const char *redirect_uri = tachi_member(x, "redirectUri");
    const struct app_update_request q = {
        .client_id = client_id,
        .client_name = tachi_member(x, "name"),
        .no_redirect_uris = tachi_has(x, "redirectUri") && !redirect_uri,
        .redirect_uris = {&redirect_uri, redirect_uri ? 1 : 0},
        .webhook_uri = or_empty(x, "webhookUri"),
        .api_key_template = or_empty(x, "apiKeyTemplate"),
        .api_key_filename = or_empty(x, "apiKeyFilename"),
    };
    enum err e = tachi_check(x, &app_update_request_desc, &q);

    return e ? e : authsvc_app_update(&x->call, &q, out);
}

enum err route_tachi_client_update(struct exchange *x)
{
    static const struct tachi_member members[] = {
        {"name", WANT_NAME, true},
        {"redirectUri", WANT_CHANGE, true},
        {"webhookUri", WANT_CHANGE, true},
        {"apiKeyTemplate", WANT_CHANGE, true},
        {"apiKeyFilename", WANT_NAME_OR_NULL, true},
    };
    struct app_look_reply app = {0};
    struct own_app now = {0};
    struct tachi_caller who;
    const char *secret = NULL;
    enum err e = enter(x, &app, &who);

    if (e)
        return e;
    const char *fault = tachi_fault(x, members, ARRAY_LEN(members));
    if (!fault)
        fault = template_fault(x, "Must contain a " TACHI_KEY_PLACE " placeholder.");
    if (!fault)
        fault = json_object_size(x->json) ? empty_uri(x) : "No changes to make.";
    if (fault)
        return tachi_no(x, ERR_BAD_FIELD, 400, fault);
    if ((e = change(x, app.client_id, &now)))
        return refuse_change(x, e);
    e = tachi_secret(x, &now, &secret);
    return e ? e
             : answer_own(x, &(struct tachi_own){&now, secret, app.owner_number},
                          "Updated client.");
}

enum err route_tachi_client_reset(struct exchange *x)
{
    struct app_look_reply app = {0};
    struct app_secret_reply a = {0};
    struct tachi_caller who;
    enum err e = enter(x, &app, &who);

    if (!e)
        e = authsvc_app_secret_rotate(
            &x->call,
            &(struct client_secret_rotate_request){.client_id = app.client_id, .dialect = TACHI},
            &a);
    if (e)
        return e;
    return answer_own(x, &(struct tachi_own){a.app, a.client_secret, app.owner_number},
                      "Reset secret.");
}

/* Which the original has not: nothing else says whether its hook is heard. */
enum err route_tachi_client_try(struct exchange *x)
{
    struct app_look_reply app = {0};
    struct tachi_caller who;
    enum err e = enter(x, &app, &who);

    if (!e)
        e = authsvc_app_webhook_try(&x->call, &(struct client_ref){app.client_id}, &NOTHING);
    if (e == ERR_BAD_FIELD)
        return tachi_no(x, e, 400, "This client has no webhookUri.");
    return e ? e : tachi_done(x, "Sent status/v1.");
}

enum err route_tachi_client_delete(struct exchange *x)
{
    struct app_look_reply app = {0};
    struct tachi_caller who;
    enum err e = enter(x, &app, &who);

    if (!e)
        e = authsvc_app_delete(&x->call, &(struct client_ref){app.client_id}, &NOTHING);
    if (e)
        return e;
    return tachi_done(
        x, arena_printf(x->call.mem, "Deleted %s (%s).", app.client_name, app.client_id));
}
