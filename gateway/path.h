/*
 * path - paths of routes, some of whose segments stand for any.
 *
 * "/things/:id" fits "/things/7" and "/things/a%20b", not "/things/" nor
 * "/things/7/parts".
 */
#ifndef GATEWAY_PATH_H
#define GATEWAY_PATH_H
#include "arena.h"

bool path_fits(const char *pattern, const char *path);
bool path_is_pattern(const char *path);

/* What stands at the segment ":name", percent-decoded (RFC 3986 2.1); path fits.  NULL, and *why
 * for the public: it is not text. */
const char *path_segment(struct arena *mem, const char *pattern, const char *path, const char *name,
                         const char **why);

#endif
