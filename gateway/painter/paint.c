#include "paint.h"
#include "kinds.h"
#include "picture.h"
#include <stdlib.h>

/* What a square of noise with an alpha takes at the last of these fits anywhere. */
static const uint32_t sides[] = {PICTURE_SIDE, 192, 128};

/* Never larger than it was. */
static uint32_t side_of(const struct canvas *canvas, uint32_t most)
{
    uint32_t edge = canvas->width < canvas->height ? canvas->width : canvas->height;

    return edge < most ? edge : most;
}

static enum painted paint_square(const struct canvas *canvas, struct painting *out)
{
    for (size_t i = 0; i < ARRAY_LEN(sides); i++) {
        struct canvas square;
        struct painting png;
        canvas_square(canvas, side_of(canvas, sides[i]), &square);
        canvas_turn(&square);
        bool written = write_png(&square, &png);
        canvas_done(&square);
        if (!written)
            return PAINTED_BROKEN;
        if (png.n <= PICTURE_MAX) {
            *out = png;
            return PAINTED;
        }
        free(png.p);
    }
    return PAINTED_WIDE;
}

enum painted paint(struct bytes in, struct painting *out)
{
    kind_reader *read = kind_of(in);
    struct canvas canvas = {.pixels = NULL};

    if (!read)
        return PAINTED_UNKNOWN;
    enum painted is = read(in, &canvas);
    if (is == PAINTED)
        is = paint_square(&canvas, out);
    canvas_done(&canvas);
    return is;
}
