#include "multipart.h"
#include "text.h"
#include <string.h>
#include <strings.h>

enum { BOUNDARY_MAX = 70, NAME_MAX = 64 };

/* -- the boundary ----------------------------------------------------------------------------- */

static const char BOUNDARY_CHARS[] =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'()+_,-./:=?";

/* Behind what is expected there, which may be in letters of either case; NULL: it is not there. */
static const char *past(const char *text, const char *expected)
{
    size_t n = strlen(expected);

    return strncasecmp(text, expected, n) == 0 ? text + n : NULL;
}

static const char *past_blanks(const char *text)
{
    return text + strspn(text, " \t");
}

/* "\r\n--" and the boundary; NULL: the type is another one. */
static const char *delimiter_of(struct arena *mem, const char *type)
{
    const char *at = type ? past(type, "multipart/form-data") : NULL;

    if (!at || *(at = past_blanks(at)) != ';')
        return NULL;
    at = past(past_blanks(at + 1), "boundary=");
    if (!at)
        return NULL;
    bool quoted = *at == '"';
    at += quoted;
    size_t n = strspn(at, BOUNDARY_CHARS);
    if (n == 0 || n > BOUNDARY_MAX || strcmp(at + n, quoted ? "\"" : "") != 0)
        return NULL;
    return arena_printf(mem, "\r\n--%.*s", (int)n, at);
}

/* -- the head of a part -------------------------------------------------------------------------
 */

struct part {
    const char *name;
    bool is_file;
    struct bytes data;
};

static bool is_name(const char *text)
{
    size_t n = strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-");

    return n > 0 && n <= NAME_MAX && text[n] == '\0';
}

/* A text in quotes, which browsers write without escapes in it (HTML, 4.10.22.8); *at goes behind.
 */
static const char *quoted(struct arena *mem, const char **at)
{
    const char *end = **at == '"' ? strchr(*at + 1, '"') : NULL;

    if (!end)
        return NULL;
    const char *text = arena_strndup(mem, *at + 1, (size_t)(end - *at - 1));
    *at = past_blanks(end + 1);
    return text;
}

static bool read_disposition(struct arena *mem, const char *value, struct part *part)
{
    const char *at = past(value, "form-data"), *file = NULL;

    if (!at || *(at = past_blanks(at)) != ';' || !(at = past(past_blanks(at + 1), "name=")))
        return false;
    part->name = quoted(mem, &at);
    if (part->name && *at == ';' && (file = past(past_blanks(at + 1), "filename="))) {
        at = file;
        part->is_file = quoted(mem, &at) != NULL;
    }
    return part->name && is_name(part->name) && *at == '\0';
}

/* One line of the head; false: it is of no use in a form. */
static bool read_line(struct arena *mem, const char *line, struct part *part)
{
    const char *disposition = past(line, "Content-Disposition:");

    if (disposition)
        return !part->name && read_disposition(mem, past_blanks(disposition), part);
    return past(line, "Content-Type:") != NULL;
}

/* -- parts --------------------------------------------------------------------------------------
 */

struct body {
    struct arena *mem;
    const char *at, *end;
    const char *delimiter;
    struct param *fields; /* those found so far */
};

static size_t left(const struct body *b)
{
    return (size_t)(b->end - b->at);
}

/* Goes behind these bytes; false: others are there. */
static bool skip(struct body *b, const char *expected)
{
    size_t n = strlen(expected);

    if (left(b) < n || memcmp(b->at, expected, n) != 0)
        return false;
    b->at += n;
    return true;
}

/* The line here, without its end; NULL: there is none that can be read. */
static const char *next_line(struct body *b)
{
    size_t most = left(b) < MULTIPART_LINE_MAX ? left(b) : MULTIPART_LINE_MAX;
    const char *end = memmem(b->at, most, "\r\n", 2);

    if (!end || !text_valid(b->at, (size_t)(end - b->at)))
        return NULL;
    const char *line = arena_strndup(b->mem, b->at, (size_t)(end - b->at));
    b->at = end + 2;
    return line;
}

/* Before: behind a boundary's line.  After: behind the next boundary. */
static bool read_part(struct body *b, struct part *part)
{
    const char *line = NULL;

    *part = (struct part){.name = NULL};
    while ((line = next_line(b)) && *line) {
        if (!read_line(b->mem, line, part))
            return false;
    }
    if (!line || !part->name)
        return false;
    const char *end = memmem(b->at, left(b), b->delimiter, strlen(b->delimiter));
    if (!end)
        return false;
    part->data = (struct bytes){(const uint8_t *)b->at, (size_t)(end - b->at)};
    b->at = end + strlen(b->delimiter);
    return true;
}

static enum err add_file(const struct part *part, struct multipart *out, const char **why)
{
    if (part->data.n == 0)
        return OK;
    *why = "there is more than one file";
    if (out->file_name)
        return ERR_BAD_FIELD;
    out->file_name = part->name;
    out->file = part->data;
    return OK;
}

static enum err add(struct body *b, const struct part *part, struct multipart *out,
                    const char **why)
{
    const char *text = (const char *)part->data.p;

    *why = arena_printf(b->mem, "%s is there twice", part->name);
    if (form_get(&out->fields, part->name) ||
        (out->file_name && strcmp(out->file_name, part->name) == 0))
        return ERR_BAD_FIELD;
    if (part->is_file)
        return add_file(part, out, why);
    *why = arena_printf(b->mem, "%s contains a control character, or bytes that are not UTF-8",
                        part->name);
    if (!text_valid(text, part->data.n))
        return ERR_BAD_FIELD;
    b->fields[out->fields.n++] =
        (struct param){part->name, arena_strndup(b->mem, text, part->data.n)};
    out->fields.v = b->fields;
    return OK;
}

static enum err read_parts(struct body *b, struct multipart *out, const char **why)
{
    enum err e = OK;

    for (size_t n = 0; skip(b, "\r\n"); n++) {
        struct part part;
        *why = "the body is no form with a file, as browsers send it";
        if (n == MULTIPART_PARTS_MAX || !read_part(b, &part))
            return ERR_BAD_FIELD;
        e = add(b, &part, out, why);
        if (e)
            return e;
    }
    *why = "the body is not whole";
    if (!skip(b, "--"))
        return ERR_BAD_FIELD;
    (void)skip(b, "\r\n");
    return left(b) == 0 ? OK : ERR_BAD_FIELD;
}

enum err multipart_parse(struct arena *mem, const char *type, struct bytes body,
                         struct multipart *out, const char **why)
{
    const char *delimiter = delimiter_of(mem, type), *text = (const char *)body.p;
    struct multipart read = {.file_name = NULL};

    *why = "the body must be multipart/form-data";
    if (!delimiter)
        return ERR_BAD_CONTENT_TYPE;
    struct body b = {mem, text, text + body.n, delimiter,
                     arena_array(mem, MULTIPART_PARTS_MAX, sizeof(struct param))};
    *why = "the body does not begin with its boundary";
    if (!skip(&b, delimiter + 2)) /* the first has no line before it */
        return ERR_BAD_FIELD;
    enum err e = read_parts(&b, &read, why);
    if (!e)
        *out = read;
    return e;
}
