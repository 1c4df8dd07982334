/*
 * kinds - the kinds of pictures that are read.
 *
 * Each reader fills out, and says how it is to be turned; what it says of size is settled before it
 * takes memory for pixels.  Only the first picture of several is read, or none.
 */
#ifndef PAINTER_KINDS_H
#define PAINTER_KINDS_H
#include "canvas.h"
#include "painted.h"

typedef enum painted kind_reader(struct bytes in, struct canvas *out);
kind_reader kind_read_png, kind_read_jpeg, kind_read_webp;

/* NULL: its first bytes are those of no kind. */
kind_reader *kind_of(struct bytes in);

/* Orientation out of an Exif segment (Exif 2.3, 4.6.2); 1: there is none that can be understood. */
int kind_orientation(struct bytes exif);

#endif
