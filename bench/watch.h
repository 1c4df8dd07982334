/*
 * watch - CPU time, in user and kernel mode together.
 *
 * Source: proc(5), /proc/PID/stat and /proc/stat; resolution is the kernel's
 * tick, 10 ms.
 */
#ifndef BENCH_WATCH_H
#define BENCH_WATCH_H
#include "base.h"

struct watched {
    const char *name;
    int64_t pid;
};

/* Of all threads, since the process began; us.  ERR_NOT_FOUND: it is gone. */
enum err watch_cpu(const struct watched *process, int64_t *micros) MUST_CHECK;

/* Of all processors together, since the machine began; us. */
struct watch_machine {
    int64_t busy, idle;
};
enum err watch_machine(struct watch_machine *out) MUST_CHECK;

#endif
