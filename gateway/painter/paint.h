/*
 * paint - a picture of any kind that is read, painted anew: what comes out are its pixels, fewer,
 * in a square, and nothing else of it.
 *
 * A pure function.  Libraries that others wrote read what strangers sent: painter.c calls it where
 * a fault in them does no harm.
 */
#ifndef PAINTER_PAINT_H
#define PAINTER_PAINT_H
#include "painted.h"
#include "write_png.h"

/* *out, if PAINTED: a PNG that picture_fault (picture.h) finds nothing wrong with; free p. */
enum painted paint(struct bytes in, struct painting *out);

#endif
