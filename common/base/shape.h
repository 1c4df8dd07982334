/*
 * shape - what generated text looks like: codes, ids, secrets, keys.
 *
 * A prefix and so many random digits behind it.  Those who read such text
 * elsewhere may rely on its length and letters, so shapes are data.
 */
#ifndef BASE_SHAPE_H
#define BASE_SHAPE_H
#include "arena.h"

enum shape_digits { SHAPE_B64URL, SHAPE_HEX }; /* 6 bits a digit, 4 bits a digit */

struct shape {
    const char *prefix;
    enum shape_digits digits;
    size_t n; /* digits */
};

const char *shape_draw(struct arena *mem, const struct shape *shape);
bool shape_fits(const struct shape *shape, const char *text); /* could it have been drawn? */

#endif
