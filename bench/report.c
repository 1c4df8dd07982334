#include "report.h"
#include <stdio.h>
#include <unistd.h>

enum err report_cpu(const struct options *options, struct cpu *out)
{
    const struct watched self = {"generator", getpid()};

    for (size_t i = 0; i < options->n_watched; i++) {
        enum err e = watch_cpu(&options->watched[i], &out->micros[i]);
        if (e) {
            fprintf(stderr, "ostiary-load: %s is gone\n", options->watched[i].name);
            return e;
        }
    }
    enum err e = watch_cpu(&self, &out->micros[GENERATOR]);
    return e ? e : watch_machine(&out->machine);
}

void report_head(const struct options *options)
{
    fputs("| task | connections | per second | p50 ms | p99 ms | failures |", stdout);
    for (size_t i = 0; i < options->n_watched; i++)
        printf(" %s |", options->watched[i].name);
    fputs(" all of these | generator | others |\n|---|---|---|---|---|---|", stdout);
    for (size_t i = 0; i < options->n_watched; i++)
        fputs("---|", stdout);
    puts("---|---|---|");
    fflush(stdout);
}

/* How much of the machine was used by whom we do not know: what is near 0 can be compared. */
static double others(const struct cpu *spent, double ours)
{
    double busy = (double)spent->machine.busy;

    return busy > ours ? 100 * (busy - ours) / (busy + (double)spent->machine.idle) : 0;
}

static struct cpu between(const struct cpu *before, const struct cpu *after)
{
    struct cpu spent;

    for (size_t i = 0; i < MEASURED_MAX; i++)
        spent.micros[i] = after->micros[i] - before->micros[i];
    spent.machine.busy = after->machine.busy - before->machine.busy;
    spent.machine.idle = after->machine.idle - before->machine.idle;
    return spent;
}

void report_row(const struct options *options, const char *title, size_t connections,
                struct tally *tally, const struct cpu *before, const struct cpu *after)
{
    const double rounds = tally->n ? (double)tally->n : 1;
    const struct cpu spent = between(before, after);
    double all = 0, own = (double)spent.micros[GENERATOR];

    printf("| %s | %zu | %.0f | %.2f | %.2f | %zu |", title, connections, tally_rate(tally),
           tally_millis(tally, 500), tally_millis(tally, 990), tally->failures);
    for (size_t i = 0; i < options->n_watched; i++) {
        printf(" %.1f |", (double)spent.micros[i] / rounds);
        all += (double)spent.micros[i];
    }
    printf(" %.1f | %.1f | %.0f %% |\n", all / rounds, own / rounds, others(&spent, all + own));
    fflush(stdout);
}
