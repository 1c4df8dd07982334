/*
 * ostiary-load - puts an installation under load, and tells how it bears it.
 *
 * bench/run starts the installation, with a client and persons, and calls this.
 */
#include "clock.h"
#include "crowd.h"
#include "report.h"
#include "secret.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { FAILED = 1, MISUSED = 2, EVERY_MS = 1, CALM = 3 /* % */ };

/* The gateway says so on behalf of all services. */
static bool wait_until_ready(const struct options *options)
{
    const struct timespec pause = {.tv_nsec = EVERY_MS * 1000000L};
    int64_t deadline = clock_steady() + options->wait;
    struct crowd *crowd = crowd_open(&options->site, 1);
    bool ready = false;

    while (!ready && clock_steady() < deadline) {
        struct tally tally = {0};
        ready =
            crowd_walk(crowd, (struct part){0, 1}, task_health, (struct pace){0}, &tally) == OK &&
            tally.n == 1;
        tally_done(&tally);
        if (!ready)
            nanosleep(&pause, NULL);
    }
    crowd_close(&crowd);
    return ready;
}

/* True: nobody failed. */
static bool walk(struct crowd *crowd, struct part part, const struct step *script, struct pace pace,
                 struct tally *tally)
{
    enum err e = crowd_walk(crowd, part, script, pace, tally);

    if (e)
        fprintf(stderr, "ostiary-load: %s\n", err_name(e));
    if (tally->first_failure)
        fprintf(stderr, "ostiary-load: %zu failures, the first: %s\n", tally->failures,
                tally->first_failure);
    return !e && tally->failures == 0;
}

/* What is not measured. */
static bool walk_before(struct crowd *crowd, struct part part, const struct step *script,
                        int64_t millis)
{
    struct tally tally = {0};
    bool well = walk(crowd, part, script, (struct pace){.millis = millis}, &tally);

    tally_done(&tally);
    return well;
}

/* If some task wants it, all sign in and let the app in, no more at a time than the server bears.
 */
static bool enrol(const struct options *options, struct crowd *crowd, size_t n)
{
    bool well = true, wanted = false;

    for (size_t i = 0; i < options->n_tasks; i++)
        wanted = wanted || options->tasks[i]->flags & TASK_PEOPLE;
    if (!wanted)
        return true;
    for (size_t i = 0; well && i < n; i += SIGN_INS_MAX) {
        size_t rest = n - i;
        struct part part = {i, rest < SIGN_INS_MAX ? rest : SIGN_INS_MAX};
        well = walk_before(crowd, part, task_enrol, 0);
    }
    return well;
}

/* Warms up and measures once; fills in the result. */
static bool try_once(const struct options *options, struct crowd *crowd, struct result *result)
{
    const struct part part = {0, result->connections};
    const struct step *round = result->task->round;
    struct cpu before, after;

    if (options->warm_up > 0 && !walk_before(crowd, part, round, options->warm_up))
        return false;
    if (cpu_now(options, &before) != OK)
        return false;
    bool well =
        walk(crowd, part, round, (struct pace){options->millis, options->rate}, &result->tally);
    if (cpu_now(options, &after) != OK)
        return false;
    result->spent = cpu_between(&before, &after);
    return well;
}

/* Reports the try that others disturbed least: not the best one, which would be a choice by the
 * result itself. */
static bool measure(const struct options *options, struct crowd *crowd, struct result *result)
{
    const struct part part = {0, result->connections};
    const struct result blank = *result;

    if (result->task->prepare && !walk_before(crowd, part, result->task->prepare, 0))
        return false;
    bool well = try_once(options, crowd, result);
    for (int64_t i = 1; well && i < options->tries && cpu_of_others(&result->spent) > CALM; i++) {
        struct result again = blank;
        well = try_once(options, crowd, &again);
        if (cpu_of_others(&again.spent) < cpu_of_others(&result->spent)) {
            struct result worse = *result;
            *result = again;
            again = worse;
        }
        tally_done(&again.tally);
    }
    report_row(options, result);
    return well;
}

static bool measure_task(const struct options *options, struct crowd *crowd,
                         const struct task *task, size_t connections)
{
    const bool too_many = task->at_most && connections > task->at_most;
    struct result result = {.task = task, .connections = too_many ? task->at_most : connections};

    bool well = measure(options, crowd, &result);
    tally_done(&result.tally);
    return well;
}

/* A task that fails is the last; its other runs are made. */
static bool measure_all(const struct options *options)
{
    struct crowd *crowd = NULL;
    size_t most = 0;

    for (size_t i = 0; i < options->n_crowds; i++)
        most = options->crowds[i] > most ? options->crowds[i] : most;
    crowd = crowd_open(&options->site, most);
    size_t failed = enrol(options, crowd, most) ? 0 : 1;
    if (!failed)
        report_head(options);
    for (size_t i = 0; !failed && i < options->n_tasks; i++) {
        for (size_t j = 0; j < options->n_crowds; j++)
            failed += !measure_task(options, crowd, options->tasks[i], options->crowds[j]);
    }
    crowd_close(&crowd);
    return failed == 0;
}

int main(int argc, char **argv)
{
    AUTO(arena) mem;
    struct options options;

    arena_init(&mem, ARENA_LIMIT);
    if (secret_init() != OK || !options_read(&options, argc, argv, &mem))
        return MISUSED;
    bool well = options.wait >= 0 ? wait_until_ready(&options) : measure_all(&options);
    return well ? EXIT_SUCCESS : FAILED;
}
