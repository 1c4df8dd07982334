/*
 * file - a small file, read as a whole; a large one, summed up.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H
#include "arena.h"

/* Its bytes, in mem, followed by a NUL that is not counted; out->p is never NULL.
 * ERR_NOT_FOUND; ERR_TOO_LARGE: more than max bytes; ERR_STORAGE: cannot be read. */
enum err file_read(const char *path, size_t max, struct arena *mem, struct bytes *out) MUST_CHECK;

/* SHA-256 of its bytes, in mem, and their number.  ERR_NOT_FOUND; ERR_STORAGE. */
enum err file_digest(const char *path, struct arena *mem, struct bytes *out,
                     int64_t *size) MUST_CHECK;

#endif
