#include "page.h"
#include "embed.h"
#include "gateway_inside.h"
#include "language_menu.h"
#include <string.h>

#define HTML "text/html; charset=utf-8"

EMBED(page_head, EMBED_DIR "/pages/head.html");
EMBED(page_foot, EMBED_DIR "/pages/foot.html");

enum { PAGE_ROOM = 8192, UI_LOCALES_MAX = 256, ADDRESS_MAX = 9 << 10 };
enum { MINUTE_S = 60, COUNTED_S = 2 * MINUTE_S }; /* longer waits are told in minutes */

const char *page_ui_locales(struct exchange *x)
{
    const struct form query = exchange_peek(x);
    const char *locales = form_get(&x->form, "ui_locales");

    if (!locales)
        locales = form_get(&query, "ui_locales");
    return locales && *locales && strlen(locales) <= UI_LOCALES_MAX ? locales : NULL;
}

enum language page_language(struct exchange *x)
{
    return language_choose(&(struct language_wishes){
        .ui_locales = page_ui_locales(x),
        .chosen = exchange_cookie(x, COOKIE_LANGUAGE),
        .accept = request_header_list(&x->request, x->call.mem, "Accept-Language"),
        .otherwise = x->gateway->language,
    });
}

const char *page_text(struct exchange *x, enum text text)
{
    return texts_get(page_language(x), text);
}

/* Those of keyboards; U+00A0, which comes with what is copied; U+3000, which input methods write.
 */
static size_t blank(const char *p)
{
    if (*p == ' ' || *p == '\t')
        return 1;
    if (strncmp(p, "\u00a0", 2) == 0)
        return 2;
    return strncmp(p, "\u3000", 3) == 0 ? 3 : 0;
}

static const char *trimmed(struct arena *mem, const char *text)
{
    const char *end = NULL;

    while (blank(text))
        text += blank(text);
    end = text;
    for (const char *p = text; *p; p++) {
        size_t n = blank(p);
        if (n == 0)
            end = p + 1;
        else
            p += n - 1;
    }
    return arena_strndup(mem, text, (size_t)(end - text));
}

const char *page_field(struct exchange *x, const struct form *form, const struct msg_desc *desc,
                       const char *name)
{
    const struct msg_field *field = msg_field_by_name(desc, name, strlen(name));
    const char *value = form_get(form, name);

    return value && !(field->flags & MSG_SECRET) ? trimmed(x->call.mem, value) : value;
}

const char *page_fitting(struct exchange *x, const struct form *form, const struct msg_desc *desc,
                         const char *name)
{
    const struct msg_field *field = msg_field_by_name(desc, name, strlen(name));
    const char *value = page_field(x, form, desc, name);

    if (!value || !*value || msg_text_fault(field, value, strlen(value), x->call.mem))
        return NULL;
    return value;
}

static const char *throttled(struct exchange *x)
{
    const bool long_time = x->call.wait > COUNTED_S;
    const int64_t n = long_time ? (x->call.wait + MINUTE_S - 1) / MINUTE_S : x->call.wait;
    const struct text_hole hole = {long_time ? "minutes" : "seconds",
                                   arena_printf(x->call.mem, "%lld", (long long)n)};

    if (x->call.wait <= 1)
        return page_text(x, TEXT_wait_one_second);
    return texts_fill(x->call.mem, page_language(x),
                      long_time ? TEXT_wait_minutes : TEXT_wait_seconds, &hole, 1);
}

const char *page_complaint(struct exchange *x, enum err e, enum text wrong)
{
    switch (e) {
    case ERR_WRONG_PASSWORD:
        return page_text(x, wrong);
    case ERR_WRONG_CODE:
        return page_text(x, TEXT_code_wrong);
    case ERR_THROTTLED:
        return throttled(x);
    case ERR_BUSY:
        return page_text(x, TEXT_crowded);
    case ERR_BAD_FIELD:
        return page_text(x, TEXT_cannot_be_saved);
    default:
        return NULL;
    }
}

const char *page_own_address(const char *address)
{
    if (!address || strlen(address) > ADDRESS_MAX ||
        !routes_is_page(address, strcspn(address, "?")))
        return "/";
    return address;
}

const char *page_scope(struct exchange *x, const char *scope)
{
#define SCOPE(name) {#name, TEXT_scope_##name},
    static const struct {
        const char *name;
        enum text words;
    } known[] = {
#include "dialects/opencollective/opencollective_scopes.def"
#include "dialects/tachi/tachi_scopes.def"
#include "scopes.def"
    };
#undef SCOPE

    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        if (strcmp(known[i].name, scope) == 0)
            return page_text(x, known[i].words);
    }
    return NULL;
}

void page_show(struct exchange *x, int status, const struct page *page)
{
    struct arena *mem = x->call.mem;
    enum language language = page_language(x);
    const struct slot frame[] = {
        {"title", texts_get(language, page->title), NULL, 0},
        {"style", x->gateway->style_version, NULL, 0},
        {"host", x->gateway->issuer.authority, NULL, 0},
        {"lang", languages[language].tag, NULL, 0},
        {"room", page->room ? "room" : NULL, NULL, 0},
        {"ui_locales", page_ui_locales(x), NULL, 0},
        {"back", page->back ? page->back : language_menu_back(x), NULL, 0},
        language_menu(mem, language),
    };
    size_t n = ARRAY_LEN(frame) + page->slots.n;
    struct slot *all = arena_array(mem, n, sizeof *all);
    struct buf out;

    memcpy(all, frame, sizeof frame);
    for (size_t i = 0; i < page->slots.n; i++)
        all[ARRAY_LEN(frame) + i] = page->slots.v[i];
    const struct slots data = {all, n};
    buf_init(&out, mem, PAGE_ROOM);
    template_render(&out, page_head, &data, language);
    template_render(&out, page->html, &data, language);
    template_render(&out, page_foot, &data, language);
    reply_header(&x->reply, "Content-Language", languages[language].tag);
    reply_header(&x->reply, "Vary", "Accept-Language, Cookie");
    reply_text(&x->reply, status, HTML, buf_bytes(&out));
}
