/* apps.c - the apps that the person has let in. */
#include "account.h"
#include "embed.h"
#include "portrait.h"
#include <string.h>

EMBED(account_apps_html, EMBED_DIR "/pages/account_apps.html");

enum { APPS = 10, CELLS = 5 };

static struct slots row(struct exchange *x, const struct consent_view *app,
                        const struct grant_use *use)
{
    const struct portrait portrait =
        portrait_of(x->call.mem, PICTURE_ICONS, app->client_icon, app->client_name);
    const struct slot look[] = {PORTRAIT_SLOTS(portrait)};
    struct slot *cells = arena_array(x->call.mem, CELLS + ARRAY_LEN(look), sizeof *cells);

    cells[0] = (struct slot){"client_id", app->client_id, NULL, 0};
    cells[1] = (struct slot){"app", app->client_name, NULL, 0};
    cells[2] = (struct slot){"since", account_when(x, app->since), NULL, 0};
    cells[3] = (struct slot){"used", use->used_at ? account_when(x, use->used_at) : NULL, NULL, 0};
    cells[4] = account_permissions(x, app->scope);
    memcpy(cells + CELLS, look, sizeof look);
    return (struct slots){cells, CELLS + ARRAY_LEN(look)};
}

enum err route_account_apps(struct exchange *x)
{
    const struct form query = exchange_peek(x);
    struct consent_page_request q = {0};
    struct consent_page page = {0};
    struct grant_uses_reply uses = {0};

    enum err e = account_enter(x);
    if (!e)
        e = exchange_take(x, &consent_page_request_desc, &query, &q);
    q.limit = APPS;
    if (!e)
        e = authsvc_consent_list(&x->call, &q, &page);
    if (!e)
        e = account_uses(&x->call, &page, &uses);
    if (e)
        return account_refuse(x, e);
    struct slots *rows = arena_array(x->call.mem, page.consents.n + 1, sizeof *rows);
    for (size_t i = 0; i < page.consents.n; i++)
        rows[i] = row(x, &page.consents.v[i], &uses.uses.v[i]);
    const struct slot slots[] = {
        {"apps", NULL, rows, page.consents.n},
        {"some", page.consents.n > 0 ? "some" : NULL, NULL, 0},
        {"next", page.next, NULL, 0},
    };
    account_answer(x, OK,
                   &(struct page){.title = TEXT_apps,
                                  .html = account_apps_html,
                                  .slots = {slots, ARRAY_LEN(slots)}});
    return OK;
}

enum err route_account_apps_end(struct exchange *x)
{
    struct own_grant_ref q;

    enum err e = account_enter(x);
    if (!e)
        e = exchange_take(x, &own_grant_ref_desc, &x->form, &q);
    if (!e)
        e = tokensvc_grant_withdraw(&x->call, &q, &NOTHING);
    if (e)
        return account_refuse(x, e);
    account_saved(x, "/account/apps");
    return OK;
}
