#include "msg_trace.h"
#include "msg_kind.h"
#include "text.h"
#include <string.h>

static void trace(const struct msg_desc *desc, const void *msg, struct buf *out);

static size_t length(const struct msg_field *f, const void *member)
{
    if (f->kind == MSG_bytes)
        return ((const struct bytes *)member)->n;
    return f->kind == MSG_str || f->kind == MSG_words ? strlen(*(const char *const *)member) : 0;
}

static void value(const struct msg_field *f, const void *member, struct buf *out)
{
    struct json json;
    struct buf printed;

    if (f->flags & MSG_SECRET) {
        buf_printf(out, "<%zu bytes>", length(f, member));
    } else if (f->flags & MSG_PERSONAL) {
        buf_str(out, "<personal>");
    } else if (f->kind == MSG_nest) {
        trace(f->elem, *(const void *const *)member, out);
    } else if (f->kind == MSG_list) { /* an element may have secrets of its own */
        buf_printf(out, "<%zu>", ((const struct msg_list *)member)->n);
    } else {
        buf_init(&printed, out->mem, 64);
        json_init(&json, &printed);
        struct msg_field nameless = *f;
        nameless.name = NULL;
        msg_kinds[f->kind]->print(&nameless, member, &json);
        buf_str(out, buf_text(&printed));
    }
}

static void trace(const struct msg_desc *desc, const void *msg, struct buf *out)
{
    const char *blank = "";

    buf_printf(out, "%s{", desc->name);
    for (size_t i = 0; i < desc->n_fields; i++) {
        const struct msg_field *f = &desc->fields[i];
        const void *member = msg_member(f, msg);
        if (!msg_kinds[f->kind]->present(f, member))
            continue;
        buf_printf(out, "%s%s=", blank, f->name);
        value(f, member, out);
        blank = " ";
    }
    buf_char(out, '}');
}

const char *msg_trace(const struct msg_desc *desc, const void *msg, struct arena *mem)
{
    struct buf out;

    buf_init(&out, mem, 256);
    trace(desc, msg, &out);
    return text_printable(mem, buf_text(&out));
}
