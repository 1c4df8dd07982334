#include "template.h"
#include <string.h>

struct scope {
    const struct slots *slots;
    const struct scope *outer;
    enum language language;
};

/* A piece of a template: what stands between begin and end. */
struct piece {
    const char *begin, *end;
};

static const char OPEN[] = "{{", CLOSE[] = "}}";

static void escape(struct buf *out, const char *text, const char *end)
{
    for (; text < end; text++) {
        switch (*text) {
        case '&':
            buf_str(out, "&amp;");
            break;
        case '<':
            buf_str(out, "&lt;");
            break;
        case '>':
            buf_str(out, "&gt;");
            break;
        case '"':
            buf_str(out, "&quot;");
            break;
        case '\'':
            buf_str(out, "&#39;");
            break;
        default:
            buf_char(out, *text);
        }
    }
}

static void escape_text(struct buf *out, const char *text)
{
    escape(out, text, text + strlen(text));
}

static bool is_named(struct piece tag, const char *name)
{
    size_t n = (size_t)(tag.end - tag.begin);

    return strlen(name) == n && strncmp(tag.begin, name, n) == 0;
}

static const struct slot *find(const struct scope *scope, struct piece name)
{
    for (; scope; scope = scope->outer) {
        for (size_t i = 0; i < scope->slots->n; i++) {
            if (is_named(name, scope->slots->v[i].name))
                return &scope->slots->v[i];
        }
    }
    return NULL;
}

/* The next tag of the piece, without its braces; begin NULL: there is none. */
static struct piece next_tag(struct piece in)
{
    const char *open = memmem(in.begin, (size_t)(in.end - in.begin), OPEN, 2);

    if (!open)
        return (struct piece){NULL, NULL};
    const char *close = memmem(open, (size_t)(in.end - open), CLOSE, 2);
    assert(close);
    return (struct piece){open + 2, close};
}

/* The tag that closes the section of this name; sections of one name do not nest. */
static struct piece closing_tag(struct piece in, struct piece name)
{
    struct piece tag;

    for (; (tag = next_tag(in)).begin; in.begin = tag.end) {
        if (*tag.begin == '/' && (tag.end - tag.begin) == (name.end - name.begin) + 1 &&
            strncmp(tag.begin + 1, name.begin, (size_t)(name.end - name.begin)) == 0)
            break;
    }
    assert(tag.begin);
    return tag;
}

static bool is_there(const struct slot *slot)
{
    return slot && ((slot->text && *slot->text) || slot->n_rows > 0);
}

static void render(struct buf *out, struct piece in, const struct scope *scope);

static void render_section(struct buf *out, char kind, struct piece inner, const struct slot *slot,
                           const struct scope *scope)
{
    if (is_there(slot) != (kind == '#'))
        return;
    if (!slot || slot->n_rows == 0) {
        render(out, inner, scope);
        return;
    }
    for (size_t i = 0; i < slot->n_rows; i++)
        render(out, inner, &(struct scope){&slot->rows[i], scope, scope->language});
}

static void add_filled(struct buf *out, const struct slot *slot, struct piece element)
{
    int n = (int)(element.end - element.begin);

    if (!slot || !slot->text || !*slot->text)
        return;
    if (n > 0)
        buf_printf(out, "<%.*s>", n, element.begin);
    escape_text(out, slot->text);
    if (n > 0)
        buf_printf(out, "</%.*s>", n, element.begin);
}

/* tag: "@key" or "@key element". */
static void render_text(struct buf *out, struct piece tag, const struct scope *scope)
{
    const char *key = tag.begin + 1, *blank = memchr(key, ' ', (size_t)(tag.end - key));
    const char *key_end = blank ? blank : tag.end;
    struct piece element = {blank ? blank + 1 : tag.end, tag.end};
    enum text which = TEXTS;
    const char *open;

    bool known = texts_find(key, (size_t)(key_end - key), &which);
    assert(known);
    const char *text = texts_get(scope->language, which);
    while ((open = strchr(text, '{'))) {
        struct piece hole = {open + 1, strchr(open, '}')};
        assert(hole.end);
        escape(out, text, open);
        add_filled(out, find(scope, hole), element);
        text = hole.end + 1;
    }
    escape(out, text, text + strlen(text));
}

static void render(struct buf *out, struct piece in, const struct scope *scope)
{
    struct piece tag;

    while ((tag = next_tag(in)).begin) {
        buf_add(out, in.begin, (size_t)(tag.begin - 2 - in.begin));
        in.begin = tag.end + 2;
        if (*tag.begin == '#' || *tag.begin == '^') {
            struct piece name = {tag.begin + 1, tag.end};
            struct piece close = closing_tag(in, name);
            struct piece inner = {in.begin, close.begin - 2};
            render_section(out, *tag.begin, inner, find(scope, name), scope);
            in.begin = close.end + 2;
            continue;
        }
        if (*tag.begin == '@') {
            render_text(out, tag, scope);
            continue;
        }
        const struct slot *slot = find(scope, tag);
        if (slot && slot->text)
            escape_text(out, slot->text);
    }
    buf_add(out, in.begin, (size_t)(in.end - in.begin));
}

void template_render(struct buf *out, const char *html, const struct slots *data,
                     enum language language)
{
    render(out, (struct piece){html, html + strlen(html)}, &(struct scope){data, NULL, language});
}
