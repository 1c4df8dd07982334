#include "gql_error.h"
#include "random.h"
#include <string.h>

void gql_errors_init(struct gql_errors *self, struct arena *mem)
{
    *self = (struct gql_errors){.mem = mem};
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

void gql_errors_add(struct gql_errors *self, const struct gql_error *error)
{
    for (size_t i = 0; i < self->n; i++) {
        const struct gql_error *e = &self->v[i];
        if (same(e->text, error->text) && same(e->path, error->path) &&
            e->at.line == error->at.line && e->at.column == error->at.column)
            return;
    }
    if (self->n < GQL_ERRORS_MAX)
        self->v[self->n++] = *error;
}

void gql_errors_say(struct gql_errors *self, const char *code, struct gql_at at, const char *fmt,
                    ...)
{
    va_list ap;

    va_start(ap, fmt);
    const char *text = arena_vprintf(self->mem, fmt, ap);
    va_end(ap);
    gql_errors_add(self, &(struct gql_error){.text = text, .code = code, .at = at});
}

/* A number of its own, by which it is found in conversations (RFC 9562 5.4). */
static const char *uuid(struct arena *mem)
{
    uint8_t b[16];

    random_bytes(b, sizeof b);
    b[6] = (uint8_t)((b[6] & 0x0f) | 0x40);
    b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
    return arena_printf(mem, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                        b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11],
                        b[12], b[13], b[14], b[15]);
}

static void print(const struct gql_error *e, struct json *out)
{
    json_open(out, NULL, '{');
    json_str(out, "message", e->text);
    if (e->at.line) {
        json_open(out, "locations", '[');
        json_open(out, NULL, '{');
        json_int(out, "line", e->at.line);
        json_int(out, "column", e->at.column);
        json_close(out, '}');
        json_close(out, ']');
    }
    if (e->path)
        json_raw(out, "path", e->path);
    json_open(out, "extensions", '{');
    json_str(out, "code", e->code);
    json_str(out, "id", uuid(out->out->mem));
    if (e->extra) {
        buf_char(out->out, ',');
        buf_str(out->out, e->extra);
    }
    json_close(out, '}');
    json_close(out, '}');
}

void gql_errors_print(const struct gql_errors *self, struct json *out)
{
    if (self->n == 0)
        return;
    json_open(out, "errors", '[');
    for (size_t i = 0; i < self->n; i++)
        print(&self->v[i], out);
    json_close(out, ']');
}
