/*
 * opencollective_scope - scopes as this dialect's clients write them.
 *
 * With commas, with blanks, or both; in any order, and some of them twice.
 */
#ifndef GATEWAY_OPENCOLLECTIVE_SCOPE_H
#define GATEWAY_OPENCOLLECTIVE_SCOPE_H
#include "arena.h"

/* Sorted words, each once: may be "".  NULL: there are characters in it that no scope has
 * (RFC 6749 3.3), or it is too long. */
const char *opencollective_scope(struct arena *mem, const char *text);

#endif
