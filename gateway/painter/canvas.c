#include "canvas.h"
#include <stdlib.h>
#include <string.h>

bool canvas_can_be(uint32_t width, uint32_t height)
{
    return width > 0 && height > 0 && width <= CANVAS_SIDE_MAX && height <= CANVAS_SIDE_MAX &&
           width * height <= CANVAS_PIXELS_MAX;
}

void canvas_make(struct canvas *self, uint32_t width, uint32_t height)
{
    assert(canvas_can_be(width, height));
    *self = (struct canvas){width, height, 1, xcalloc((size_t)width * height, CANVAS_PIXEL)};
}

void canvas_done(struct canvas *self)
{
    free(self->pixels);
    *self = (struct canvas){.pixels = NULL};
}

static uint8_t *at(const struct canvas *self, uint32_t x, uint32_t y)
{
    return self->pixels + ((size_t)y * self->width + x) * CANVAS_PIXEL;
}

/* -- smaller ---------------------------------------------------------------------------------- */

/* A stretch of the canvas that becomes one pixel. */
struct span {
    float from, to;
};

/* How much of the pixel i lies in it. */
static float share(const struct span *s, uint32_t i)
{
    float from = (float)i, to = from + 1;

    if (from < s->from)
        from = s->from;
    if (to > s->to)
        to = s->to;
    return to > from ? to - from : 0;
}

static uint8_t rounded(float v)
{
    float up = v + 0.5F;

    return up >= 256 ? 255 : (uint8_t)up;
}

/* A colour counts by its alpha: what cannot be seen does not bleed into what can. */
static void mean(const struct canvas *self, const struct span *x, const struct span *y,
                 uint8_t *out)
{
    float sum[CANVAS_PIXEL] = {0}, area = 0;

    for (uint32_t row = (uint32_t)y->from; row < self->height && (float)row < y->to; row++) {
        for (uint32_t col = (uint32_t)x->from; col < self->width && (float)col < x->to; col++) {
            const uint8_t *p = at(self, col, row);
            float weight = share(x, col) * share(y, row), seen = weight * (float)p[3];
            for (int i = 0; i < 3; i++)
                sum[i] += seen * (float)p[i];
            sum[3] += seen;
            area += weight;
        }
    }
    for (int i = 0; i < 3 && sum[3] > 0; i++)
        out[i] = rounded(sum[i] / sum[3]);
    out[3] = area > 0 ? rounded(sum[3] / area) : 0;
}

void canvas_square(const struct canvas *self, uint32_t side, struct canvas *out)
{
    uint32_t edge = self->width < self->height ? self->width : self->height;
    float left = (float)(self->width - edge) / 2, top = (float)(self->height - edge) / 2;
    float step = (float)edge / (float)side;

    canvas_make(out, side, side);
    out->orientation = self->orientation;
    for (uint32_t y = 0; y < side; y++) {
        const struct span rows = {top + (float)y * step, top + (float)(y + 1) * step};
        for (uint32_t x = 0; x < side; x++) {
            const struct span cols = {left + (float)x * step, left + (float)(x + 1) * step};
            mean(self, &cols, &rows, at(out, x, y));
        }
    }
}

/* -- the right way up ---------------------------------------------------------------------------
 */

/* Where the pixel that is seen at (x, y) is kept. */
static const struct turn {
    bool swap, flip_x, flip_y; /* first swapped, then mirrored */
} turns[] = {
    [1] = {false, false, false}, [2] = {false, true, false}, [3] = {false, true, true},
    [4] = {false, false, true},  [5] = {true, false, false}, [6] = {true, false, true},
    [7] = {true, true, true},    [8] = {true, true, false},
};

void canvas_turn(struct canvas *self)
{
    const int orientation = self->orientation;
    struct canvas out;

    if (orientation <= 1 || orientation >= (int)ARRAY_LEN(turns))
        return;
    assert(self->width == self->height);
    const struct turn *turn = &turns[orientation];
    const uint32_t last = self->width - 1;
    canvas_make(&out, self->width, self->height);
    for (uint32_t y = 0; y <= last; y++) {
        for (uint32_t x = 0; x <= last; x++) {
            uint32_t from_x = turn->swap ? y : x, from_y = turn->swap ? x : y;
            from_x = turn->flip_x ? last - from_x : from_x;
            from_y = turn->flip_y ? last - from_y : from_y;
            memcpy(at(&out, x, y), at(self, from_x, from_y), CANVAS_PIXEL);
        }
    }
    canvas_done(self);
    *self = out;
}
