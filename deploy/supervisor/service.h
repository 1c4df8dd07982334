/*
 * service - one program that is kept running: starting it, noticing its end.
 *
 * It runs as `PROGRAM --data DIR` in a process group of its own (Ctrl-C in a
 * terminal reaches the supervisor alone), with its output in DIR/log, and is
 * told to stop when the supervisor dies (PR_SET_PDEATHSIG, prctl(2)).
 */
#ifndef SUPERVISOR_SERVICE_H
#define SUPERVISOR_SERVICE_H
#include "arena.h"
#include "backoff.h"
#include "identity.h"

struct service {
    const char *name, *log;
    char *argv[4];       /* PROGRAM --data DIR */
    struct identity who; /* pid 0: not running */
    int64_t began;       /* ms, steady clock */
    int64_t due;         /* when to start it, ms, steady clock; while it is not running */
    struct backoff backoff;
};

/* Everything lives in mem.  The program is BIN/ostiary-NAME. */
void service_init(struct service *self, struct arena *mem, const char *name, const char *bin,
                  const char *data);

/* ERR_STORAGE: no log; ERR_UNAVAILABLE: no process.  Said in the log of the supervisor. */
enum err service_start(struct service *self) MUST_CHECK;

/* Its process has ended with that status of waitpid(2): says so, and sets `due`. */
void service_ended(struct service *self, int status);

#endif
