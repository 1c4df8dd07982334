#include "samples.h"
#include "check.h"
#include <png.h>
#include <stdio.h> /* jpeglib.h wants it */
#include <stdlib.h>
#include <string.h>
#include <webp/encode.h>

#include <jpeglib.h>

enum { EXIF_HEAD = 6 + 8 + 2, EXIF_ENTRY = 12, EXIF_MARKER = JPEG_APP0 + 1 };

static void colour_at(const struct sample *s, uint32_t x, uint32_t y, uint8_t *out)
{
    bool right = x >= s->width / 2, below = y >= s->height / 2;
    const uint8_t rgb[4] = {(uint8_t)(right == below && !right ? 255
                                      : right && below         ? 255
                                                               : 0),
                            (uint8_t)(below ? 255 : 0), (uint8_t)(right ? 255 : 0),
                            right && below && s->alpha ? s->alpha : 255};

    memcpy(out, rgb, sizeof rgb);
}

static uint8_t *draw(const struct sample *s)
{
    uint8_t *pixels = xmalloc((size_t)s->width * s->height * 4);

    for (uint32_t y = 0; y < s->height; y++) {
        for (uint32_t x = 0; x < s->width; x++)
            colour_at(s, x, y, pixels + ((size_t)y * s->width + x) * 4);
    }
    return pixels;
}

static struct bytes png_of(uint32_t width, uint32_t height, const uint8_t *pixels)
{
    png_image image = {
        .version = PNG_IMAGE_VERSION, .width = width, .height = height, .format = PNG_FORMAT_RGBA};
    png_alloc_size_t n = 0;

    if (!png_image_write_to_memory(&image, NULL, &n, 0, pixels, 0, NULL))
        abort();
    uint8_t *room = xmalloc(n);
    if (!png_image_write_to_memory(&image, room, &n, 0, pixels, 0, NULL))
        abort();
    struct bytes png = arena_bytes(check_mem(), room, n);
    free(room);
    return png;
}

struct bytes sample_png(const struct sample *sample)
{
    uint8_t *pixels = draw(sample);
    struct bytes png = png_of(sample->width, sample->height, pixels);

    free(pixels);
    return png;
}

struct bytes sample_noise(uint32_t side)
{
    size_t n = (size_t)side * side * 4;
    uint8_t *pixels = xmalloc(n);
    uint64_t state = 88172645463325252;

    for (size_t i = 0; i < n; i++) { /* xorshift64 */
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        pixels[i] = (uint8_t)(state >> 24);
    }
    struct bytes png = png_of(side, side, pixels);
    free(pixels);
    return png;
}

struct bytes sample_webp(const struct sample *sample, bool lossless)
{
    uint8_t *pixels = draw(sample), *out = NULL;
    const int width = (int)sample->width, height = (int)sample->height;

    size_t n = lossless ? WebPEncodeLosslessRGBA(pixels, width, height, width * 4, &out)
                        : WebPEncodeRGBA(pixels, width, height, width * 4, 90, &out);
    free(pixels);
    if (n == 0)
        abort();
    struct bytes webp = arena_bytes(check_mem(), out, n);
    WebPFree(out);
    return webp;
}

/* -- JPEG ---------------------------------------------------------------------------------------
 */

static void put(uint8_t *to, uint32_t v, size_t n, bool big)
{
    for (size_t i = 0; i < n; i++)
        to[big ? n - 1 - i : i] = (uint8_t)(v >> 8 * i);
}

/* One folder with one entry (TIFF 6.0, 2). */
static void write_exif(struct jpeg_compress_struct *jpeg, const struct sample_jpeg *s)
{
    uint8_t exif[EXIF_HEAD + EXIF_ENTRY + 4] = "Exif\0";
    uint8_t *tiff = exif + 6, *entry = exif + EXIF_HEAD;
    bool big = s->big_endian;

    memcpy(tiff, big ? "MM" : "II", 2);
    put(tiff + 2, 42, 2, big);
    put(tiff + 4, 8, 4, big);
    put(tiff + 8, 1, 2, big);
    put(entry, 0x0112, 2, big);
    put(entry + 2, 3, 2, big);
    put(entry + 4, 1, 4, big);
    put(entry + 8, (uint32_t)s->orientation, 2, big);
    jpeg_write_marker(jpeg, EXIF_MARKER, exif, sizeof exif);
}

/* As many components as the file has. */
static void row_of(const struct sample_jpeg *s, uint32_t y, uint8_t *row)
{
    const struct sample whole = {s->width, s->height, 0};

    for (uint32_t x = 0; x < s->width; x++) {
        uint8_t rgb[4];
        colour_at(&whole, x, y, rgb);
        if (s->grey)
            row[x] = (uint8_t)(rgb[0] / 2 + rgb[1] / 4 + rgb[2] / 8);
        else if (s->inks)
            memcpy(row + (size_t)x * 4, (uint8_t[]){rgb[0], rgb[1], rgb[2], 255}, 4); /* inverted */
        else
            memcpy(row + (size_t)x * 3, rgb, 3);
    }
}

static void compress(struct jpeg_compress_struct *jpeg, const struct sample_jpeg *s)
{
    uint8_t *row = xmalloc((size_t)s->width * 4);

    jpeg->image_width = s->width;
    jpeg->image_height = s->height;
    jpeg->input_components = s->grey ? 1 : s->inks ? 4 : 3;
    jpeg->in_color_space = s->grey ? JCS_GRAYSCALE : s->inks ? JCS_CMYK : JCS_RGB;
    jpeg_set_defaults(jpeg);
    if (s->progressive)
        jpeg_simple_progression(jpeg);
    jpeg->write_Adobe_marker = s->inks;
    jpeg_start_compress(jpeg, TRUE);
    if (s->orientation)
        write_exif(jpeg, s);
    if (s->comment)
        jpeg_write_marker(jpeg, JPEG_COM, (const JOCTET *)s->comment, (unsigned)strlen(s->comment));
    for (uint32_t y = 0; y < s->height; y++) {
        row_of(s, y, row);
        jpeg_write_scanlines(jpeg, &row, 1);
    }
    jpeg_finish_compress(jpeg);
    free(row);
}

struct bytes sample_jpeg(const struct sample_jpeg *sample)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    unsigned char *out = NULL;
    unsigned long n = 0;

    jpeg.err = jpeg_std_error(&errors); /* an error exits: there is none */
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &out, &n);
    compress(&jpeg, sample);
    jpeg_destroy_compress(&jpeg);
    struct bytes bytes = arena_bytes(check_mem(), out, n);
    free(out);
    return bytes;
}
