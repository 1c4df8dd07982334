/*
 * assets - the few files that pages are made of, out of the program itself.
 */
#ifndef GATEWAY_ASSETS_H
#define GATEWAY_ASSETS_H
#include "arena.h"

/* Stands in the style sheet's address, so that a new one is not mistaken for the old. */
const char *assets_style_version(struct arena *mem);

#endif
