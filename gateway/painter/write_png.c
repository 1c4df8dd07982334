#include "write_png.h"
#include <png.h>
#include <stdlib.h>
#include <string.h>

enum { BEST = 9 };

/* What is written so far. */
struct sink {
    uint8_t *p;
    size_t n, room;
};

static void take(png_structp png, png_bytep p, size_t n)
{
    struct sink *sink = png_get_io_ptr(png);

    if (sink->n + n > sink->room) {
        sink->room = (sink->n + n) * 2;
        sink->p = xrealloc(sink->p, sink->room);
    }
    memcpy(sink->p + sink->n, p, n);
    sink->n += n;
}

static void flush(png_structp png)
{
    (void)png;
}

static bool is_opaque(const struct canvas *canvas)
{
    const uint8_t *end = canvas->pixels + (size_t)canvas->width * canvas->height * CANVAS_PIXEL;

    for (const uint8_t *p = canvas->pixels; p < end; p += CANVAS_PIXEL) {
        if (p[3] != 255)
            return false;
    }
    return true;
}

static void write_all(png_structp png, png_infop info, const struct canvas *canvas)
{
    bool opaque = is_opaque(canvas);

    png_set_compression_level(png, BEST);
    png_set_IHDR(png, info, canvas->width, canvas->height, 8,
                 opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGB_ALPHA, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    if (opaque)
        png_set_filler(png, 0, PNG_FILLER_AFTER); /* the alpha is left out */
    for (uint32_t y = 0; y < canvas->height; y++)
        png_write_row(png, canvas->pixels + (size_t)y * canvas->width * CANVAS_PIXEL);
    png_write_end(png, info);
}

bool write_png(const struct canvas *canvas, struct painting *out)
{
    struct sink *sink = xcalloc(1, sizeof *sink);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    volatile bool written = false; /* the library does not come back from an error */

    if (info && setjmp(png_jmpbuf(png)) == 0) {
        png_set_write_fn(png, sink, take, flush);
        write_all(png, info, canvas);
        written = true;
    }
    png_destroy_write_struct(&png, &info);
    if (written)
        *out = (struct painting){sink->p, sink->n};
    else
        free(sink->p);
    free(sink);
    return written;
}
