/*
 * durable - files and folders whose names survive a power failure.
 *
 * What is acknowledged is on disk: a new name is there for certain once its
 * folder is synced, and a file comes under its name only when it is whole.
 * Each function logs why it cannot: ERR_STORAGE.  Thread-safe.
 */
#ifndef STORE_DURABLE_H
#define STORE_DURABLE_H
#include "arena.h"

const char *durable_folder_of(struct arena *mem, const char *path); /* "." without a slash */

/* The folder is there afterwards, with those above it; mode 0700 where it makes them. */
enum err durable_make_folder(struct arena *mem, const char *folder) MUST_CHECK;

/* A file is there afterwards, mode 0600.  One that exists is not even opened: closing it again
 * would drop the locks that others of this process hold on it (fcntl(2)). */
enum err durable_make_file(struct arena *mem, const char *path) MUST_CHECK;

/* The contents of a file are on disk. */
enum err durable_sync(const char *path) MUST_CHECK;

/* In one step: to names what from named; what it named before is gone. */
enum err durable_rename(struct arena *mem, const char *from, const char *to) MUST_CHECK;

/* A second name for the file; fails where that name is taken. */
enum err durable_link(struct arena *mem, const char *from, const char *to) MUST_CHECK;

/* A copy, mode 0600, under a name that is free; on disk afterwards, or not there. */
enum err durable_copy(struct arena *mem, const char *from, const char *to) MUST_CHECK;

#endif
