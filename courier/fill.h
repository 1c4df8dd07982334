/*
 * fill - a text with names in braces, and what they stand for.
 */
#ifndef COURIER_FILL_H
#define COURIER_FILL_H
#include "buf.h"

struct fill {
    const char *name, *value; /* ends with NULL; a name that is not listed stays as it is */
};

const char *fill_text(struct arena *mem, const char *text, const struct fill *values);

/* text is HTML, the values are not: they are escaped.  For element content and quoted attributes.
 */
const char *fill_html(struct arena *mem, const char *text, const struct fill *values);

#endif
