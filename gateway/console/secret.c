/* secret.c - the secret of an app: seen where it is kept, and replaced. */
#include "console.h"
#include "embed.h"
#include "text.h"
#include <string.h>

EMBED(console_secret_html, EMBED_DIR "/pages/console_secret.html");

#define HOUR INT64_C(3600) /* seconds */
#define DAY (24 * HOUR)

/* How long the old secret works beside the new one. */
static const struct overlap {
    int64_t seconds;
    enum text words;
} overlaps[] = {
    {DAY, TEXT_overlap_day},        {HOUR, TEXT_overlap_hour}, {7 * DAY, TEXT_overlap_week},
    {30 * DAY, TEXT_overlap_month}, {0, TEXT_overlap_none},
};

struct shown {
    const char *secret;  /* NULL: it is not shown */
    const char *message; /* what is wrong; NULL: nothing */
    int64_t until;       /* when the old one ends, in ms; 0: there is none, or it has */
    bool rotated, ended; /* there is a new one; with it everything ended */
};

static struct slot overlaps_slot(struct exchange *x)
{
    struct arena *mem = x->call.mem;
    struct slots *rows = arena_array(mem, ARRAY_LEN(overlaps), sizeof *rows);

    for (size_t i = 0; i < ARRAY_LEN(overlaps); i++) {
        struct slot *cells = arena_array(mem, 2, sizeof *cells);
        cells[0] = (struct slot){
            "seconds", arena_printf(mem, "%lld", (long long)overlaps[i].seconds), NULL, 0};
        cells[1] = (struct slot){"words", page_text(x, overlaps[i].words), NULL, 0};
        rows[i] = (struct slots){cells, 2};
    }
    return (struct slot){"overlaps", NULL, rows, ARRAY_LEN(overlaps)};
}

static void show(struct exchange *x, enum err e, const struct own_app *app,
                 const struct shown *shown)
{
    const struct form query = exchange_peek(x);
    const char *until = shown->until ? account_when(x, shown->until) : NULL;
    const struct slot slots[] = {
        {"secret", shown->secret, NULL, 0},
        {"message", shown->message, NULL, 0},
        {"until", shown->rotated ? until : NULL, NULL, 0},
        {"still", shown->rotated ? NULL : until, NULL, 0},
        {"overlapping", until, NULL, 0},
        {"settled", form_get(&query, "settled") ? "settled" : NULL, NULL, 0},
        {"rotated", shown->rotated ? "rotated" : NULL, NULL, 0},
        {"ended", shown->ended ? "ended" : NULL, NULL, 0},
        {"kept", app->secret_kept ? "kept" : NULL, NULL, 0},
        overlaps_slot(x),
    };

    console_answer(x, e, app,
                   &(struct page){.title = TEXT_app_secret,
                                  .html = console_secret_html,
                                  .slots = {slots, ARRAY_LEN(slots)}});
}

/* A public app has none: there is no such page of it. */
static enum err enter(struct exchange *x, struct own_app *app)
{
    enum err e = console_enter(x, app);

    return !e && !app->confidential ? ERR_NOT_FOUND : e;
}

enum err route_console_secret(struct exchange *x)
{
    struct own_app app = {0};

    enum err e = enter(x, &app);
    if (e)
        return account_refuse(x, e);
    show(x, OK, &app, &(struct shown){.until = app.secret_until});
    return OK;
}

/* Whoever sat down where the owner is still signed in has to sign in as them first. */
static enum err refuse_secret(struct exchange *x, const struct own_app *app, enum err e)
{
    if (e != ERR_SIGN_IN_AGAIN)
        return account_refuse(x, e);
    account_sign_in_again(x, console_address(x, app, "/secret"));
    return OK;
}

/* It was seen there and then, and goes with the page. */
enum err route_console_reveal(struct exchange *x)
{
    struct app_secret_reply revealed = {0};
    struct own_app app = {0};

    enum err e = enter(x, &app);
    if (!e)
        e = authsvc_app_secret_reveal(
            &x->call, &(struct app_secret_request){.client_id = app.client_id}, &revealed);
    if (e)
        return refuse_secret(x, &app, e);
    show(x, OK, &app, &(struct shown){.secret = revealed.client_secret, .until = app.secret_until});
    return OK;
}

/* As the form has it; with force there is none.  false: it is none that there is. */
static bool chosen(const struct exchange *x, bool force, int64_t *seconds)
{
    const char *text = form_get(&x->form, "overlap");

    *seconds = 0;
    if (force)
        return true;
    if (!text || !text_int(text, seconds))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(overlaps); i++) {
        if (overlaps[i].seconds == *seconds)
            return true;
    }
    return false;
}

/* The form that ends everything says so twice: by its button, and by a tick. */
enum err route_console_rotate(struct exchange *x)
{
    struct client_secret_rotate_request q = {.force = form_get(&x->form, "force") != NULL};
    struct app_secret_reply fresh = {0};
    struct own_app app = {0};

    enum err e = enter(x, &app);
    if (!e && !chosen(x, q.force, &q.overlap))
        e = refuse_openly(&x->call, ERR_BAD_FIELD, "overlap: none of those that there are");
    if (e)
        return account_refuse(x, e);
    if (q.force && !form_get(&x->form, "sure")) {
        show(
            x, ERR_BAD_FIELD, &app,
            &(struct shown){.message = page_text(x, TEXT_force_unsure), .until = app.secret_until});
        return OK;
    }
    q.client_id = app.client_id;
    e = authsvc_app_secret_rotate(&x->call, &q, &fresh);
    if (e)
        return refuse_secret(x, &app, e);
    show(x, OK, &app,
         &(struct shown){
             .secret = fresh.client_secret,
             .rotated = true,
             .ended = q.force,
             .until = q.overlap ? x->call.now + q.overlap * 1000 : 0,
         });
    return OK;
}

/* The old one, before its time. */
enum err route_console_settle(struct exchange *x)
{
    struct own_app app = {0}, settled = {0};

    enum err e = enter(x, &app);
    if (!e)
        e = authsvc_app_secret_settle(&x->call, &(struct client_ref){app.client_id}, &settled);
    if (e)
        return account_refuse(x, e);
    reply_see_other(&x->reply, console_address(x, &app, "/secret?settled=1"));
    return OK;
}
