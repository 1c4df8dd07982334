#include "account.h"
#include "interaction.h"
#include "present.h"
#include "when.h"
#include "words.h"
#include <string.h>

enum { SCOPES_MAX = 64 };

enum err account_enter(struct exchange *x)
{
    interaction_browser(x);
    return whoami_ticket(x);
}

enum err account_person(struct exchange *x, struct profile *out)
{
    enum err e = account_enter(x);

    return e ? e : usersvc_profile_get(&x->call, &NOTHING, out);
}

/* The address to come back to, unless it is one that cannot be asked for again. */
static const char *here(struct exchange *x)
{
    const char *path = x->request.path;

    if (!routes_is_page(path, strlen(path)))
        return "/account";
    if (strcmp(x->route->method, "GET") != 0 || !x->request.query)
        return path;
    return arena_printf(x->call.mem, "%s?%s", path, x->request.query);
}

enum err account_refuse(struct exchange *x, enum err e)
{
    struct buf to;

    if (e != ERR_SIGNED_OUT)
        return e;
    buf_init(&to, x->call.mem, 128);
    buf_str(&to, "/sign-in?to=");
    form_encode(&to, here(x));
    reply_see_other(&x->reply, buf_text(&to));
    return OK;
}

void account_answer(struct exchange *x, enum err e, const struct page *page)
{
    const struct form query = exchange_peek(x);
    struct page room = *page;
    struct slot *slots = arena_array(x->call.mem, page->slots.n + 1, sizeof *slots);

    slots[0] = (struct slot){"saved", form_get(&query, "saved") ? "saved" : NULL, NULL, 0};
    for (size_t i = 0; i < page->slots.n; i++)
        slots[i + 1] = page->slots.v[i];
    room.slots = (struct slots){slots, page->slots.n + 1};
    room.room = true;
    if (e)
        present_note(x, e);
    page_show(x, e ? err_status(e) : 200, &room);
}

void account_saved(struct exchange *x, const char *path)
{
    reply_see_other(&x->reply, arena_printf(x->call.mem, "%s?saved=1", path));
}

bool account_field(struct exchange *x, const struct msg_desc *desc, const char *name,
                   const char **out)
{
    const struct msg_field *field = msg_field_by_name(desc, name, strlen(name));
    const char *value = page_field(x, &x->form, desc, name);

    *out = NULL;
    if (value && *value && msg_text_fault(field, value, strlen(value), x->call.mem))
        return false;
    *out = value;
    return true;
}

enum err account_uses(struct call *c, const struct consent_page *page, struct grant_uses_reply *out)
{
    size_t n = page->consents.n;
    const char **ids = arena_array(c->mem, n + 1, sizeof *ids);

    if (n == 0)
        return OK;
    for (size_t i = 0; i < n; i++)
        ids[i] = page->consents.v[i].client_id;
    enum err e = tokensvc_grant_uses(c, &(struct grant_uses_request){.clients = {ids, n}}, out);
    if (!e && out->uses.n != n)
        return refuse(c, ERR_BAD_REPLY, "uses of %zu apps, not %zu", out->uses.n, n);
    return e;
}

struct slot account_permissions(struct exchange *x, const char *scope)
{
    struct arena *mem = x->call.mem;
    struct slots *rows = arena_array(mem, SCOPES_MAX, sizeof *rows);
    const char *word, *at = scope;
    size_t n = 0;

    while (n < SCOPES_MAX && (word = words_next(mem, &at))) {
        struct slot *cells = arena_array(mem, 2, sizeof *cells);
        cells[0] = (struct slot){"words", page_scope(x, word), NULL, 0};
        cells[1] = (struct slot){"scope", word, NULL, 0};
        rows[n++] = (struct slots){cells, 2};
    }
    return (struct slot){"permissions", NULL, rows, n};
}

void account_sign_in_again(struct exchange *x, const char *to)
{
    struct buf address;

    buf_init(&address, x->call.mem, 128);
    buf_str(&address, "/sign-in?again=1&to=");
    form_encode(&address, to);
    reply_see_other(&x->reply, buf_text(&address));
}

const char *account_when(struct exchange *x, int64_t ms)
{
    return when_text(x->call.mem, page_language(x), ms);
}
