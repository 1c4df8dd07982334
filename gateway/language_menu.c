#include "language_menu.h"
#include "language.h"
#include "page.h"
#include <string.h>

enum { CHOICE_LIFETIME = 365 * 86400, BACK_MAX = 8 << 10 };

struct slot language_menu(struct arena *mem, enum language chosen)
{
    struct slots *rows = arena_array(mem, LANGUAGES, sizeof *rows);

    for (size_t i = 0; i < LANGUAGES; i++) {
        struct slot *row = arena_array(mem, 4, sizeof *row);
        row[0] = (struct slot){"id", languages[i].id, NULL, 0};
        row[1] = (struct slot){"tag", languages[i].tag, NULL, 0};
        row[2] = (struct slot){"name", languages[i].name, NULL, 0};
        row[3] = (struct slot){"chosen", i == chosen ? "true" : NULL, NULL, 0};
        rows[i] = (struct slots){row, 4};
    }
    return (struct slot){"languages", NULL, rows, LANGUAGES};
}

const char *language_menu_back(struct exchange *x)
{
    const struct form asked = exchange_peek(x);
    struct buf query;

    if (!x->route || !routes_is_page(x->request.path, strlen(x->request.path)))
        return NULL;
    buf_init(&query, x->call.mem, 256);
    for (size_t i = 0; i < asked.n; i++) {
        if (strcmp(asked.v[i].name, "ui_locales") != 0)
            form_add(&query, asked.v[i].name, asked.v[i].value);
    }
    if (query.n == 0 || query.n > BACK_MAX || strcmp(x->route->method, "GET") != 0)
        return x->request.path;
    return arena_printf(x->call.mem, "%s?%s", x->request.path, buf_text(&query));
}

enum err route_language(struct exchange *x)
{
    const char *id = form_get(&x->form, "language");
    enum language chosen;

    if (!id || !language_lookup(id, strlen(id), &chosen))
        return refuse_openly(&x->call, ERR_BAD_FIELD, "language is none that pages speak");
    exchange_set_cookie(x, COOKIE_LANGUAGE, languages[chosen].id, CHOICE_LIFETIME);
    reply_see_other(&x->reply, page_own_address(form_get(&x->form, "back")));
    return OK;
}
