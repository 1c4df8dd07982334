#include "answer.h"
#include "text.h"
#include <string.h>
#include <strings.h>

enum { STATUS_AT = sizeof "HTTP/1.1 " - 1, STATUS_LEN = 3 };

/* From after `mark` to before the first of `ends`. */
static const char *between(struct arena *mem, const char *p, size_t n, const char *mark,
                           const char *ends)
{
    const char *at = memmem(p, n, mark, strlen(mark));

    if (!at)
        return NULL;
    at += strlen(mark);
    const char *end = at;
    while (end < p + n && !strchr(ends, *end))
        end++;
    return arena_strndup(mem, at, (size_t)(end - at));
}

/* The value of a header, and where its line ends; NULL: there is no such header after `at`. */
static const char *find_header(const struct answer *self, const char *at, const char *name,
                               const char **line_end)
{
    const char *end = self->head + self->head_len;
    size_t len = strlen(name);

    while ((at = memmem(at, (size_t)(end - at), "\r\n", 2))) {
        at += 2;
        if ((size_t)(end - at) <= len || strncasecmp(at, name, len) != 0 || at[len] != ':')
            continue;
        *line_end = memmem(at, (size_t)(end - at), "\r\n", 2);
        at += len + 1;
        return *line_end ? at + strspn(at, " ") : NULL;
    }
    return NULL;
}

/* Digits up to the end of the line; false: something else is there. */
static bool read_number(const char *at, const char *end, size_t *out)
{
    size_t value = 0;

    if (at == end || end - at > 9)
        return false;
    for (; at < end; at++) {
        if (*at < '0' || *at > '9')
            return false;
        value = value * 10 + (size_t)(*at - '0');
    }
    *out = value;
    return true;
}

static bool read_length(struct answer *self)
{
    const char *line_end = NULL;
    const char *value = find_header(self, self->head, "Content-Length", &line_end);

    if (!value)
        return self->status == 204;
    return read_number(value, line_end, &self->body_len);
}

static bool is_last(const struct answer *self)
{
    const char *line_end = NULL;
    const char *value = find_header(self, self->head, "Connection", &line_end);

    return value && strncasecmp(value, "close", 5) == 0;
}

enum answer_state answer_read(const char *p, size_t n, struct answer *out)
{
    const char *blank = memmem(p, n, "\r\n\r\n", 4);
    size_t status = 0;

    if (!blank)
        return ANSWER_PART;
    *out = (struct answer){.head = p, .head_len = (size_t)(blank - p) + 2, .body = blank + 4};
    if (out->head_len < STATUS_AT + STATUS_LEN || strncmp(p, "HTTP/1.1 ", STATUS_AT) != 0 ||
        !read_number(p + STATUS_AT, p + STATUS_AT + STATUS_LEN, &status))
        return ANSWER_BROKEN;
    out->status = (int)status;
    out->last = is_last(out);
    if (!read_length(out))
        return ANSWER_BROKEN;
    return n - (size_t)(out->body - p) < out->body_len ? ANSWER_PART : ANSWER_WHOLE;
}

const char *answer_header(const struct answer *self, struct arena *mem, const char *name,
                          size_t nth)
{
    const char *end = self->head;
    const char *value = find_header(self, end, name, &end);

    for (; value && nth > 0; nth--)
        value = find_header(self, end, name, &end);
    return value ? arena_strndup(mem, value, (size_t)(end - value)) : NULL;
}

const char *answer_member(const struct answer *self, struct arena *mem, const char *name)
{
    return between(mem, self->body, self->body_len, arena_printf(mem, "\"%s\":\"", name), "\"");
}

const char *answer_input(const struct answer *self, struct arena *mem, const char *name)
{
    return between(mem, self->body, self->body_len, arena_printf(mem, "name=\"%s\" value=\"", name),
                   "\"");
}

const char *answer_parameter(const struct answer *self, struct arena *mem, const char *name)
{
    const char *location = answer_header(self, mem, "Location", 0);
    const char *query = location ? strchr(location, '?') : NULL;
    size_t len = strlen(name);

    for (const char *at = query; at; at = strchr(at, '&')) {
        at++;
        if (strncmp(at, name, len) == 0 && at[len] == '=')
            return arena_strndup(mem, at + len + 1, strcspn(at + len + 1, "&#"));
    }
    return NULL;
}
