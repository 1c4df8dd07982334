/*
 * roster - who runs for a data folder, written down for whoever comes later.
 *
 * The file DIR/run/state holds the boot it speaks of and one line per process:
 * name, pid, start.  It is replaced as a whole, so a reader never sees half of
 * it.  A roster of another boot, or one that does not parse, is empty: nobody
 * is ended on its word.
 */
#ifndef SUPERVISOR_ROSTER_H
#define SUPERVISOR_ROSTER_H
#include "arena.h"
#include "identity.h"

struct member {
    const char *name;
    struct identity who; /* pid 0: not running at the moment */
};

struct roster {
    struct member *members; /* the supervisor first, then in the order of starting */
    size_t n;
};

/* Members that are not running are left out.  ERR_STORAGE: see errno. */
enum err roster_write(const char *data, const struct roster *roster) MUST_CHECK;

/* Lives in mem; empty when there is none. */
struct roster roster_read(struct arena *mem, const char *data);

#endif
