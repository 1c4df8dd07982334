#include "cpu.h"
#include <stdio.h>
#include <unistd.h>

enum err cpu_now(const struct options *options, struct cpu *out)
{
    const struct watched self = {"generator", getpid()};

    *out = (struct cpu){0};
    for (size_t i = 0; i < options->n_watched; i++) {
        enum err e = watch_cpu(&options->watched[i], &out->watched[i]);
        if (e) {
            fprintf(stderr, "ostiary-load: %s is gone\n", options->watched[i].name);
            return e;
        }
    }
    enum err e = watch_cpu(&self, &out->own);
    return e ? e : watch_machine(&out->machine);
}

struct cpu cpu_between(const struct cpu *before, const struct cpu *after)
{
    struct cpu spent = *after;

    for (size_t i = 0; i < WATCHED_MAX; i++)
        spent.watched[i] -= before->watched[i];
    spent.own -= before->own;
    spent.machine.busy -= before->machine.busy;
    spent.machine.idle -= before->machine.idle;
    return spent;
}

int64_t cpu_of_watched(const struct cpu *self)
{
    int64_t all = 0;

    for (size_t i = 0; i < WATCHED_MAX; i++)
        all += self->watched[i];
    return all;
}

double cpu_of_others(const struct cpu *self)
{
    int64_t others = self->machine.busy - cpu_of_watched(self) - self->own;
    int64_t whole = self->machine.busy + self->machine.idle;

    return others > 0 ? 100 * (double)others / (double)whole : 0;
}
