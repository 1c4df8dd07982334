/* dialect.c - an app in one dialect: its addresses there, its links, and what is set for it. */
#include "dialect_settings.h"
#include "embed.h"
#include "words.h"

EMBED(console_dialect_html, EMBED_DIR "/pages/console_dialect.html");

struct place {
    struct own_app app;
    struct app_choices_reply choices;
    const char *dialect;
    struct dialect_settings settings;
};

/* The app, in a dialect that it is switched on for.  ERR_NOT_FOUND: it is not. */
static enum err enter(struct exchange *x, struct place *out)
{
    enum err e = console_enter(x, &out->app);

    if (!e)
        e = exchange_segment(x, "dialect", &out->dialect);
    if (!e && !words_has(out->app.dialects, out->dialect))
        e = refuse_openly(&x->call, ERR_NOT_FOUND, "the app is not switched on there");
    if (!e)
        e = authsvc_app_choices(&x->call, &NOTHING, &out->choices);
    if (!e)
        dialect_settings_of(x, out->dialect, &out->app, &out->choices, &out->settings);
    return e;
}

static const char *address(struct exchange *x, const struct place *place)
{
    return console_address(x, &place->app,
                           arena_printf(x->call.mem, "/dialect/%s", place->dialect));
}

/* A message can be tried where the address for it is set. */
static bool has_webhook(const struct place *place)
{
    return place->app.webhook_uri && dialect_settings_has(&place->settings, "webhook_uri");
}

/* Its secret goes with each message, and is older than what keeps secrets. */
static bool is_mute(const struct place *place)
{
    return has_webhook(place) && !place->app.secret_kept;
}

static void show(struct exchange *x, enum err e, const struct place *place, const char *message)
{
    const struct form query = exchange_peek(x);
    const struct slot links = console_links(x, place->dialect, &place->app);
    const struct slot slots[] = {
        {"dialect", place->dialect, NULL, 0},
        {"dialect_title", console_dialect(x, place->dialect), NULL, 0},
        {"dialect_lead", console_dialect_lead(x, place->dialect), NULL, 0},
        {"message", message, NULL, 0},
        {"told", form_get(&query, "told") ? "told" : NULL, NULL, 0},
        {"some", place->settings.n ? "some" : NULL, NULL, 0},
        {"linked", links.n_rows ? "linked" : NULL, NULL, 0},
        {"has_webhook", has_webhook(place) && !is_mute(place) ? "has_webhook" : NULL, NULL, 0},
        {"mute", is_mute(place) ? "mute" : NULL, NULL, 0},
        console_addresses(x, place->dialect),
        links,
        dialect_settings_slot(x, &place->settings),
    };

    console_answer(x, e, &place->app,
                   &(struct page){.title = TEXT_app_settings,
                                  .html = console_dialect_html,
                                  .slots = {slots, ARRAY_LEN(slots)}});
}

enum err route_console_dialect_page(struct exchange *x)
{
    struct place place = {0};

    enum err e = enter(x, &place);
    if (e)
        return account_refuse(x, e);
    show(x, OK, &place, NULL);
    return OK;
}

enum err route_console_dialect_save(struct exchange *x)
{
    struct app_update_request q = {0};
    struct own_app changed = {0};
    struct place place = {0};

    enum err e = enter(x, &place);
    if (e)
        return account_refuse(x, e);
    bool whole = dialect_settings_read(x, &place.settings, &q);
    e = whole ? authsvc_app_update(&x->call, &q, &changed) : ERR_BAD_FIELD;
    if (e == ERR_BAD_FIELD) {
        bool below = !whole || dialect_settings_explain(x, &place.settings);
        show(x, e, &place, page_text(x, below ? TEXT_see_below : TEXT_cannot_be_saved));
        return OK;
    }
    if (e)
        return account_refuse(x, e);
    account_saved(x, address(x, &place));
    return OK;
}

enum err route_console_webhook_try(struct exchange *x)
{
    struct place place = {0};

    enum err e = enter(x, &place);
    if (!e)
        e = authsvc_app_webhook_try(&x->call, &(struct client_ref){place.app.client_id}, &NOTHING);
    if (e)
        return account_refuse(x, e);
    reply_see_other(&x->reply, arena_printf(x->call.mem, "%s?told=1", address(x, &place)));
    return OK;
}
