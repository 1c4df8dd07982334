#include "pages.h"
#include "embed.h"
#include "gateway_inside.h"
#include "origin.h"
#include "present.h"
#include "template.h"
#include "words.h"
#include <string.h>

#define HTML "text/html; charset=utf-8"

EMBED(pages_head, EMBED_DIR "/pages/head.html");
EMBED(pages_foot, EMBED_DIR "/pages/foot.html");
EMBED(pages_sign_in_html, EMBED_DIR "/pages/sign_in.html");
EMBED(pages_consent_html, EMBED_DIR "/pages/consent.html");
EMBED(pages_post_html, EMBED_DIR "/pages/post.html");
EMBED(pages_home_html, EMBED_DIR "/pages/home.html");
EMBED(pages_error_html, EMBED_DIR "/pages/error.html");

enum { PAGE_ROOM = 8192, PERMISSIONS_MAX = 64 };

/* slots: of the page; those of every page are added here. */
static void show(struct exchange *x, int status, const char *title, const char *html,
                 const struct slots *slots)
{
    struct arena *mem = x->call.mem;
    struct slot *all = arena_array(mem, slots->n + 3, sizeof *all);
    struct slots data = {all, slots->n + 3};
    struct buf out;

    all[0] = (struct slot){"title", title, NULL, 0};
    all[1] = (struct slot){"style", x->gateway->style_version, NULL, 0};
    all[2] = (struct slot){"host", x->gateway->issuer.authority, NULL, 0};
    memcpy(all + 3, slots->v, slots->n * sizeof *all);
    buf_init(&out, mem, PAGE_ROOM);
    template_render(&out, pages_head, &data);
    template_render(&out, html, &data);
    template_render(&out, pages_foot, &data);
    reply_text(&x->reply, status, HTML, buf_bytes(&out));
}

static const char *name_of(const struct profile *person)
{
    return person->name ? person->name : person->username;
}

void pages_sign_in(struct exchange *x, int status, const struct sign_in_page *page)
{
    const struct slot slots[] = {
        {"handle", page->handle, NULL, 0},
        {"client_name", page->client_name, NULL, 0},
        {"username", page->username, NULL, 0},
        {"message", page->message, NULL, 0},
    };

    if (page->redirect_uri)
        x->reply.form_action = origin_chain(x->call.mem, page->redirect_uri);
    show(x, status, "Sign in", pages_sign_in_html, &(struct slots){slots, ARRAY_LEN(slots)});
}

/* The scope in words; NULL: we know only its name. */
static const char *words_of_scope(const char *scope)
{
#define SCOPE(name, words) {#name, words},
    static const struct {
        const char *name, *words;
    } known[] = {
#include "scopes.def"
    };
#undef SCOPE

    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        if (strcmp(known[i].name, scope) == 0)
            return known[i].words;
    }
    return NULL;
}

/* A row for each scope.  New ones are marked when there are others beside them. */
static struct slot permissions(struct arena *mem, const struct consent_question *question)
{
    bool some_old = !words_within(question->scope, question->new_scope);
    struct slots *rows = arena_array(mem, PERMISSIONS_MAX, sizeof *rows);
    const char *scope, *at = question->scope;
    size_t n = 0;

    while (n < PERMISSIONS_MAX && (scope = words_next(mem, &at))) {
        bool fresh = some_old && words_has(question->new_scope, scope);
        struct slot *row = arena_array(mem, 3, sizeof *row);
        row[0] = (struct slot){"words", words_of_scope(scope), NULL, 0};
        row[1] = (struct slot){"scope", scope, NULL, 0};
        row[2] = (struct slot){"new", fresh ? "new" : NULL, NULL, 0};
        rows[n++] = (struct slots){row, 3};
    }
    return (struct slot){"permissions", NULL, rows, n};
}

/* Where the answer goes, as people read it: a host, or an app on this device. */
static struct slot destination(struct arena *mem, const char *redirect_uri)
{
    const char *source = origin_source(mem, redirect_uri);
    const char *host = source ? strstr(source, "://") : NULL;

    if (!host || source_is_loopback(host + 3) || strncmp(host + 3, "localhost", 9) == 0)
        return (struct slot){"device", "this device", NULL, 0};
    return (struct slot){"destination", host + 3, NULL, 0};
}

