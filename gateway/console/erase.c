/* erase.c - the end of an app. */
#include "console.h"
#include "embed.h"

EMBED(console_delete_html, EMBED_DIR "/pages/console_delete.html");

enum err route_console_delete(struct exchange *x)
{
    struct own_app app = {0};

    enum err e = console_enter(x, &app);
    if (e)
        return account_refuse(x, e);
    console_answer(x, OK, &app,
                   &(struct page){.title = TEXT_delete_app, .html = console_delete_html});
    return OK;
}

enum err route_console_delete_now(struct exchange *x)
{
    struct own_app app = {0};

    enum err e = console_enter(x, &app);
    if (!e)
        e = authsvc_app_delete(&x->call, &(struct client_ref){app.client_id}, &NOTHING);
    if (e)
        return account_refuse(x, e);
    account_saved(x, "/apps");
    return OK;
}
