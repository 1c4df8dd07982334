/* key_new.c - a key for a program: where it counts, what it allows, how long.  Its value is shown
 * at once. */
#include "embed.h"
#include "key.h"
#include "words.h"
#include <string.h>

EMBED(account_key_new_html, EMBED_DIR "/pages/account_key_new.html");

enum { CELLS = 3, SCOPES_MAX = 64 };

#define DAY_S INT64_C(86400)

static const struct lifetime {
    const char *id;
    enum text words;
    int64_t seconds; /* 0: for ever */
} lifetimes[] = {
    {"month", TEXT_key_lifetime_month, 30 * DAY_S},
    {"quarter", TEXT_key_lifetime_quarter, 90 * DAY_S},
    {"year", TEXT_key_lifetime_year, 365 * DAY_S},
    {"ever", TEXT_key_lifetime_ever, 0},
};
static const size_t usual = 1;

/* What was typed, or what the page begins with. */
struct draft {
    const struct api_key_kind *kind;
    const struct lifetime *lifetime;
    const char *name, *scope;
};

/* -- the page ----------------------------------------------------------------------------------
 */

static struct slots choice(struct exchange *x, const char *id, const char *words, bool chosen)
{
    struct slot *cells = arena_array(x->call.mem, CELLS, sizeof *cells);

    cells[0] = (struct slot){"id", id, NULL, 0};
    cells[1] = (struct slot){"words", words, NULL, 0};
    cells[2] = (struct slot){"chosen", chosen ? "chosen" : NULL, NULL, 0};
    return (struct slots){cells, CELLS};
}

static struct slot kinds_slot(struct exchange *x, const struct api_key_kinds_reply *all,
                              const struct draft *draft)
{
    struct slots *rows = arena_array(x->call.mem, all->kinds.n + 1, sizeof *rows);

    for (size_t i = 0; i < all->kinds.n; i++) {
        const struct api_key_kind *kind = &all->kinds.v[i];
        rows[i] = choice(x, kind->dialect, key_kind(x, kind->dialect), kind == draft->kind);
    }
    return (struct slot){"kinds", NULL, rows, all->kinds.n};
}

static struct slot scopes_slot(struct exchange *x, const struct draft *draft)
{
    struct slots *rows = arena_array(x->call.mem, SCOPES_MAX, sizeof *rows);
    const char *scope, *at = draft->kind->scope;
    size_t n = 0;

    while (n < SCOPES_MAX && (scope = words_next(x->call.mem, &at)))
        rows[n++] = choice(x, scope, page_scope(x, scope), words_has(draft->scope, scope));
    return (struct slot){"scopes", NULL, rows, n};
}

static struct slot lifetimes_slot(struct exchange *x, const struct draft *draft)
{
    struct slots *rows = arena_array(x->call.mem, ARRAY_LEN(lifetimes), sizeof *rows);

    for (size_t i = 0; i < ARRAY_LEN(lifetimes); i++) {
        const struct lifetime *l = &lifetimes[i];
        rows[i] = choice(x, l->id, page_text(x, l->words), l == draft->lifetime);
    }
    return (struct slot){"lifetimes", NULL, rows, ARRAY_LEN(lifetimes)};
}

static void show(struct exchange *x, enum err e, const struct api_key_kinds_reply *all,
                 const struct draft *draft, const char *message)
{
    const struct slot slots[] = {
        kinds_slot(x, all, draft),      scopes_slot(x, draft),
        lifetimes_slot(x, draft),       {"kind", draft->kind->dialect, NULL, 0},
        {"name", draft->name, NULL, 0}, {"message", message, NULL, 0},
    };

    account_answer(x, e,
                   &(struct page){.title = TEXT_key_new,
                                  .html = account_key_new_html,
                                  .slots = {slots, ARRAY_LEN(slots)}});
}

/* -- what was typed ----------------------------------------------------------------------------
 */

static const struct api_key_kind *find_kind(const struct api_key_kinds_reply *all, const char *id)
{
    for (size_t i = 0; id && i < all->kinds.n; i++) {
        if (strcmp(all->kinds.v[i].dialect, id) == 0)
            return &all->kinds.v[i];
    }
    return &all->kinds.v[0];
}

static const struct lifetime *find_lifetime(const char *id)
{
    for (size_t i = 0; id && i < ARRAY_LEN(lifetimes); i++) {
        if (strcmp(lifetimes[i].id, id) == 0)
            return &lifetimes[i];
    }
    return &lifetimes[usual];
}

static bool is_ticked(const struct form *form, const char *scope)
{
    for (size_t i = 0; i < form->n; i++) {
        if (strcmp(form->v[i].name, "scope") == 0 && strcmp(form->v[i].value, scope) == 0)
            return true;
    }
    return false;
}

/* Those of the kind that were ticked, in its order. */
static const char *ticked(struct exchange *x, const struct api_key_kind *kind)
{
    const char *scope, *at = kind->scope;
    struct buf words;

    buf_init(&words, x->call.mem, 128);
    while ((scope = words_next(x->call.mem, &at))) {
        if (is_ticked(&x->form, scope))
            buf_printf(&words, "%s%s", words.n ? " " : "", scope);
    }
    return buf_text(&words);
}

/* ERR_BAD_REPLY: there is no kind at all, so that there are no keys either. */
static enum err enter(struct exchange *x, struct api_key_kinds_reply *all)
{
    enum err e = account_enter(x);

    if (!e)
        e = tokensvc_api_key_kinds(&x->call, &NOTHING, all);
    if (!e && all->kinds.n == 0)
        return refuse(&x->call, ERR_BAD_REPLY, "no kinds of keys");
    return e;
}

enum err route_account_key_new(struct exchange *x)
{
    const struct form query = exchange_peek(x);
    struct api_key_kinds_reply all = {0};

    enum err e = enter(x, &all);
    if (e)
        return account_refuse(x, e);
    show(x, OK, &all,
         &(struct draft){.kind = find_kind(&all, form_get(&query, "kind")),
                         .lifetime = &lifetimes[usual]},
         NULL);
    return OK;
}

static const char *complaint(struct exchange *x, enum err e)
{
    return e == ERR_TOO_MANY ? page_text(x, TEXT_key_too_many)
                             : page_complaint(x, e, TEXT_password_wrong);
}

enum err route_account_key_make(struct exchange *x)
{
    struct api_key_kinds_reply all = {0};
    struct api_key_secret_reply key = {0};

    enum err e = enter(x, &all);
    if (e)
        return account_refuse(x, e);
    struct draft draft = {
        .kind = find_kind(&all, form_get(&x->form, "kind")),
        .lifetime = find_lifetime(form_get(&x->form, "lifetime")),
        .name = page_fitting(x, &x->form, &api_key_add_request_desc, "name"),
    };
    draft.scope = ticked(x, draft.kind);
    const struct api_key_add_request q = {
        .name = draft.name,
        .scope = draft.scope,
        .lifetime = draft.lifetime->seconds,
        .dialect = draft.kind->dialect,
    };
    e = q.name ? tokensvc_api_key_add(&x->call, &q, &key) : ERR_BAD_FIELD;
    const char *message = complaint(x, e);
    if (message) {
        show(x, e, &all, &draft, message);
        return OK;
    }
    if (e)
        return account_refuse(x, e);
    key_show(x, &key);
    return OK;
}
