/*
 * options - what ostiary-load is told on its command line.
 *
 * Secrets are not options, since others can read command lines: the client's
 * and the persons' are read from OSTIARY_BENCH_SECRET and OSTIARY_BENCH_PASSWORD.
 */
#ifndef BENCH_OPTIONS_H
#define BENCH_OPTIONS_H
#include "task.h"
#include "watch.h"

enum { CROWDS_MAX = 8, WATCHED_MAX = 16, TASKS_MAX = 32, VISITORS_MAX = 4096 };

struct options {
    struct site site;
    int64_t wait;                        /* ms; >= 0: only wait until the installation is ready */
    int64_t tries;                       /* of each run at most, while others disturb it */
    int64_t millis, warm_up;             /* of each load */
    int64_t rate;                        /* rounds a second; 0: as many as there can be */
    const char *meanwhile;               /* what else goes on, for the report; NULL: nothing */
    size_t crowds[CROWDS_MAX], n_crowds; /* connections of each run */
    struct watched watched[WATCHED_MAX];
    size_t n_watched;
    const struct task *tasks[TASKS_MAX];
    size_t n_tasks;
};

/* False: something is wrong, and has been said on stderr. */
bool options_read(struct options *self, int argc, char **argv, struct arena *mem);

#endif
