/*
 * cpu - CPU time of the watched processes, of ourselves and of the machine.
 */
#ifndef BENCH_CPU_H
#define BENCH_CPU_H
#include "options.h"

struct cpu {
    int64_t watched[WATCHED_MAX], own; /* us */
    struct watch_machine machine;
};

/* Until now.  A process that is gone is an error, said on stderr. */
enum err cpu_now(const struct options *options, struct cpu *out) MUST_CHECK;

struct cpu cpu_between(const struct cpu *before, const struct cpu *after);
int64_t cpu_of_watched(const struct cpu *self); /* all of them, us */

/* The part of the machine, in percent, that was taken by whom we do not know: where it is near 0
 * results can be compared. */
double cpu_of_others(const struct cpu *self);

#endif
