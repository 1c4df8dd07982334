/*
 * manifest - backup.json, which stands beside copies that belong together.
 *
 * Its services are in the order in which they are copied and put back: callers
 * before those they call, followers before those they follow.  So a copy knows
 * of nothing that its neighbour to the right has not seen: what a token, a
 * session or a cursor refers to is there, or is over already.
 */
#ifndef CTL_MANIFEST_H
#define CTL_MANIFEST_H
#include "messages.h"
#include "request.h"

#define MANIFEST_FILE "backup.json"

enum { MANIFEST_SERVICES = 4 };

struct manifest_service {
    const char *name;
    int schema; /* the newest that programs of this release know */
};

/* names: some of them; none: all.  In their order; ERR_NOT_FOUND: *why names one that is none. */
enum err manifest_choose(const struct strs *names, struct arena *mem,
                         const struct manifest_service **out, size_t *n,
                         const char **why) MUST_CHECK;

/* folder: with copies.  ERR_NOT_FOUND, ERR_BAD_MESSAGE: *why. */
enum err manifest_read(const char *folder, struct arena *mem, struct backup_manifest *out,
                       const char **why) MUST_CHECK;

/* The row of that service; NULL: the manifest has none. */
const struct backup_copy *manifest_find(const struct backup_manifest *self, const char *service);

/* Where a service's copy is in the folder. */
const char *manifest_copy(struct arena *mem, const char *folder, const char *service);

/* Is it still the file that was written?  ERR_BAD_MESSAGE, ERR_STORAGE: *why. */
enum err manifest_check(const char *path, const struct backup_copy *copy, struct arena *mem,
                        const char **why) MUST_CHECK;

#endif
