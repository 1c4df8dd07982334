/* gql_string.c - what strings mean (GraphQL 2.9.4), in both of their forms. */
#include "buf.h"
#include "gql_lexer.h"
#include <string.h>

static void add_utf8(struct buf *out, uint32_t c)
{
    if (c < 0x80) {
        buf_char(out, (char)c);
        return;
    }
    if (c >= 0x10000)
        buf_char(out, (char)(0xf0 | c >> 18));
    if (c >= 0x800)
        buf_char(out, (char)(c >= 0x10000 ? 0x80 | (c >> 12 & 0x3f) : 0xe0 | c >> 12));
    buf_char(out, (char)(c >= 0x800 ? 0x80 | (c >> 6 & 0x3f) : 0xc0 | c >> 6));
    buf_char(out, (char)(0x80 | (c & 0x3f)));
}

/* So many hexadecimal digits at p; false: something else stands there. */
static bool read_hex(const char *p, size_t n, uint32_t *out)
{
    static const char hex[] = "0123456789abcdefABCDEF";

    *out = 0;
    for (size_t i = 0; i < n; i++) {
        const char *digit = p[i] ? strchr(hex, p[i]) : NULL;
        if (!digit)
            return false;
        uint32_t value = (uint32_t)(digit - hex);
        *out = *out * 16 + (value > 15 ? value - 6 : value);
    }
    return n > 0;
}

/* \uXXXX, two of them for a surrogate pair, or \u{X…}; p stands behind the 'u'.  NULL: none. */
static const char *read_unicode(const char *p, uint32_t *out)
{
    uint32_t low;

    if (*p == '{') {
        size_t n = strcspn(p + 1, "}\"\r\n");
        if (p[1 + n] != '}' || n > 6 || !read_hex(p + 1, n, out))
            return NULL;
        p += n + 2;
    } else {
        if (!read_hex(p, 4, out))
            return NULL;
        p += 4;
        if (*out >= 0xd800 && *out < 0xdc00 && p[0] == '\\' && p[1] == 'u' &&
            read_hex(p + 2, 4, &low) && low >= 0xdc00 && low < 0xe000) {
            *out = 0x10000 + ((*out - 0xd800) << 10) + (low - 0xdc00);
            p += 6;
        }
    }
    bool surrogate = *out >= 0xd800 && *out < 0xe000;
    return *out == 0 || *out > 0x10ffff || surrogate ? NULL : p; /* texts end at a NUL */
}

/* What stands behind a '\\' at p; returns behind it.  NULL: it is no escape. */
static const char *read_escape(const char *p, struct buf *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    uint32_t c;

    if (*p == 'u') {
        p = read_unicode(p + 1, &c);
        if (p)
            add_utf8(out, c);
        return p;
    }
    const char *simple = *p ? strchr(from, *p) : NULL;
    if (!simple)
        return NULL;
    buf_char(out, to[simple - from]);
    return p + 1;
}

static const char *read_line(struct gql_lexer *self)
{
    struct buf out;
    const char *p = self->p + 1;

    buf_init(&out, self->errors->mem, 64);
    while (*p != '"') {
        if (!*p || *p == '\n' || *p == '\r') {
            gql_lexer_fail(self, self->token.at, "the string does not end on its line");
            return NULL;
        }
        if (*p != '\\') {
            buf_char(&out, *p++);
            continue;
        }
        const char *behind = read_escape(p + 1, &out);
        if (!behind) {
            gql_lexer_fail(self, gql_lexer_at(self, p), "this is not an escape of a string");
            return NULL;
        }
        p = behind;
    }
    self->p = p + 1;
    return buf_text(&out);
}

/* -- block strings ------------------------------------------------------------------------------
 */

static size_t line_len(const char *p)
{
    return strcspn(p, "\n");
}

/* How many blanks all lines but the first begin with; those of blanks alone do not count. */
static size_t common_indent(const char *text)
{
    size_t least = SIZE_MAX;

    for (const char *p = text + line_len(text); *p; p += line_len(p)) {
        p++;
        size_t blanks = strspn(p, " \t");
        if (blanks < line_len(p) && blanks < least)
            least = blanks;
    }
    return least == SIZE_MAX ? 0 : least;
}

static bool is_blank(const char *line)
{
    return strspn(line, " \t") == line_len(line);
}

/* Without the indentation that its place in the document made necessary, and without blank lines
 * around it. */
static const char *unindented(struct arena *mem, const char *text)
{
    size_t indent = common_indent(text), kept = 0;
    bool first = true, begun = false;
    struct buf out;

    buf_init(&out, mem, strlen(text) + 1);
    for (const char *p = text;; p++) {
        size_t n = line_len(p), skip = first ? 0 : indent;
        if (begun || !is_blank(p)) {
            if (begun)
                buf_char(&out, '\n');
            if (n > skip)
                buf_add(&out, p + skip, n - skip);
            begun = true;
        }
        if (!is_blank(p))
            kept = out.n;
        first = false;
        p += n;
        if (!*p)
            break;
    }
    return arena_strndup(mem, buf_text(&out), kept);
}

/* Line ends become '\n', and \""" becomes """. */
static const char *read_block(struct gql_lexer *self)
{
    struct buf out;
    const char *p = self->p + 3;

    buf_init(&out, self->errors->mem, 256);
    while (strncmp(p, "\"\"\"", 3) != 0) {
        if (!*p) {
            gql_lexer_fail(self, self->token.at, "the string does not end");
            return NULL;
        }
        if (strncmp(p, "\\\"\"\"", 4) == 0) {
            buf_str(&out, "\"\"\"");
            p += 4;
            continue;
        }
        bool line_end = *p == '\n' || *p == '\r';
        if (line_end)
            buf_char(&out, '\n');
        else
            buf_char(&out, *p);
        p += p[0] == '\r' && p[1] == '\n' ? 2 : 1;
        if (line_end) {
            self->line = p;
            self->number++;
        }
    }
    self->p = p + 3;
    return unindented(self->errors->mem, buf_text(&out));
}

const char *gql_string_read(struct gql_lexer *self)
{
    return strncmp(self->p, "\"\"\"", 3) == 0 ? read_block(self) : read_line(self);
}
