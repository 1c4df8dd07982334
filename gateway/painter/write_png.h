/*
 * write_png - pixels as a PNG: a header, the pixels, the end.
 */
#ifndef PAINTER_WRITE_PNG_H
#define PAINTER_WRITE_PNG_H
#include "canvas.h"

struct painting {
    uint8_t *p;
    size_t n;
};

/* *out: free p. */
bool write_png(const struct canvas *canvas, struct painting *out) MUST_CHECK;

#endif
