/*
 * samples - pictures as people have them, in check_mem.
 *
 * All show the same: a quarter red, green below it, blue to its right, white the rest.
 *
 *     red   blue
 *     green white
 */
#ifndef PAINTER_SAMPLES_H
#define PAINTER_SAMPLES_H
#include "buf.h"

struct sample {
    uint32_t width, height;
    uint8_t alpha; /* of the white; 0: opaque too */
};

struct bytes sample_png(const struct sample *sample);

struct sample_jpeg {
    uint32_t width, height;
    int orientation; /* 0: says nothing of it */
    bool big_endian, progressive, grey, inks;
    const char *comment; /* NULL: none */
};
struct bytes sample_jpeg(const struct sample_jpeg *sample);

struct bytes sample_webp(const struct sample *sample, bool lossless);

struct bytes sample_noise(uint32_t side); /* a PNG that cannot be packed */

#endif
