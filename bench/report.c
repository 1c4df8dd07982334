#include "report.h"
#include <stdio.h>

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

void report_row(const struct options *options, struct result *result)
{
    struct tally *tally = &result->tally;
    const struct cpu *spent = &result->spent;
    const double rounds = tally->n ? (double)tally->n : 1;

    printf("| %s", result->task->title);
    if (options->rate)
        printf(", by the clock");
    if (options->meanwhile)
        printf(", while %s", options->meanwhile);
    printf(" | %zu | %.0f | %.2f | %.2f | %zu |", result->connections, tally_rate(tally),
           tally_millis(tally, 500), tally_millis(tally, 990), tally->failures);
    for (size_t i = 0; i < options->n_watched; i++)
        printf(" %.1f |", (double)spent->watched[i] / rounds);
    printf(" %.1f | %.1f | %.0f %% |\n", (double)cpu_of_watched(spent) / rounds,
           (double)spent->own / rounds, cpu_of_others(spent));
    fflush(stdout);
}
