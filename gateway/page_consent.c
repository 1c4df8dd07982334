#include "embed.h"
#include "interaction.h"
#include "origin.h"
#include "page.h"
#include "pages.h"
#include "portrait.h"
#include "source.h"
#include "words.h"
#include <string.h>

EMBED(page_consent_html, EMBED_DIR "/pages/consent.html");

enum { PERMISSIONS_MAX = 64 };

/* A row for each scope.  New ones are marked when there are others beside them. */
static struct slot permissions(struct exchange *x, const struct consent_question *question)
{
    struct arena *mem = x->call.mem;
    bool some_old = !words_within(question->scope, question->new_scope);
    struct slots *rows = arena_array(mem, PERMISSIONS_MAX, sizeof *rows);
    const char *scope, *at = question->scope;
    size_t n = 0;

    while (n < PERMISSIONS_MAX && (scope = words_next(mem, &at))) {
        bool fresh = some_old && words_has(question->new_scope, scope);
        struct slot *row = arena_array(mem, 3, sizeof *row);
        row[0] = (struct slot){"words", page_scope(x, scope), NULL, 0};
        row[1] = (struct slot){"scope", scope, NULL, 0};
        row[2] = (struct slot){"new", fresh ? "new" : NULL, NULL, 0};
        rows[n++] = (struct slots){row, 3};
    }
    return (struct slot){"permissions", NULL, rows, n};
}

/* The host that the answer goes to; absent: an app on this device. */
static struct slot destination(struct arena *mem, const char *redirect_uri)
{
    const char *source = origin_source(mem, redirect_uri);
    const char *host = source ? strstr(source, "://") : NULL;
    bool here = !host || source_is_loopback(host + 3) || strncmp(host + 3, "localhost", 9) == 0;

    return (struct slot){"destination", here ? NULL : host + 3, NULL, 0};
}

void pages_consent(struct exchange *x, const struct interaction_step *step,
                   const struct profile *person)
{
    const struct consent_question *question = step->consent;
    bool linked = question->client_uri && strncmp(question->client_uri, "https://", 8) == 0;
    const char *app = step->client_name ? step->client_name : question->client_id;
    const struct portrait portrait =
        portrait_of(x->call.mem, PICTURE_ICONS, step->client_icon, app);
    const struct slot slots[] = {
        {"handle", step->handle, NULL, 0},
        {"ticket", question->ticket, NULL, 0},
        {"app", app, NULL, 0},
        PORTRAIT_SLOTS(portrait),
        {"client_uri", linked ? question->client_uri : NULL, NULL, 0},
        {"owner", question->owner, NULL, 0},
        {"official", question->official ? "official" : NULL, NULL, 0},
        {"orphan", question->owner || question->official ? NULL : "orphan", NULL, 0},
        {"person", pages_name_of(person), NULL, 0},
        permissions(x, question),
        destination(x->call.mem, question->redirect_uri),
    };

    x->reply.form_action = origin_chain(x->call.mem, question->redirect_uri);
    page_show(x, 200,
              &(struct page){.title = TEXT_consent,
                             .html = page_consent_html,
                             .slots = {slots, ARRAY_LEN(slots)},
                             .back = interaction_address(x->call.mem, step->handle)});
}
