#include "fill.h"
#include <string.h>

static const struct fill *named(const struct fill *values, const char *name, size_t n)
{
    for (; values->name; values++) {
        if (strlen(values->name) == n && strncmp(values->name, name, n) == 0)
            return values;
    }
    return NULL;
}

static void add_escaped(struct buf *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("<>&\"'", *text))
            buf_printf(out, "&#%d;", *text);
        else
            buf_char(out, *text);
    }
}

static const char *fill(struct arena *mem, const char *text, const struct fill *values,
                        void (*add)(struct buf *, const char *))
{
    struct buf out;

    buf_init(&out, mem, 2048);
    while (*text) {
        size_t n = strcspn(text, "{");
        buf_add(&out, text, n);
        text += n;
        size_t len = *text ? strcspn(text + 1, "}") : 0;
        const struct fill *found = *text ? named(values, text + 1, len) : NULL;
        if (found) {
            add(&out, found->value);
            text += len + 2;
        } else if (*text) {
            buf_char(&out, *text++);
        }
    }
    return buf_text(&out);
}

const char *fill_text(struct arena *mem, const char *text, const struct fill *values)
{
    return fill(mem, text, values, buf_str);
}

const char *fill_html(struct arena *mem, const char *text, const struct fill *values)
{
    return fill(mem, text, values, add_escaped);
}
