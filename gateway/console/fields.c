#include "fields.h"
#include "embed.h"
#include "words.h"
#include <string.h>

EMBED(console_form_html, EMBED_DIR "/pages/console_form.html");

enum { LINES_LEAST = 4, LINES_FREE = 2 };

static const char CAPABILITIES[] = "oauth bot webpage";

/* -- read -------------------------------------------------------------------------------------- */

static const char *typed(const struct exchange *x, const char *name)
{
    const char *value = form_get(&x->form, name);

    return value ? value : "";
}

/* All that were ticked under this name, as far as there are such. */
static const char *ticked(struct exchange *x, const char *name, const char *of)
{
    const char *all = "";

    for (size_t i = 0; i < x->form.n; i++) {
        const struct param *p = &x->form.v[i];
        if (strcmp(p->name, name) == 0 && words_has(of, p->value))
            all = words_union(x->call.mem, all, p->value);
    }
    return all;
}

/* The vocabulary of these dialects, or their names. */
static const char *names_of(struct arena *mem, const struct app_choices_reply *choices)
{
    const char *all = "";

    for (size_t i = 0; i < choices->dialects.n; i++)
        all = words_union(mem, all, choices->dialects.v[i].name);
    return all;
}

static const char *scopes_of(struct arena *mem, const struct app_choices_reply *choices,
                             const char *dialects)
{
    const char *all = "";

    for (size_t i = 0; i < choices->dialects.n; i++) {
        const struct app_dialect *d = &choices->dialects.v[i];
        if (words_has(dialects, d->name))
            all = words_union(mem, all, d->scope);
    }
    return all;
}

static const char *trimmed(struct arena *mem, const char *line)
{
    line += strspn(line, " ");
    size_t n = strlen(line);
    while (n && line[n - 1] == ' ')
        n--;
    return arena_strndup(mem, line, n);
}

/* Lines that are empty count for nothing. */
static bool read_lines(struct exchange *x, struct strs *out)
{
    const char **lines = arena_array(x->call.mem, FIELDS_LINES, sizeof *lines);
    size_t n = 0;

    for (size_t i = 0; i < x->form.n; i++) {
        const struct param *p = &x->form.v[i];
        if (strcmp(p->name, "redirect_uri") != 0 || p->value[strspn(p->value, " ")] == '\0')
            continue;
        if (n == FIELDS_LINES)
            return false;
        lines[n++] = trimmed(x->call.mem, p->value);
    }
    *out = (struct strs){lines, n};
    return true;
}

static bool fits(struct exchange *x, const char *field, const char *value)
{
    const struct msg_desc *desc = &app_add_request_desc;
    const struct msg_field *f = msg_field_by_name(desc, field, strlen(field));

    return !*value || !msg_text_fault(f, value, strlen(value), x->call.mem);
}

bool fields_read(struct exchange *x, const struct app_choices_reply *choices, struct fields *out,
                 struct fields_faults *faults)
{
    struct arena *mem = x->call.mem;

    *out = (struct fields){
        .name = trimmed(mem, typed(x, "client_name")),
        .description = typed(x, "description"),
        .client_uri = trimmed(mem, typed(x, "client_uri")),
        .dialects = ticked(x, "dialect", names_of(mem, choices)),
        .capabilities = ticked(x, "capability", CAPABILITIES),
        .confidential = strcmp(typed(x, "kind"), "public") != 0,
    };
    out->scope = ticked(x, "scope", scopes_of(mem, choices, out->dialects));
    bool lines = read_lines(x, &out->redirect_uris);
    if (!lines)
        faults->message = page_text(x, TEXT_redirect_many);
    if (!*out->name)
        faults->name = page_text(x, TEXT_app_name_missing);
    else if (!fits(x, "client_name", out->name))
        faults->name = page_text(x, TEXT_too_long);
    if (!fits(x, "description", out->description))
        faults->message = page_text(x, TEXT_cannot_be_saved);
    if (!fits(x, "client_uri", out->client_uri))
        faults->client_uri = page_text(x, TEXT_too_long);
    if (!*out->dialects)
        faults->message = page_text(x, TEXT_dialect_missing);
    for (size_t i = 0; i < out->redirect_uris.n; i++) {
        if (strlen(out->redirect_uris.v[i]) > MSG_STRS_ELEMENT)
            faults->lines[i] = page_text(x, TEXT_too_long);
        else
            continue;
        lines = false;
    }
    return lines && !faults->message && !faults->name && !faults->client_uri;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

struct fields fields_of(const struct own_app *app)
{
    return (struct fields){
        .name = app->client_name,
        .description = or_empty(app->description),
        .client_uri = or_empty(app->client_uri),
        .redirect_uris = app->redirect_uris,
        .dialects = app->dialects,
        .capabilities = or_empty(app->capabilities),
        .scope = or_empty(app->scope),
        .confidential = app->confidential,
    };
}

/* -- explain ----------------------------------------------------------------------------------- */

/* NULL: it is fine. */
static const char *in_words(struct exchange *x, const char *fault)
{
#define REDIRECT_FAULT(name, ...) {#name, TEXT_redirect_##name},
#define REDIRECT_ANSWERED(name) {#name, TEXT_redirect_answered},
    static const struct {
        const char *name;
        enum text words;
    } known[] = {
#include "redirect_fault.def"
    };
#undef REDIRECT_ANSWERED
#undef REDIRECT_FAULT

    for (size_t i = 0; fault && i < ARRAY_LEN(known); i++) {
        if (strcmp(known[i].name, fault) == 0)
            return page_text(x, known[i].words);
    }
    return fault && strcmp(fault, "fine") != 0 ? page_text(x, TEXT_cannot_be_saved) : NULL;
}

enum err fields_explain(struct exchange *x, const struct fields *fields, struct fields_faults *out)
{
    const struct app_check_request q = {
        fields->redirect_uris, *fields->client_uri ? fields->client_uri : NULL, fields->dialects};
    struct app_check_reply a = {0};

