#include "picture.h"
#include "secret.h"
#include "text.h"
#include <string.h>

enum { SIGNATURE = 8, LENGTH = 4, TYPE = 4, CRC = 4, HEADER = 13 };
enum { GREY = 0, RGB = 2, GREY_ALPHA = 4, RGB_ALPHA = 6 };

static const uint8_t signature[SIGNATURE] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

struct chunk {
    const uint8_t *type, *data;
    size_t n; /* bytes of data */
};

static uint32_t big_endian(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* CRC-32 as in ISO 3309; the picture is small, so no table. */
static uint32_t crc_of(const uint8_t *p, size_t n)
{
    uint32_t crc = UINT32_MAX;

    for (size_t i = 0; i < n; i++) {
        crc ^= p[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xedb88320) : 0);
    }
    return ~crc;
}

/* The chunk at *at, which moves behind it; false: there is none that is whole. */
static bool next_chunk(struct bytes png, size_t *at, struct chunk *out)
{
    size_t left = png.n - *at;
    const uint8_t *p = png.p + *at;

    if (left < LENGTH + TYPE + CRC)
        return false;
    size_t n = big_endian(p);
    if (n > left - (LENGTH + TYPE + CRC))
        return false;
    *out = (struct chunk){p + LENGTH, p + LENGTH + TYPE, n};
    *at += LENGTH + TYPE + n + CRC;
    return big_endian(out->data + n) == crc_of(out->type, TYPE + n);
}

static bool is(const struct chunk *chunk, const char *type)
{
    return memcmp(chunk->type, type, TYPE) == 0;
}

static const char *header_fault(const struct chunk *chunk)
{
    const uint8_t *p = chunk->data;

    if (!is(chunk, "IHDR") || chunk->n != HEADER)
        return "it does not begin with a header";
    uint32_t width = big_endian(p), height = big_endian(p + 4);
    uint8_t depth = p[8], colour = p[9];
    if (width != height || width == 0 || width > PICTURE_SIDE)
        return "it is not a square of at most 256 pixels";
    if (depth != 8 ||
        (colour != GREY && colour != RGB && colour != GREY_ALPHA && colour != RGB_ALPHA))
        return "its pixels have another form";
    if (p[10] || p[11] || p[12]) /* compression, filter, interlace */
        return "it is packed in another way";
    return NULL;
}

const char *picture_fault(struct bytes png)
{
    struct chunk chunk;
    size_t at = SIGNATURE;

    if (png.n > PICTURE_MAX)
        return "it is too large";
    if (png.n < SIGNATURE || memcmp(png.p, signature, SIGNATURE) != 0)
        return "it is no PNG";
    if (!next_chunk(png, &at, &chunk))
        return "it is broken";
    const char *fault = header_fault(&chunk);
    if (fault)
        return fault;
    if (!next_chunk(png, &at, &chunk) || !is(&chunk, "IDAT"))
        return "there is something other than pixels in it";
    while (is(&chunk, "IDAT")) {
        if (!next_chunk(png, &at, &chunk))
            return "it is broken";
    }
    if (!is(&chunk, "IEND") || chunk.n != 0)
        return "there is something other than pixels in it";
    return at == png.n ? NULL : "there is something behind its end";
}

const char *picture_name(struct arena *mem, struct bytes png)
{
    struct bytes digest = secret_digest(mem, png);

    digest.n = PICTURE_NAME_LEN / 2;
    return text_hex(mem, digest);
}

const char *picture_address(struct arena *mem, const char *site, const char *folder,
                            const char *name)
{
    return name ? arena_printf(mem, "%s%s%s.png", site, folder, name) : NULL;
}