void pages_consent(struct exchange *x, const struct interaction_step *step,
                   const struct profile *person)
{
    const struct consent_question *question = step->consent;
    struct arena *mem = x->call.mem;
    bool linked = question->client_uri && strncmp(question->client_uri, "https://", 8) == 0;
    const struct slot slots[] = {
        {"handle", step->handle, NULL, 0},
        {"ticket", question->ticket, NULL, 0},
        {"client_name", step->client_name ? step->client_name : question->client_id, NULL, 0},
        {"client_uri", linked ? question->client_uri : NULL, NULL, 0},
        {"person", name_of(person), NULL, 0},
        permissions(mem, question),
        destination(mem, question->redirect_uri),
    };

    x->reply.form_action = origin_chain(mem, question->redirect_uri);
    show(x, 200, "Give access", pages_consent_html, &(struct slots){slots, ARRAY_LEN(slots)});
}

void pages_post(struct exchange *x, const struct interaction_step *step)
{
    const struct answer_form *post = step->post;
    struct arena *mem = x->call.mem;
    const struct slot slots[] = {
        {"action", post->action, NULL, 0},
        {"code", post->code, NULL, 0},
        {"error", post->error, NULL, 0},
        {"error_description", post->error_description, NULL, 0},
        {"state", post->state, NULL, 0},
        {"iss", post->iss, NULL, 0},
        {"client_name", step->client_name, NULL, 0},
        {"script", x->gateway->post_version, NULL, 0},
    };

    x->reply.form_action = origin_chain(mem, post->action);
    x->reply.scripted = true;
    show(x, 200, "One moment", pages_post_html, &(struct slots){slots, ARRAY_LEN(slots)});
}

void pages_home(struct exchange *x, const struct profile *person)
{
    const struct slot slots[] = {
        {"person", person ? name_of(person) : NULL, NULL, 0},
        {"username", person ? person->username : NULL, NULL, 0},
        {"email", person ? person->email : NULL, NULL, 0},
    };

    show(x, 200, person ? "Signed in" : "Nobody is signed in", pages_home_html,
         &(struct slots){slots, ARRAY_LEN(slots)});
}

/* What to call it, and what the person can do. */
struct explanation {
    enum err error;
    const char *title, *advice;
};

static const struct explanation *explain(enum err e)
{
    static const char by_app[] = "The app that sent you here asked in a way we do not accept. "
                                 "Nothing was sent to it. Its makers can put it right.";
    static const char again[] = "Go back to the app and begin again.";
    static const struct explanation known[] = {
        {ERR_UNKNOWN_CLIENT, "This app is not known here", by_app},
        {ERR_BAD_REDIRECT_URI, "This app cannot be let in", by_app},
        {ERR_EXPIRED, "This has expired", again},
        {ERR_NOT_FOUND, "There is nothing here", "The address may have been mistyped."},
        {ERR_NOT_ALLOWED, "Not like this", "This address answers other questions."},
        {ERR_WRONG_ORIGIN, "This came from elsewhere",
         "A form is accepted only from our own pages. Nothing was changed."},
        {ERR_MISDIRECTED, "The wrong address", "Nobody of this name is served here."},
        {ERR_DISABLED, "This has been closed", "Whoever runs this service can tell more."},
        {ERR_BUSY, "One moment, please", "Too many are at the door. Try again shortly."},
        {ERR_UNAVAILABLE, "One moment, please",
         "A part of the service is away. Try again shortly."},
        {ERR_DEADLINE, "One moment, please", "It took too long. Try again shortly."},
    };
    static const struct explanation ours = {
        OK, "Something went wrong here",
        "It is our fault. Try again, or tell us the number below."};
    static const struct explanation theirs = {OK, "This cannot be done", by_app};

    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        if (known[i].error == e)
            return &known[i];
    }
    return err_is_fault(e) ? &ours : &theirs;
}

void pages_error(struct exchange *x, enum err e)
{
    const struct explanation *about = explain(e);
    const struct slot slots[] = {
        {"text", present_sentence(x, e), NULL, 0},
        {"advice", about->advice, NULL, 0},
        {"reference", call_id(&x->call), NULL, 0},
    };

    show(x, err_status(e), about->title, pages_error_html,
         &(struct slots){slots, ARRAY_LEN(slots)});
}
