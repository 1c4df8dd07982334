/*
 * assets - the few files that pages are made of, out of the program itself.
 */
#ifndef GATEWAY_ASSETS_H
#define GATEWAY_ASSETS_H
#include "arena.h"

/* Stand in the addresses of style sheet and script, so that a new one is not mistaken for the old.
 */
const char *assets_style_version(struct arena *mem);
const char *assets_post_version(struct arena *mem);

#endif
