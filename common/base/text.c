#include "text.h"
#include "buf.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Length of the well-formed sequence at p, 0 if there is none. */
static size_t utf8_len(const uint8_t *p, size_t n)
{
    static const struct {
        uint8_t first, last, low, high; /* range of the first byte, then of the second */
        size_t len;
    } forms[] = {
        {0x20, 0x7e, 0x00, 0x00, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };

    for (size_t f = 0; f < ARRAY_LEN(forms); f++) {
        if (p[0] < forms[f].first || p[0] > forms[f].last)
            continue;
        if (forms[f].len > n)
            return 0;
        if (forms[f].len > 1 && (p[1] < forms[f].low || p[1] > forms[f].high))
            return 0;
        for (size_t i = 2; i < forms[f].len; i++) {
            if ((p[i] & 0xc0) != 0x80)
                return 0;
        }
        return forms[f].len;
    }
    return 0;
}

/* How many bytes stand for themselves: nearly always all of them, so this is the loop to keep
 * short. */
static size_t plain_run(const char *p, size_t n)
{
    size_t run = 0;

    while (run < n && p[run] >= 0x20 && p[run] < 0x7f)
        run++;
    return run;
}

size_t text_char(const char *p, size_t n)
{
    const uint8_t *at = (const uint8_t *)p;
    size_t len = n ? utf8_len(at, n) : 0;

    return len == 2 && at[0] == 0xc2 && at[1] < 0xa0 ? 0 : len; /* C1 controls */
}

bool text_valid(const char *p, size_t n)
{
    size_t run = 0;

    while ((run = plain_run(p, n)) < n) {
        p += run;
        n -= run;
        size_t len = text_char(p, n);
        if (len == 0)
            return false;
        p += len;
        n -= len;
    }
    return true;
}

static size_t line_run(const char *p, size_t n)
{
    size_t run = 0;

    while (run < n && p[run] != '\n' && p[run] != '\r' && p[run] != '\t')
        run++;
    return run;
}

bool text_lines_valid(const char *p, size_t n)
{
    for (size_t at = 0; at <= n;) {
        size_t run = line_run(p + at, n - at);
        if (!text_valid(p + at, run))
            return false;
        at += run + 1;
    }
    return true;
}

const char *text_lower(struct arena *mem, const char *text)
{
    char *out = arena_strdup(mem, text);

    for (char *p = out; *p; p++) {
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    }
    return out;
}

const char *text_printable(struct arena *mem, const char *text)
{
    struct buf out;

    buf_init(&out, mem, strlen(text));
    for (const char *p = text; *p; p++) {
        if (*p >= 0x20 && *p < 0x7f && *p != '\\')
            buf_char(&out, *p);
        else
            buf_printf(&out, "\\x%02x", (unsigned)(uint8_t)*p);
    }
    return buf_text(&out);
}

const char *text_hex(struct arena *mem, struct bytes in)
{
    static const char digit[] = "0123456789abcdef";
    char *out = arena_alloc(mem, in.n * 2 + 1);

    for (size_t i = 0; i < in.n; i++) {
        out[2 * i] = digit[in.p[i] >> 4];
        out[2 * i + 1] = digit[in.p[i] & 15];
    }
    return out;
}

bool text_int(const char *text, int64_t *out)
{
    const char *digits = text + (*text == '-');
    char *end = NULL;

    if (*digits < '0' || *digits > '9')
        return false;
    errno = 0;
    long long v = strtoll(text, &end, 10);
    if (errno != 0 || *end != '\0')
        return false;
    *out = v;
    return true;
}