    enum err e = authsvc_app_check(&x->call, &q, &a);
    if (e)
        return e;
    out->client_uri = in_words(x, a.client_uri);
    bool found = out->client_uri != NULL;
    for (size_t i = 0; i < a.redirect_uris.n && i < FIELDS_LINES; i++) {
        out->lines[i] = in_words(x, a.redirect_uris.v[i]);
        found = found || out->lines[i];
    }
    out->message = page_text(x, found ? TEXT_see_below : TEXT_cannot_be_saved);
    return OK;
}

/* -- show -------------------------------------------------------------------------------------- */

static struct slot text_slot(const char *name, const char *text)
{
    return (struct slot){name, text, NULL, 0};
}

static struct slot tick(const char *name, bool yes)
{
    return text_slot(name, yes ? name : NULL);
}

static struct slot lines_slot(struct exchange *x, const struct fields *fields,
                              const struct fields_faults *faults)
{
    enum { CELLS = 3 };
    struct arena *mem = x->call.mem;
    size_t n = fields->redirect_uris.n + LINES_FREE;
    n = n < LINES_LEAST ? LINES_LEAST : n > FIELDS_LINES ? FIELDS_LINES : n;
    struct slots *rows = arena_array(mem, n, sizeof *rows);

    for (size_t i = 0; i < n; i++) {
        bool used = i < fields->redirect_uris.n;
        struct slot *cells = arena_array(mem, CELLS, sizeof *cells);
        cells[0] = text_slot("line", arena_printf(mem, "%zu", i + 1));
        cells[1] = text_slot("uri", used ? fields->redirect_uris.v[i] : NULL);
        cells[2] = text_slot("fault", used ? faults->lines[i] : NULL);
        rows[i] = (struct slots){cells, CELLS};
    }
    return (struct slot){"lines", NULL, rows, n};
}

/* Each permission once, under the first dialect that has it. */
static struct slot permissions_slot(struct exchange *x, const char *scopes, const char *ticked_ones)
{
    enum { CELLS = 3, MOST = 64 };
    struct arena *mem = x->call.mem;
    struct slots *rows = arena_array(mem, MOST, sizeof *rows);
    const char *scope, *at = scopes;
    size_t n = 0;

    while (n < MOST && (scope = words_next(mem, &at))) {
        struct slot *cells = arena_array(mem, CELLS, sizeof *cells);
        cells[0] = text_slot("scope", scope);
        cells[1] = text_slot("words", page_scope(x, scope));
        cells[2] = tick("ticked", words_has(ticked_ones, scope));
        rows[n++] = (struct slots){cells, CELLS};
    }
    return (struct slot){"permissions", NULL, rows, n};
}

static struct slot dialects_slot(struct exchange *x, const struct app_choices_reply *choices,
                                 const struct fields *fields)
{
    enum { CELLS = 7 };
    struct arena *mem = x->call.mem;
    struct slots *rows = arena_array(mem, choices->dialects.n + 1, sizeof *rows);
    const char *seen = "";

    for (size_t i = 0; i < choices->dialects.n; i++) {
        const struct app_dialect *d = &choices->dialects.v[i];
        struct slot *cells = arena_array(mem, CELLS, sizeof *cells);
        cells[0] = text_slot("dialect", d->name);
        cells[1] = text_slot("title", console_dialect(x, d->name));
        cells[2] = text_slot("lead", console_dialect_lead(x, d->name));
        cells[3] = tick("on", words_has(fields->dialects, d->name));
        cells[4] = console_addresses(x, d->name);
        cells[5] = permissions_slot(x, words_without(mem, d->scope, seen), fields->scope);
        cells[6] = text_slot("shared", words_common(mem, d->scope, seen));
        seen = words_union(mem, seen, d->scope);
        rows[i] = (struct slots){cells, CELLS};
    }
    return (struct slot){"dialects", NULL, rows, choices->dialects.n};
}

static struct slots slots_of(struct exchange *x, const struct app_choices_reply *choices,
                             const struct fields *fields, const struct fields_faults *faults)
{
    const struct slot slots[] = {
        text_slot("message", faults->message),
        text_slot("client_name", fields->name),
        text_slot("name_fault", faults->name),
        text_slot("description", fields->description),
        text_slot("client_uri", fields->client_uri),
        text_slot("client_uri_fault", faults->client_uri),
        tick("confidential", fields->confidential),
        tick("oauth", words_has(fields->capabilities, "oauth")),
        tick("bot", words_has(fields->capabilities, "bot")),
        tick("webpage", words_has(fields->capabilities, "webpage")),
        lines_slot(x, fields, faults),
        dialects_slot(x, choices, fields),
    };
    struct slot *copy = arena_array(x->call.mem, ARRAY_LEN(slots), sizeof *copy);

    memcpy(copy, slots, sizeof slots);
    return (struct slots){copy, ARRAY_LEN(slots)};
}

void fields_show(struct exchange *x, enum err e, const struct fields_form *form)
{
    struct page page = {
        .title = form->app ? TEXT_app_settings : TEXT_new_app,
        .html = console_form_html,
        .slots = slots_of(x, form->choices, form->fields, form->faults),
    };

    if (form->app)
        console_answer(x, e, form->app, &page);
    else
        account_answer(x, e, &page);
}
