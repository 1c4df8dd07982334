/* overview.c - an app: what it is, how it is used, what went wrong lately. */
#include "console.h"
#include "embed.h"
#include "mishaps.h"
#include "usage.h"
#include "words.h"

EMBED(console_app_html, EMBED_DIR "/pages/console_app.html");

enum { DIALECTS_MAX = 16 };

static struct slot uris_slot(struct exchange *x, const struct strs *uris)
{
    struct slots *rows = arena_array(x->call.mem, uris->n + 1, sizeof *rows);

    for (size_t i = 0; i < uris->n; i++) {
        struct slot *cell = ARENA_NEW(x->call.mem, slot);
        *cell = (struct slot){"uri", uris->v[i], NULL, 0};
        rows[i] = (struct slots){cell, 1};
    }
    return (struct slot){"uris", NULL, rows, uris->n};
}

static struct slot dialects_slot(struct exchange *x, const char *dialects)
{
    struct slots *rows = arena_array(x->call.mem, DIALECTS_MAX, sizeof *rows);
    const char *name, *at = dialects;
    size_t n = 0;

    while (n < DIALECTS_MAX && (name = words_next(x->call.mem, &at))) {
        struct slot *cells = arena_array(x->call.mem, 2, sizeof *cells);
        cells[0] = (struct slot){"dialect", name, NULL, 0};
        cells[1] = (struct slot){"title", console_dialect(x, name), NULL, 0};
        rows[n++] = (struct slots){cells, 2};
    }
    return (struct slot){"dialects", NULL, rows, n};
}

/* All that services told of it. */
struct told {
    struct own_app app;
    struct app_use_reply use;
    struct app_mishaps_reply asking, redeeming;
};

static enum err ask(struct exchange *x, struct told *told)
{
    enum err e = console_enter(x, &told->app);
    const struct client_ref q = {told->app.client_id};

    if (e || (e = tokensvc_app_use(&x->call, &q, &told->use)) ||
        (e = authsvc_app_mishaps(&x->call, &q, &told->asking)))
        return e;
    return tokensvc_app_failures(&x->call, &q, &told->redeeming);
}

enum err route_console_app(struct exchange *x)
{
    struct told told = {0};
    const struct own_app *app = &told.app;

    enum err e = ask(x, &told);
    if (e)
        return account_refuse(x, e);
    const struct slot slots[] = {
        {"description", app->description, NULL, 0},
        {"client_uri", app->client_uri, NULL, 0},
        {"since", account_when(x, app->created_at), NULL, 0},
        {"disabled", app->disabled ? "disabled" : NULL, NULL, 0},
        {"confidential", app->confidential ? "confidential" : NULL, NULL, 0},
        uris_slot(x, &app->redirect_uris),
        dialects_slot(x, app->dialects),
        {"families", usage_number(x->call.mem, told.use.families), NULL, 0},
        {"people", usage_number(x->call.mem, told.use.people), NULL, 0},
        {"tokens", usage_number(x->call.mem, usage_sum(&told.use)), NULL, 0},
        {"used", told.use.used_at ? account_when(x, told.use.used_at) : NULL, NULL, 0},
        usage_bars(x, &told.use),
        usage_days(x, &told.use),
        mishaps_slot(x, &told.asking, &told.redeeming),
    };
    console_answer(x, OK, app,
                   &(struct page){.title = TEXT_own_app,
                                  .html = console_app_html,
                                  .slots = {slots, ARRAY_LEN(slots)}});
    return OK;
}
