/*
 * keyfile - files that hold a key as raw bytes.
 *
 * A private one is mode 0600 or stricter; a file that others could read is
 * refused, because nobody can tell any more who has.
 */
#ifndef BUS_KEYFILE_H
#define BUS_KEYFILE_H
#include "arena.h"

enum keyfile_kind { KEYFILE_PUBLIC, KEYFILE_PRIVATE };

/* Exactly n bytes, in mem.  ERR_NOT_FOUND: no such file; ERR_CONFIG: another length, readable by
 * others, or not readable.  *why names the file. */
enum err keyfile_read(const char *path, enum keyfile_kind kind, size_t n, struct arena *mem,
                      struct bytes *out, const char **why) MUST_CHECK;

/* Only if nobody but the owner may read it.  ERR_NOT_FOUND, ERR_CONFIG as above. */
enum err keyfile_private(const char *path, struct arena *mem, const char **why) MUST_CHECK;

/* Makes a new file, durable; never over an old one: ERR_EXISTS.  ERR_STORAGE: cannot be written. */
enum err keyfile_write(const char *path, enum keyfile_kind kind, struct bytes key,
                       struct arena *mem, const char **why) MUST_CHECK;

#endif
