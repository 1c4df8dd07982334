/*
 * drawing - PNGs made chunk by chunk, right and wrong, in check_mem.
 *
 * Their pixels are not worth a look: they are for those who do not look at pixels.
 */
#ifndef HARNESS_DRAWING_H
#define HARNESS_DRAWING_H
#include "buf.h"

void drawing_begin(struct buf *out); /* the signature */
void drawing_chunk(struct buf *out, const char *type, const void *data, size_t n);
void drawing_header(struct buf *out, uint32_t width, uint32_t height); /* 8 bits, RGBA */

/* One that is right: as large as this, and different for another seed. */
struct bytes drawing(uint32_t side, const char *seed);

#endif
