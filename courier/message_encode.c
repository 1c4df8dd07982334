#include "message_encode.h"
#include "text.h"
#include <sodium.h>
#include <string.h>

/* What one encoded word may hold, in bytes before base64, so that with "Subject: " before it a line
 * keeps to 76 characters. */
enum { WORD_BYTES = 39, LINE_CHARS = 76 };

static bool plain_header(const char *text)
{
    for (const char *p = text; *p; p++) {
        if (*p < 0x20 || *p > 0x7e)
            return false;
    }
    return !strstr(text, "=?") && strlen(text) < LINE_CHARS - 10;
}

/* Whole characters only: a word is decoded by itself. */
static size_t word_length(const char *text)
{
    size_t n = 0, left = strlen(text), step;

    while (n < left && (step = text_char(text + n, left - n)) > 0 && n + step <= WORD_BYTES)
        n += step;
    return n;
}

void message_encode_header(struct buf *out, const char *text)
{
    char base64[sodium_base64_ENCODED_LEN(WORD_BYTES, sodium_base64_VARIANT_ORIGINAL)];

    if (plain_header(text)) {
        buf_str(out, text);
        return;
    }
    for (size_t n; (n = word_length(text)) > 0; text += n) {
        sodium_bin2base64(base64, sizeof base64, (const uint8_t *)text, n,
                          sodium_base64_VARIANT_ORIGINAL);
        buf_printf(out, "=?UTF-8?B?%s?=", base64);
        if (text[n])
            buf_str(out, "\r\n ");
    }
}

/* A blank at the end of a line would be lost on the way. */
static bool stands_for_itself(const char *p)
{
    if (*p == ' ')
        return p[1] != '\n' && p[1] != '\0';
    return *p > 0x20 && *p <= 0x7e && *p != '=';
}

void message_encode_quoted(struct buf *out, const char *text)
{
    size_t column = 0;

    for (const char *p = text; *p; p++) {
        size_t width = stands_for_itself(p) ? 1 : 3;
        if (*p == '\n') {
            buf_str(out, "\r\n");
            column = 0;
            continue;
        }
        if (column + width > LINE_CHARS - 1) { /* room for the '=' of a soft line break */
            buf_str(out, "=\r\n");
            column = 0;
        }
        if (width == 1)
            buf_char(out, *p);
        else
            buf_printf(out, "=%02X", (unsigned)(uint8_t)*p);
        column += width;
    }
}

void message_encode_eight_bit(struct buf *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (*p == '\n')
            buf_char(out, '\r');
        buf_char(out, *p);
    }
}
