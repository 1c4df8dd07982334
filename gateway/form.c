#include "form.h"
#include "text.h"
#include "words.h"
#include <string.h>
#include <strings.h>

enum { NAME_SHOWN = 64 };

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static const char *decode(struct arena *mem, const char *text, size_t n,
                          bool (*valid)(const char *text, size_t n), const char **why)
{
    char *out = arena_alloc(mem, n + 1);
    size_t len = 0;

    *why = NULL;
    for (size_t i = 0; i < n; i++) {
        if (text[i] != '%') {
            out[len++] = (char)(text[i] == '+' ? ' ' : text[i]);
            continue;
        }
        int high = i + 2 < n ? hex_value(text[i + 1]) : -1;
        int low = i + 2 < n ? hex_value(text[i + 2]) : -1;
        if (high < 0 || low < 0) {
            *why = "a '%' without two hexadecimal digits";
            return NULL;
        }
        out[len++] = (char)(high * 16 + low);
        i += 2;
    }
    if (!valid(out, len)) {
        *why = "a control character, or bytes that are not UTF-8";
        return NULL;
    }
    return out;
}

const char *form_decode(struct arena *mem, const char *text, size_t n, const char **why)
{
    return decode(mem, text, n, text_valid, why);
}

enum err form_lines(struct arena *mem, const char *query, const char *name, const char **out,
                    const char **why)
{
    const size_t len = strlen(name);
    const char *fault = NULL;

    *out = NULL;
    for (const char *p = query; p && *p; p += strspn(p, "&")) {
        size_t n = strcspn(p, "&");
        if (n > len && strncmp(p, name, len) == 0 && p[len] == '=') {
            *out = decode(mem, p + len + 1, n - len - 1, text_lines_valid, &fault);
            break;
        }
        p += n;
    }
    if (!fault)
        return OK;
    *why = arena_printf(mem, "%s contains %s", name, fault);
    return ERR_BAD_FIELD;
}

struct reading {
    struct arena *mem;
    bool (*valid)(const char *text, size_t n); /* of values */
    const char **why;
};

/* name=value, at the place `number` of the form. */
static enum err parse_one(const struct reading *r, const char *text, size_t n, size_t number,
                          struct param *out)
{
    const char *equals = memchr(text, '=', n);
    size_t name_len = equals ? (size_t)(equals - text) : n;
    const char *fault;

    if (number > FORM_PARAMS_MAX) {
        *r->why = arena_printf(r->mem, "there are more than %d parameters", FORM_PARAMS_MAX);
        return ERR_BAD_FIELD;
    }
    out->name = form_decode(r->mem, text, name_len, &fault);
    if (fault) {
        *r->why = arena_printf(r->mem, "the name of parameter %zu contains %s", number, fault);
        return ERR_BAD_FIELD;
    }
    out->value = equals ? decode(r->mem, equals + 1, n - name_len - 1, r->valid, &fault) : "";
    if (fault) {
        const char *name =
            name_len > NAME_SHOWN ? arena_printf(r->mem, "parameter %zu", number) : out->name;
        *r->why = arena_printf(r->mem, "%s contains %s", name, fault);
        return ERR_BAD_FIELD;
    }
    return OK;
}

static enum err parse(const struct reading *r, const char *text, size_t n, struct form *out)
{
    struct param *params = arena_array(r->mem, FORM_PARAMS_MAX, sizeof *params);
    size_t count = 0, len;

    for (size_t at = 0; at < n; at += len + 1) {
        const char *end = memchr(text + at, '&', n - at);
        len = end ? (size_t)(end - text) - at : n - at;
        if (len == 0)
            continue;
        enum err e = parse_one(r, text + at, len, count + 1, params + count);
        if (e)
            return e;
        count++;
    }
    *out = (struct form){params, count};
    return OK;
}

enum err form_parse(struct arena *mem, const char *text, size_t n, struct form *out,
                    const char **why)
{
    return parse(&(struct reading){mem, text_valid, why}, text, n, out);
}

enum err form_parse_lines(struct arena *mem, const char *text, size_t n, struct form *out,
                          const char **why)
{
    return parse(&(struct reading){mem, text_lines_valid, why}, text, n, out);
}

const char *form_get(const struct form *self, const char *name)
{
    for (size_t i = 0; i < self->n; i++) {
        if (strcmp(self->v[i].name, name) == 0)
            return self->v[i].value;
    }
    return NULL;
}

const char *form_value(const struct form *self, const char *name)
{
    const char *value = form_get(self, name);

    return value && *value ? value : NULL;
}

/* Does one before i have the same name, and a value? */
static bool came_before(const struct form *self, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (self->v[k].value[0] && strcmp(self->v[k].name, self->v[i].name) == 0)
            return true;
    }
    return false;
}

const char *form_repeated(struct arena *mem, const struct msg_desc *desc, struct form *self)
{
    struct param *kept = arena_array(mem, self->n + 1, sizeof *kept);
    struct buf names;
    size_t n = 0;

    buf_init(&names, mem, 64);
    for (size_t i = 0; i < self->n; i++) {
        const struct param *p = &self->v[i];
        if (!p->value[0] || !came_before(self, i)) {
            kept[n++] = *p;
            continue;
        }
        const struct msg_field *f = msg_field_by_name(desc, p->name, strlen(p->name));
        if (f && !(f->flags & MSG_INTERNAL) && !words_has(buf_text(&names), p->name))
            buf_printf(&names, "%s%s", names.n ? " " : "", p->name);
    }
    *self = (struct form){kept, n};
    return names.n ? buf_text(&names) : NULL;
}

void form_percent(struct buf *out, char c)
{
    static const char hex[] = "0123456789ABCDEF";
    const unsigned byte = (unsigned char)c;

    buf_char(out, '%');
    buf_char(out, hex[byte >> 4]);
    buf_char(out, hex[byte & 15]);
}

void form_encode(struct buf *out, const char *text)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

    for (; *text; text++) {
        if (strchr(plain, *text))
            buf_char(out, *text);
        else
            form_percent(out, *text);
    }
}

void form_add(struct buf *out, const char *name, const char *value)
{
    if (out->n > 0)
        buf_char(out, '&');
    form_encode(out, name);
    buf_char(out, '=');
    form_encode(out, value);
}

/* Some libraries call every form ISO-8859-1; what is in it is the same wherever it is ASCII, and
 * what is not has to be UTF-8. */
static bool is_charset(const char *name)
{
    static const char *const names[] = {"utf-8", "us-ascii", "iso-8859-1"};
    size_t quote = *name == '"', n = strcspn(name + quote, "\" \t;");

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (strncasecmp(name + quote, names[i], n) == 0 && !names[i][n])
            return true;
    }
    return false;
}

bool form_content_type(const char *type)
{
    static const char form[] = "application/x-www-form-urlencoded";
    static const char charset[] = "charset=";

    if (!type || strncasecmp(type, form, sizeof form - 1) != 0)
        return false;
    type += sizeof form - 1;
    type += strspn(type, " \t");
    if (!*type)
        return true;
    if (*type != ';')
        return false;
    type += 1 + strspn(type + 1, " \t");
    if (strncasecmp(type, charset, sizeof charset - 1) != 0)
        return true; /* a parameter that means nothing here */
    return is_charset(type + sizeof charset - 1);
}
