/* app_icon.c - the picture of an app, which its owner gives it. */
#include "account/account.h"
#include "embed.h"
#include "portrait.h"
#include "present.h"
#include "upload.h"

EMBED(app_icon_html, EMBED_DIR "/pages/app_icon.html");

/* Who is there, and the app that the address names. */
static enum err enter(struct exchange *x, struct own_app *app)
{
    struct client_ref ref = {NULL};

    enum err e = account_enter(x);
    if (!e)
        e = exchange_segment(x, "client_id", &ref.client_id);
    return e ? e : authsvc_app_get(&x->call, &ref, app);
}

static const char *address_of(struct arena *mem, const struct own_app *app, const char *rest)
{
    return arena_printf(mem, "/apps/%s%s", app->client_id, rest);
}

static void show(struct exchange *x, enum err e, const char *message, const struct own_app *app)
{
    const struct portrait portrait =
        portrait_of(x->call.mem, PICTURE_ICONS, app->icon, app->client_name);
    const struct slot slots[] = {
        {"message", message, NULL, 0},
        {"app", app->client_name, NULL, 0},
        {"base", address_of(x->call.mem, app, ""), NULL, 0},
        PORTRAIT_SLOTS(portrait),
    };

    account_show(x, e ? err_status(e) : 200,
                 &(struct page){.title = TEXT_picture,
                                .html = app_icon_html,
                                .slots = {slots, ARRAY_LEN(slots)}});
}

enum err route_app_icon_page(struct exchange *x)
{
    struct own_app app = {0};

    enum err e = enter(x, &app);
    if (e)
        return account_refuse(x, e);
    show(x, OK, NULL, &app);
    return OK;
}

enum err route_app_icon_set(struct exchange *x)
{
    struct own_app app = {0}, changed = {0};
    struct app_icon icon = {0};

    enum err e = enter(x, &app);
    if (e)
        return account_refuse(x, e);
    e = upload_picture(x, &icon.png);
    icon.client_id = app.client_id;
    if (!e)
        e = authsvc_app_icon_set(&x->call, &icon, &changed);
    const char *message = upload_complaint(x, e);
    if (message) {
        present_note(x, e);
        show(x, e, message, &app);
        return OK;
    }
    if (e)
        return account_refuse(x, e);
    account_saved(x, address_of(x->call.mem, &app, "/icon"));
    return OK;
}

enum err route_app_icon_clear(struct exchange *x)
{
    struct own_app app = {0}, changed = {0};

    enum err e = enter(x, &app);
    if (!e)
        e = authsvc_app_icon_clear(&x->call, &(struct client_ref){app.client_id}, &changed);
    if (e)
        return account_refuse(x, e);
    account_saved(x, address_of(x->call.mem, &app, "/icon"));
    return OK;
}
