/* tailchat_apps.c - Tailchat's apps: listed, looked at, made and deleted. */
#include "gateway_inside.h"
#include "tailchat_app.h"
#include "tailchat_change.h"
#include <string.h>

enum { APPS_MOST = 1000 };

/* Whose X-Token it is; the profile has their public id. */
static enum err owner(struct exchange *x, struct profile *out)
{
    enum err e = tailchat_caller(x);

    return e ? e : usersvc_profile_get(&x->call, &NOTHING, out);
}

/* -- looking ----------------------------------------------------------------------------------- */

static enum err print_page(struct exchange *x, struct json *json, const struct app_page *page,
                           const char *sub)
{
    struct tailchat_app app;
    enum err e = OK;

    for (size_t i = 0; !e && i < page->apps.n; i++) {
        e = tailchat_app_own(x, &page->apps.v[i], sub, &app);
        if (!e)
            tailchat_app_print(x, json, NULL, &app);
    }
    return e;
}

enum err route_tailchat_app_all(struct exchange *x)
{
    struct client_page_request q = {.dialect = TAILCHAT};
    struct tailchat_body body;
    struct profile person = {0};
    size_t n = 0;
    enum err e = owner(x, &person);

    struct json *json = tailchat_begin(x, &body);
    json_open(json, "data", '[');
    do {
        struct app_page page = {0};
        if (!e)
            e = authsvc_app_list(&x->call, &q, &page);
        if (!e)
            e = print_page(x, json, &page, person.sub);
        q.after = page.next;
        n += page.apps.n;
    } while (!e && q.after && n < APPS_MOST);
    if (e)
        return e;
    json_close(json, ']');
    tailchat_ok(x, &body);
    return OK;
}

enum err tailchat_app_look(struct exchange *x, const char *id, struct app_look_reply *out)
{
    const struct app_look_request q = {.client_id = id, .dialect = TAILCHAT};
    const struct msg_field *field = msg_field_by_name(&app_look_request_desc, "client_id", 9);

    if (!*id || msg_text_fault(field, id, strlen(id), x->call.mem))
        return ERR_UNKNOWN_CLIENT;
    return authsvc_app_look(&x->call, &q, out);
}

/* Whoever is signed in may look at any; what the owner alone may know is not in it. */
enum err route_tailchat_app_get(struct exchange *x)
{
    static const char *const names[] = {"appId"};
    struct app_look_reply look = {0};
    struct tailchat_body body;
    const char *id = NULL;

    enum err e = tailchat_caller(x);
    if (e)
        return e;
    if (!tailchat_take(x, names, 1, &id))
        return OK;
    e = tailchat_app_look(x, id, &look);
    if (e == ERR_UNKNOWN_CLIENT) {
        tailchat_ok_raw(x, "null");
        return OK;
    }
    if (e)
        return e;
    const struct tailchat_app app = {
        .id = look.client_id,
        .name = look.client_name,
        .description = look.description,
        .logo_uri = look.logo_uri,
        .icon = look.icon,
        .capabilities = look.capabilities,
        .owner = look.owner_sub,
        .redirect_uris = &look.redirect_uris,
        .created_at = look.created_at,
        .updated_at = look.updated_at,
    };
    tailchat_app_print(x, tailchat_begin(x, &body), "data", &app);
    tailchat_ok(x, &body);
    return OK;
}

/* -- making and deleting ----------------------------------------------------------------------- */

enum err tailchat_answer_own(struct exchange *x, const struct own_app *own)
{
    struct tailchat_body body;
    struct tailchat_app app;
    struct profile person = {0};

    enum err e = usersvc_profile_get(&x->call, &NOTHING, &person);
    if (!e)
        e = tailchat_app_own(x, own, person.sub, &app);
    if (e)
        return e;
    tailchat_app_print(x, tailchat_begin(x, &body), "data", &app);
    tailchat_ok(x, &body);
    return OK;
}

enum err route_tailchat_app_create(struct exchange *x)
{
    static const char *const names[] = {"appName", "appDesc", "appIcon"};
    const char *said[ARRAY_LEN(names)];
    struct app_secret_reply made = {0};
    enum err e = OK;

    if ((e = tailchat_caller(x)))
        return e;
    if (!tailchat_take(x, names, ARRAY_LEN(names), said))
        return OK;
    const struct app_add_request q = {
        .client_name = said[0],
        .description = *said[1] ? said[1] : NULL,
        .logo_uri = *said[2] ? tailchat_icon(x, said[2]) : NULL,
        .confidential = true,
        .scope = "openid profile offline_access",
        .capabilities = "",
        .dialect = TAILCHAT,
    };
    if (!*q.client_name)
        return refuse_openly(&x->call, ERR_BAD_FIELD, "Form error");
    if ((e = tailchat_fits(x, &app_add_request_desc, "client_name", q.client_name)) ||
        (e = tailchat_fits(x, &app_add_request_desc, "description", q.description)) ||
        (e = tailchat_fits(x, &app_add_request_desc, "logo_uri", q.logo_uri)) ||
        (e = authsvc_app_add(&x->call, &q, &made)))
        return e;
    return tailchat_answer_own(x, made.app);
}

/* Its owner deletes it; to others it says whose it is not. */
enum err route_tailchat_app_delete(struct exchange *x)
{
    static const char *const names[] = {"appId"};
    static const struct tailchat_failure nothing = {
        500, "TypeError", "Cannot read properties of null (reading 'owner')", NULL};
    struct app_look_reply look = {0};
    const char *id = NULL;

    enum err e = tailchat_caller(x);
    if (e)
        return e;
    if (!tailchat_take(x, names, 1, &id))
        return OK;
    e = tailchat_app_look(x, id, &look);
    if (e == ERR_UNKNOWN_CLIENT)
        return tailchat_fail(x, e, &nothing, NULL);
    if (!e)
        e = authsvc_app_delete(&x->call, &(struct client_ref){id}, &NOTHING);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_FORBIDDEN : e;
    tailchat_ok_raw(x, "true");
    return OK;
}
