#include "msg_diff.h"
#include "msg_kind.h"
#include "secret.h"
#include "text.h"
#include <string.h>

enum { VALUE_MAX = 1536 }; /* bytes of JSON */

struct side {
    struct buf text;
    struct json json;
    size_t n; /* fields in it */
};

static void side_init(struct side *self, struct arena *mem)
{
    self->n = 0;
    buf_init(&self->text, mem, 256);
    json_init(&self->json, &self->text);
    json_open(&self->json, NULL, '{');
}

static const char *side_end(struct side *self)
{
    json_close(&self->json, '}');
    return self->n ? buf_text(&self->text) : NULL;
}

/* The value alone, as JSON; NULL: it is absent. */
static const char *value(struct arena *mem, const struct msg_field *f, const void *msg)
{
    struct buf text;
    struct json json;

    if (!msg || !msg_kinds[f->kind]->present(f, msg_member(f, msg)))
        return NULL;
    buf_init(&text, mem, 64);
    json_init(&json, &text);
    msg_kinds[f->kind]->print(f, msg_member(f, msg), &json);
    return buf_text(&text) + strlen(f->name) + strlen("\"\":");
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static void add(struct side *self, struct arena *mem, const struct msg_field *f, const char *json)
{
    if (!json)
        return;
    if (strlen(json) > VALUE_MAX)
        json = arena_printf(mem, "{\"sha256\":\"%s\"}",
                            text_hex(mem, secret_digest(mem, bytes_of(json))));
    json_raw(&self->json, f->name, json);
    self->n++;
}

struct msg_diff msg_diff(struct arena *mem, const struct msg_desc *desc, const void *before,
                         const void *after, enum msg_diff_part part)
{
    struct side was, is;

    side_init(&was, mem);
    side_init(&is, mem);
    for (size_t i = 0; i < desc->n_fields; i++) {
        const struct msg_field *f = &desc->fields[i];
        bool personal = f->flags & MSG_PERSONAL;
        assert(f->kind != MSG_list && f->kind != MSG_nest);
        if ((f->flags & MSG_SECRET) || personal != (part == MSG_DIFF_PERSONAL))
            continue;
        const char *old = value(mem, f, before), *new = value(mem, f, after);
        if (same(old, new))
            continue;
        add(&was, mem, f, old);
        add(&is, mem, f, new);
    }
    return (struct msg_diff){side_end(&was), side_end(&is)};
}
