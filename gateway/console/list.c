/* list.c - the apps of the person who is there. */
#include "console.h"
#include "embed.h"
#include "portrait.h"
#include "words.h"
#include <string.h>

EMBED(console_list_html, EMBED_DIR "/pages/console_list.html");

enum { APPS = 25, CELLS = 9 };

/* In words, with commas. */
static const char *dialects_of(struct exchange *x, const char *dialects)
{
    struct buf out;
    const char *name, *at = dialects;

    buf_init(&out, x->call.mem, 64);
    while ((name = words_next(x->call.mem, &at)))
        buf_printf(&out, "%s%s", out.n ? " · " : "", console_dialect(x, name));
    return buf_text(&out);
}

static struct slots row(struct exchange *x, const struct own_app *app)
{
    const struct portrait portrait =
        portrait_of(x->call.mem, PICTURE_ICONS, app->icon, app->client_name);
    const struct slot cells[CELLS] = {
        {"address", console_address(x, app, ""), NULL, 0},
        {"app", app->client_name, NULL, 0},
        PORTRAIT_SLOTS(portrait),
        {"client_id", app->client_id, NULL, 0},
        {"dialects", dialects_of(x, app->dialects), NULL, 0},
        {"since", account_when(x, app->created_at), NULL, 0},
        {"disabled", app->disabled ? "disabled" : NULL, NULL, 0},
    };
    struct slot *kept = arena_array(x->call.mem, CELLS, sizeof *kept);

    memcpy(kept, cells, sizeof cells);
    return (struct slots){kept, CELLS};
}

enum err route_console(struct exchange *x)
{
    const struct form query = exchange_peek(x);
    struct client_page_request q = {0};
    struct app_page page = {0};

    enum err e = account_enter(x);
    if (!e)
        e = exchange_take(x, &client_page_request_desc, &query, &q);
    q.limit = APPS;
    if (!e)
        e = authsvc_app_list(&x->call, &q, &page);
    if (e)
        return account_refuse(x, e);
    struct slots *rows = arena_array(x->call.mem, page.apps.n + 1, sizeof *rows);
    for (size_t i = 0; i < page.apps.n; i++)
        rows[i] = row(x, &page.apps.v[i]);
    const struct slot slots[] = {
        {"apps", NULL, rows, page.apps.n},
        {"some", page.apps.n > 0 ? "some" : NULL, NULL, 0},
        {"next", page.next, NULL, 0},
    };
    account_answer(x, OK,
                   &(struct page){.title = TEXT_own_apps,
                                  .html = console_list_html,
                                  .slots = {slots, ARRAY_LEN(slots)}});
    return OK;
}
