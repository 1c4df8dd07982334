#include "json.h"
#include "words.h"
#include <string.h>

enum { MAX_DEPTH = 32 };

void json_init(struct json *self, struct buf *out)
{
    *self = (struct json){.out = out};
}

/* How a byte that cannot stand for itself is written; NULL for all others. */
static const char *short_form(char c)
{
    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return NULL;
    }
}

static bool needs_escape(const uint8_t *p)
{
    switch (*p) {
    case '"':
    case '\\':
    case '<':
    case '>':
    case '&':
    case 0x7f:
        return true;
    case 0xe2: /* U+2028, U+2029 */
        return p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9);
    default:
        return *p < 0x20;
    }
}

static void quote(struct buf *out, const char *text)
{
    const uint8_t *p = (const uint8_t *)text, *start = p;

    buf_char(out, '"');
    for (; *p; p++) {
        if (!needs_escape(p))
            continue;
        buf_add(out, start, (size_t)(p - start));
        const char *brief = short_form((char)*p);
        if (brief) {
            buf_str(out, brief);
        } else if (*p == 0xe2) { /* U+2028, U+2029: line ends to a script */
            buf_printf(out, "\\u20%x", p[2] == 0xa8 ? 0x28U : 0x29U);
            p += 2;
        } else {
            buf_printf(out, "\\u%04x", (unsigned)*p);
        }
        start = p + 1;
    }
    buf_add(out, start, (size_t)(p - start));
    buf_char(out, '"');
}

static void begin(struct json *self, const char *key)
{
    if (self->comma)
        buf_char(self->out, ',');
    self->comma = true;
    if (key) {
        quote(self->out, key);
        buf_char(self->out, ':');
    }
}

void json_open(struct json *self, const char *key, char bracket)
{
    begin(self, key);
    buf_char(self->out, bracket);
    self->comma = false;
}

void json_close(struct json *self, char bracket)
{
    buf_char(self->out, bracket);
    self->comma = true;
}

void json_str(struct json *self, const char *key, const char *value)
{
    if (!value)
        return;
    begin(self, key);
    quote(self->out, value);
}

void json_int(struct json *self, const char *key, int64_t value)
{
    begin(self, key);
    buf_printf(self->out, "%lld", (long long)value);
}

void json_bool(struct json *self, const char *key, bool value)
{
    begin(self, key);
    buf_str(self->out, value ? "true" : "false");
}

void json_words(struct json *self, const char *key, const char *words)
{
    const char *at = words, *w = NULL;

    json_open(self, key, '[');
    while ((w = words_next(self->out->mem, &at)))
        json_str(self, NULL, w);
    json_close(self, ']');
}

void json_raw(struct json *self, const char *key, const char *json)
{
    begin(self, key);
    buf_str(self->out, json);
}

static size_t depth_of(const char *text, size_t n)
{
    size_t depth = 0, most = 0;
    bool quoted = false;

    for (size_t i = 0; i < n; i++) {
        if (quoted && text[i] == '\\')
            i++;
        else if (text[i] == '"')
            quoted = !quoted;
        else if (!quoted && strchr("[{", text[i]))
            most = ++depth > most ? depth : most;
        else if (!quoted && strchr("]}", text[i]))
            depth -= depth > 0;
    }
    return most;
}

/* In words of our own: those of jansson repeat the text, which may be a secret. */
static const char *defect(enum json_error_code code)
{
    switch (code) {
    case json_error_premature_end_of_input:
        return "it ends too early";
    case json_error_end_of_input_expected:
        return "something follows the value";
    case json_error_invalid_utf8:
        return "bad UTF-8";
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return "a NUL inside a string";
    case json_error_duplicate_key:
        return "a name stands twice in one object";
    case json_error_numeric_overflow:
        return "a number is too large";
    default:
        return "bad syntax";
    }
}

enum err json_read(struct arena *mem, const char *text, size_t n, json_t **out, const char **why)
{
    json_error_t error;

    if (n && memchr(text, '\0', n)) { /* jansson takes one at the end */
        *why = "a NUL byte";
        return ERR_BAD_MESSAGE;
    }
    if (depth_of(text, n) > MAX_DEPTH) {
        *why = "nested too deep";
        return ERR_BAD_MESSAGE;
    }
    json_t *value = json_loadb(text, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!value) {
        *why = arena_printf(mem, "%s, at byte %d", defect(json_error_code(&error)), error.position);
        return ERR_BAD_MESSAGE;
    }
    *out = value;
    return OK;
}
