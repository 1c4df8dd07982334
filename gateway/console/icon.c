/* icon.c - the picture of an app, which its owner gives it. */
#include "console.h"
#include "embed.h"
#include "upload.h"

EMBED(console_icon_html, EMBED_DIR "/pages/console_icon.html");

static void show(struct exchange *x, enum err e, const char *message, const struct own_app *app)
{
    const struct slot slots[] = {{"message", message, NULL, 0}};

    console_answer(x, e, app,
                   &(struct page){.title = TEXT_picture,
                                  .html = console_icon_html,
                                  .slots = {slots, ARRAY_LEN(slots)}});
}

enum err route_console_icon(struct exchange *x)
{
    struct own_app app = {0};

    enum err e = console_enter(x, &app);
    if (e)
        return account_refuse(x, e);
    show(x, OK, NULL, &app);
    return OK;
}

enum err route_console_icon_set(struct exchange *x)
{
    struct own_app app = {0}, changed = {0};
    struct app_icon icon = {0};

    enum err e = console_enter(x, &app);
    if (e)
        return account_refuse(x, e);
    e = upload_picture(x, &icon.png);
    icon.client_id = app.client_id;
    if (!e)
        e = authsvc_app_icon_set(&x->call, &icon, &changed);
    const char *message = upload_complaint(x, e);
    if (message) {
        show(x, e, message, &app);
        return OK;
    }
    if (e)
        return account_refuse(x, e);
    account_saved(x, console_address(x, &app, "/icon"));
    return OK;
}

enum err route_console_icon_clear(struct exchange *x)
{
    struct own_app app = {0}, changed = {0};

    enum err e = console_enter(x, &app);
    if (!e)
        e = authsvc_app_icon_clear(&x->call, &(struct client_ref){app.client_id}, &changed);
    if (e)
        return account_refuse(x, e);
    account_saved(x, console_address(x, &app, "/icon"));
    return OK;
}
