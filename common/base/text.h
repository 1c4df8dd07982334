/*
 * text - what may be in a string from outside.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H
#include "arena.h"

/* Well-formed UTF-8 (RFC 3629: shortest form, no surrogates) without control characters. */
bool text_valid(const char *p, size_t n);

/* The same, but for ends of lines and tabs. */
bool text_lines_valid(const char *p, size_t n);

/* Bytes of the character that the n bytes at p begin with; 0: none that text_valid would let by. */
size_t text_char(const char *p, size_t n);

const char *text_lower(struct arena *mem, const char *text);     /* ASCII letters only */
const char *text_printable(struct arena *mem, const char *text); /* for logs: the rest as \xNN */
const char *text_hex(struct arena *mem, struct bytes in);
bool text_int(const char *text,
              int64_t *out); /* decimal, an optional '-', nothing else, no overflow */

#endif
