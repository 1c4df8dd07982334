/*
 * endings - ending what runs for a data folder, and never a stranger.
 *
 * The roster says who; each process is compared with its start before it is
 * signalled.
 */
#ifndef SUPERVISOR_ENDINGS_H
#define SUPERVISOR_ENDINGS_H
#include "arena.h"

#define SUPERVISOR_NAME "supervisor"

/* Tells the supervisor to stop and waits for it, then ends what is left.  ERR_NOT_FOUND: nothing
 * was running.  ERR_FORBIDDEN: it belongs to another user.  ERR_DEADLINE: it did not stop. */
enum err endings_stop(struct arena *mem, const char *data) MUST_CHECK;

/* Ends services that a supervisor left behind when it was killed.  For whoever holds the lock. */
enum err endings_leftovers(struct arena *mem, const char *data) MUST_CHECK;

/* Prints who runs, a line each.  False: no supervisor. */
bool endings_print(struct arena *mem, const char *data);

#endif
