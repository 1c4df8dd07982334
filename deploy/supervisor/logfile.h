/*
 * logfile - the file that takes what a service says on stderr.
 *
 * The service writes to it directly, so its log outlives a dead supervisor.
 * Past LOGFILE_MAX bytes the text moves to <path>.1, over the one before it;
 * a line written in the same instant may be lost.
 */
#ifndef SUPERVISOR_LOGFILE_H
#define SUPERVISOR_LOGFILE_H
#include "base.h"

enum { LOGFILE_MAX = 16 << 20 };

/* For appending; the caller closes it.  ERR_STORAGE: see errno. */
enum err logfile_open(const char *path, int *fd) MUST_CHECK;

/* Moves the text away if there is more than `most` bytes of it. */
enum err logfile_trim(const char *path, int64_t most) MUST_CHECK;

#endif
