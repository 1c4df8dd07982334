/*
 * file - a small file, read as a whole.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H
#include "arena.h"

/* Its bytes, in mem, followed by a NUL that is not counted; out->p is never NULL.
 * ERR_NOT_FOUND; ERR_TOO_LARGE: more than max bytes; ERR_STORAGE: cannot be read. */
enum err file_read(const char *path, size_t max, struct arena *mem, struct bytes *out) MUST_CHECK;

#endif
