#include "drawing.h"
#include "check.h"
#include <string.h>

static void put_number(struct buf *out, uint32_t v)
{
    const uint8_t bytes[] = {(uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v};

    buf_add(out, bytes, sizeof bytes);
}

/* PNG, third edition, annex D */
static uint32_t crc_of(const uint8_t *p, size_t n)
{
    uint32_t table[256], crc = UINT32_MAX;

    for (uint32_t i = 0; i < 256; i++) {
        table[i] = i;
        for (int bit = 0; bit < 8; bit++)
            table[i] = table[i] & 1 ? 0xedb88320U ^ table[i] >> 1 : table[i] >> 1;
    }
    for (size_t i = 0; i < n; i++)
        crc = table[(crc ^ p[i]) & 0xff] ^ crc >> 8;
    return crc ^ UINT32_MAX;
}

void drawing_begin(struct buf *out)
{
    buf_init(out, check_mem(), 256);
    buf_add(out, "\x89PNG\r\n\x1a\n", 8);
}

void drawing_chunk(struct buf *out, const char *type, const void *data, size_t n)
{
    put_number(out, (uint32_t)n);
    size_t from = out->n;
    buf_add(out, type, 4);
    if (n)
        buf_add(out, data, n);
    put_number(out, crc_of(out->p + from, out->n - from));
}

void drawing_header(struct buf *out, uint32_t width, uint32_t height)
{
    struct buf header;

    buf_init(&header, check_mem(), 16);
    put_number(&header, width);
    put_number(&header, height);
    buf_add(&header, "\x08\x06\0\0\0", 5);
    drawing_chunk(out, "IHDR", header.p, header.n);
}

struct bytes drawing(uint32_t side, const char *seed)
{
    struct buf out;

    drawing_begin(&out);
    drawing_header(&out, side, side);
    drawing_chunk(&out, "IDAT", seed, strlen(seed));
    drawing_chunk(&out, "IEND", NULL, 0);
    return buf_bytes(&out);
}
