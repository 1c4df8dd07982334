/*
 * watch - CPU time of processes, in user and kernel mode together, all threads.
 *
 * Source: proc(5), /proc/PID/stat; resolution is the kernel's tick, 10 ms.
 */
#ifndef BENCH_WATCH_H
#define BENCH_WATCH_H
#include "base.h"

struct watched {
    const char *name;
    int64_t pid;
};

/* Microseconds since the process began; ERR_NOT_FOUND: it is gone. */
enum err watch_cpu(const struct watched *process, int64_t *micros) MUST_CHECK;

#endif
