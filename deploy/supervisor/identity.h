/*
 * identity - a process that cannot be mistaken for another.
 *
 * A pid alone comes back after the process is gone; with the moment of its
 * start (field 22 of /proc/PID/stat, clock ticks since boot, proc(5)) it names
 * one process of this boot.  Signals go through a pidfd, so that nothing can
 * slip in between the comparison and the signal (pidfd_open(2)).
 */
#ifndef SUPERVISOR_IDENTITY_H
#define SUPERVISOR_IDENTITY_H
#include "base.h"
#include <sys/types.h>

struct identity {
    pid_t pid;
    int64_t started;
};

/* ERR_NOT_FOUND: there is no such process. */
enum err identity_of(pid_t pid, struct identity *out) MUST_CHECK;

/* A pidfd of just that process; the caller closes it.
 * ERR_NOT_FOUND: it is gone, even if a stranger has its pid. */
enum err identity_open(struct identity who, int *pidfd) MUST_CHECK;

/* Sends the signal, then waits up to `wait` ms for the end.
 * ERR_FORBIDDEN: not ours to end.  ERR_DEADLINE: it lives on. */
enum err identity_end(int pidfd, int signal, int wait) MUST_CHECK;

#endif
