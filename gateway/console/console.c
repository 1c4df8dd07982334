#include "console.h"
#include "gateway_inside.h"
#include "portrait.h"
#include <string.h>

enum err console_enter(struct exchange *x, struct own_app *app)
{
    struct client_ref q = {0};
    enum err e = account_enter(x);

    if (!e)
        e = exchange_segment(x, "client_id", &q.client_id);
    if (!e)
        e = authsvc_app_get(&x->call, &q, app);
    if (!e && !app->yours)
        e = refuse_openly(&x->call, ERR_NOT_FOUND, "there is no such app of yours");
    return e == ERR_BAD_FIELD ? ERR_NOT_FOUND : e; /* an id that cannot be one */
}

const char *console_address(struct exchange *x, const struct own_app *app, const char *rest)
{
    struct buf out;

    buf_init(&out, x->call.mem, 128);
    buf_str(&out, "/apps/");
    form_encode(&out, app->client_id);
    buf_str(&out, rest);
    return buf_text(&out);
}

void console_answer(struct exchange *x, enum err e, const struct own_app *app,
                    const struct page *page)
{
    const struct portrait portrait =
        portrait_of(x->call.mem, PICTURE_ICONS, app->icon, app->client_name);
    const struct slot own[] = {
        {"app", app->client_name, NULL, 0},
        {"client_id", app->client_id, NULL, 0},
        {"base", console_address(x, app, ""), NULL, 0},
        PORTRAIT_SLOTS(portrait),
    };
    struct page whole = *page;
    struct slot *slots = arena_array(x->call.mem, ARRAY_LEN(own) + page->slots.n, sizeof *slots);

    memcpy(slots, own, sizeof own);
    for (size_t i = 0; i < page->slots.n; i++)
        slots[ARRAY_LEN(own) + i] = page->slots.v[i];
    whole.slots = (struct slots){slots, ARRAY_LEN(own) + page->slots.n};
    account_answer(x, e, &whole);
}

/* -- dialects ---------------------------------------------------------------------------------- */

enum scope { UNNAMED, NAMED };

#define MEMBER(...)
#define WHO(...)
#define ADDRESS(...)
#define LINK(...)
#define DIALECT(name, scope) {#name, scope, TEXT_dialect_##name, TEXT_dialect_##name##_lead},
static const struct words {
    const char *name;
    enum scope scope;
    enum text title, lead;
} dialects[] = {
#include "dialects.def"
};
#undef DIALECT
#undef ADDRESS

struct address {
    const char *dialect;
    enum text title;
    const char *path;
};

#define DIALECT(...)
#define ADDRESS(dialect, title, path) {#dialect, TEXT_address_##title, path},
static const struct address addresses[] = {
#include "dialects.def"
};
#undef LINK
#undef ADDRESS

#define ADDRESS(...)
#define LINK(dialect, words, path) {#dialect, TEXT_link_##words, path},
static const struct address links[] = {
#include "dialects.def"
};
#undef LINK
#undef ADDRESS
#undef DIALECT
#undef WHO
#undef MEMBER

static const struct words *words_of(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(dialects); i++) {
        if (strcmp(dialects[i].name, name) == 0)
            return &dialects[i];
    }
    return NULL;
}

const char *console_dialect(struct exchange *x, const char *name)
{
    const struct words *words = words_of(name);

    return words ? page_text(x, words->title) : name;
}

const char *console_dialect_lead(struct exchange *x, const char *name)
{
    const struct words *words = words_of(name);

    return words ? page_text(x, words->lead) : NULL;
}

const char *console_scope(const struct own_app *app, const char *dialect)
{
    const struct words *words = words_of(dialect);

    return words && words->scope == NAMED ? app->scope : NULL;
}

/* Those of the dialect, as "title" and "address"; behind: what their paths end with. */
static struct slot list(struct exchange *x, const char *name, const struct address *all, size_t n,
                        const char *dialect, const char *behind)
{
    struct arena *mem = x->call.mem;
    struct slots *rows = arena_array(mem, n, sizeof *rows);
    size_t found = 0;

    for (size_t i = 0; i < n; i++) {
        const struct address *a = &all[i];
        struct slot *cells = arena_array(mem, 2, sizeof *cells);
        if (strcmp(a->dialect, dialect) != 0)
            continue;
        cells[0] = (struct slot){"title", page_text(x, a->title), NULL, 0};
        cells[1] = (struct slot){
            "address", arena_printf(mem, "%s%s%s", x->gateway->issuer.url, a->path, behind), NULL,
            0};
        rows[found++] = (struct slots){cells, 2};
    }
    return (struct slot){name, NULL, rows, found};
}

struct slot console_addresses(struct exchange *x, const char *dialect)
{
    return list(x, "addresses", addresses, ARRAY_LEN(addresses), dialect, "");
}

struct slot console_links(struct exchange *x, const char *dialect, const struct own_app *app)
{
    struct buf id;

    buf_init(&id, x->call.mem, 64);
    form_encode(&id, app->client_id);
    return list(x, "links", links, ARRAY_LEN(links), dialect, buf_text(&id));
}
