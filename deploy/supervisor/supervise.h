/*
 * supervise - keeps the services of a data folder running until told to stop.
 *
 * One supervisor per folder, by a lock that the kernel frees.  It starts the
 * services in the order given, starts each again when it ends, and writes
 * down who runs.  SIGINT, SIGTERM or SIGHUP: the services are stopped one by
 * one, the last first, so that callers go before those they call; a second
 * signal, or 10 s without success, ends one at once.
 */
#ifndef SUPERVISOR_SUPERVISE_H
#define SUPERVISOR_SUPERVISE_H
#include "arena.h"

struct plan {
    const char *data, *bin;   /* absolute paths */
    const char *const *names; /* "tokensvc": BIN/ostiary-tokensvc is run */
    size_t n;
};

/* Returns when all have stopped.  ERR_EXISTS: the folder has its supervisor.  What went wrong
 * is said in the log. */
enum err supervise(struct arena *mem, const struct plan *plan) MUST_CHECK;

#endif
