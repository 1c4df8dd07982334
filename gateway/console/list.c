/* list.c - the apps of the person who is there. */
#include "console.h"
#include "embed.h"
#include "words.h"

EMBED(console_list_html, EMBED_DIR "/pages/console_list.html");

enum { APPS = 25, CELLS = 7 };

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
    struct slot *cells = arena_array(x->call.mem, CELLS, sizeof *cells);

    cells[0] = (struct slot){"address", console_address(x, app, ""), NULL, 0};
    cells[1] = (struct slot){"app", app->client_name, NULL, 0};
    cells[2] = (struct slot){"letter", console_letter(x->call.mem, app->client_name), NULL, 0};
    cells[3] = (struct slot){"client_id", app->client_id, NULL, 0};
    cells[4] = (struct slot){"dialects", dialects_of(x, app->dialects), NULL, 0};
    cells[5] = (struct slot){"since", account_when(x, app->created_at), NULL, 0};
    cells[6] = (struct slot){"disabled", app->disabled ? "disabled" : NULL, NULL, 0};
    return (struct slots){cells, CELLS};
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
    account_show(x, 200,
                 &(struct page){.title = TEXT_own_apps,
                                .html = console_list_html,
                                .slots = {slots, ARRAY_LEN(slots)}});
    return OK;
}
