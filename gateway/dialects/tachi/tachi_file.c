/* tachi_file.c - files that apps make for people, with a key of theirs inside: asked for on the
 * same page as any authorization, and made when the person takes them. */
#include "dialects/endpoint.h"
#include "embed.h"
#include "gateway_inside.h"
#include "interaction.h"
#include "page.h"
#include "tachi.h"
#include "whoami.h"
#include <ctype.h>
#include <string.h>

EMBED(tachi_file_html, EMBED_DIR "/pages/tachi_file.html");
EMBED(tachi_key_html, EMBED_DIR "/pages/tachi_key.html");

static const char *flow_address(struct exchange *x, const char *client_id, const char *rest)
{
    struct buf to;

    buf_init(&to, x->call.mem, 128);
    buf_str(&to, "/client-file-flow/");
    form_encode(&to, client_id);
    buf_str(&to, rest);
    return buf_text(&to);
}

/* -- asking ------------------------------------------------------------------------------------ */

/* Nothing goes to the app: the answer is for the page below. */
enum err route_tachi_file_flow(struct exchange *x)
{
    struct app_look_reply app = {0};
    struct interaction_step step = {0};
    const char *id = NULL;
    enum err e = exchange_segment(x, "clientID", &id);

    if (!e)
        e = tachi_look(x, id, &app);
    if (e)
        return e;
    struct authorize_request q = {
        .response_type = "code",
        .client_id = app.client_id,
        .redirect_uri = arena_printf(x->call.mem, "%s%s", x->gateway->issuer.url,
                                     flow_address(x, app.client_id, "/file")),
        .own_page = true,
    };
    e = endpoint_authorize(x, TACHI, &q, &step);
    if (e)
        return e;
    interaction_go_on(x, &step);
    return OK;
}

/* -- giving ------------------------------------------------------------------------------------ */

/* The app, to somebody who is signed in; others are asked first, which ERR_SIGNED_OUT says. */
static enum err enter(struct exchange *x, struct app_look_reply *app)
{
    const char *id = NULL;
    enum err e = exchange_segment(x, "clientID", &id);

    if (!e)
        e = tachi_look(x, id, app);
    return e ? e : whoami_ticket(x);
}

/* Whoever is not there, or has not let the app in, begins at the beginning. */
static enum err begin_again(struct exchange *x, const struct app_look_reply *app, enum err e)
{
    if (e != ERR_SIGNED_OUT && e != ERR_CONSENT_REQUIRED)
        return e;
    reply_see_other(&x->reply, flow_address(x, app->client_id, ""));
    return OK;
}

enum err route_tachi_file(struct exchange *x)
{
    struct app_look_reply app = {0};
    enum err e = enter(x, &app);

    if (e)
        return begin_again(x, &app, e);
    const struct slot slots[] = {
        {"app", app.client_name, NULL, 0},
        {"filename", app.api_key_filename, NULL, 0},
        {"action", flow_address(x, app.client_id, "/file"), NULL, 0},
    };
    page_show(x, 200,
              &(struct page){.title = TEXT_key_file,
                             .html = tachi_file_html,
                             .slots = {slots, ARRAY_LEN(slots)}});
    return OK;
}

/* The first place of the template is where the key goes; without a template it is the key. */
static const char *filled_in(struct arena *mem, const char *template, const char *key)
{
    const char *place = template ? strstr(template, TACHI_KEY_PLACE) : NULL;

    if (!place)
        return key;
    return arena_printf(mem, "%.*s%s%s", (int)(place - template), template, key,
                        place + strlen(TACHI_KEY_PLACE));
}

/* A name that no system takes for a path, or for anything but a name. */
static const char *safe_name(struct arena *mem, const char *name)
{
    char *safe = arena_strdup(mem, name);

    for (char *p = safe; *p; p++) {
        if (!isalnum((unsigned char)*p) && !strchr("._- ", *p))
            *p = '_';
    }
    for (char *p = safe; *p == '.' || *p == ' '; p++)
        *p = '_';
    return safe;
}

static void offer(struct exchange *x, const char *filename, const char *text)
{
    reply_header(
        &x->reply, "Content-Disposition",
        arena_printf(x->call.mem, "attachment; filename=\"%s\"", safe_name(x->call.mem, filename)));
    reply_text(&x->reply, 200, "application/octet-stream", bytes_of(text));
}

static void show(struct exchange *x, const char *text)
{
    const struct slot slots[] = {{"key", text, NULL, 0}};

    page_show(x, 200,
              &(struct page){.title = TEXT_key_file,
                             .html = tachi_key_html,
                             .slots = {slots, ARRAY_LEN(slots)}});
}

enum err route_tachi_file_take(struct exchange *x)
{
    struct app_look_reply app = {0};
    struct api_key_client_reply a = {0};
    enum err e = enter(x, &app);

    if (!e)
        e = tokensvc_api_key_client(&x->call,
                                    &(struct api_key_client_request){app.client_id, TACHI}, &a);
    if (e)
        return begin_again(x, &app, e);
    const char *text = filled_in(x->call.mem, app.api_key_template, a.secret);
    if (app.api_key_filename)
        offer(x, app.api_key_filename, text);
    else
        show(x, text);
    return OK;
}
