/* option_fill.c - what a command line gave, as a message. */
#include "json.h"
#include "msg_json.h"
#include "option.h"
#include "text.h"
#include <string.h>

enum { STDIN_MAX = 8 << 10 };

/* The first line, or all there is; without the line end. */
static enum err read_line(struct arena *mem, FILE *in, const char **out)
{
    char *line = arena_alloc(mem, STDIN_MAX);
    size_t n = 0;
    int c;

    while ((c = getc(in)) != EOF && c != '\n') {
        if (n == STDIN_MAX - 1 || c == '\0')
            return ERR_BAD_FIELD;
        line[n++] = (char)c;
    }
    if (!text_valid(line, n) || ferror(in))
        return ERR_BAD_FIELD;
    *out = line;
    return OK;
}

static const char *joined(struct arena *mem, const struct option_given *given)
{
    struct buf out;

    buf_init(&out, mem, 64);
    for (size_t i = 0; i < given->n; i++)
        buf_printf(&out, "%s%s", out.n && *given->values[i] ? " " : "", given->values[i]);
    return buf_text(&out);
}

/* An empty value alone says: none. */
static void print_strs(const struct option_given *given, struct json *out)
{
    json_open(out, given->field->name, '[');
    for (size_t i = 0; i < given->n; i++) {
        if (*given->values[i])
            json_str(out, NULL, given->values[i]);
    }
    json_close(out, ']');
}

static enum err print_int(struct arena *mem, const struct option_given *given, struct json *out,
                          const char **why)
{
    int64_t v;

    if (!text_int(given->values[0], &v)) {
        *why = arena_printf(mem, "%s is not a whole number", option_name(mem, given->field));
        return ERR_BAD_FIELD;
    }
    json_int(out, given->field->name, v);
    return OK;
}

static enum err print_text(struct arena *mem, const struct option_given *given, FILE *in,
                           struct json *out, const char **why)
{
    const char *text = given->n ? given->values[0] : NULL;

    if (given->how == OPTION_STDIN && read_line(mem, in, &text) != OK) {
        *why = arena_printf(mem, "%s: standard input is not a line of UTF-8",
                            option_name(mem, given->field));
        return ERR_BAD_FIELD;
    }
    json_str(out, given->field->name, text);
    return OK;
}

static enum err print(struct arena *mem, const struct option_given *given, FILE *in,
                      struct json *out, const char **why)
{
    switch (given->field->kind) {
    case MSG_bool:
    case MSG_maybe_bool:
        json_bool(out, given->field->name, given->how == OPTION_YES);
        return OK;
    case MSG_int:
    case MSG_maybe_int:
        return print_int(mem, given, out, why);
    case MSG_words:
        json_str(out, given->field->name, joined(mem, given));
        return OK;
    case MSG_strs:
        print_strs(given, out);
        return OK;
    default:
        return print_text(mem, given, in, out, why);
    }
}

static bool has(struct option_set set, const struct msg_field *field)
{
    for (size_t i = 0; i < set.n; i++) {
        if (set.given[i].field == field)
            return true;
    }
    return false;
}

static enum err check_needed(struct arena *mem, const struct msg_desc *desc, struct option_set set,
                             const char **why)
{
    for (size_t i = 0; i < desc->n_fields; i++) {
        const struct msg_field *field = &desc->fields[i];
        if ((field->flags & MSG_REQUIRED) && !has(set, field)) {
            *why = arena_printf(mem, "%s is needed", option_name(mem, field));
            return ERR_BAD_FIELD;
        }
    }
    return OK;
}

enum err option_fill(struct arena *mem, const struct msg_desc *desc, struct option_set set,
                     FILE *in, void *msg, const char **why)
{
    struct buf text;
    struct json json;

    enum err e = check_needed(mem, desc, set, why);
    buf_init(&text, mem, 256);
    json_init(&json, &text);
    json_open(&json, NULL, '{');
    for (size_t i = 0; !e && i < set.n; i++)
        e = print(mem, &set.given[i], in, &json, why);
    json_close(&json, '}');
    if (e)
        return e;
    return msg_from_json(desc, buf_text(&text), text.n, mem, msg, why) ? ERR_BAD_FIELD : OK;
}
