/*
 * canvas - pixels in memory: red, green, blue and alpha (not premultiplied), a byte each, by rows.
 */
#ifndef PAINTER_CANVAS_H
#define PAINTER_CANVAS_H
#include "base.h"

/* More is not made: 64 MiB of pixels. */
enum { CANVAS_SIDE_MAX = 8192, CANVAS_PIXELS_MAX = 16 << 20, CANVAS_PIXEL = 4 };

struct canvas {
    uint32_t width, height;
    int orientation; /* how it is to be looked at (Exif 2.3, 4.6.4): 1 to 8; anything else is 1 */
    uint8_t *pixels; /* NULL: none yet */
};

/* Asked before anything of that size is made. */
bool canvas_can_be(uint32_t width, uint32_t height);

void canvas_make(struct canvas *self, uint32_t width, uint32_t height); /* black, transparent */
void canvas_done(struct canvas *self);

/* out: the square in its middle, with this side, which is no longer than the canvas's.  Each pixel
 * is the mean of what it covers. */
void canvas_square(const struct canvas *self, uint32_t side, struct canvas *out);

/* The right way up; a square. */
void canvas_turn(struct canvas *self);

#endif
