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
    return watch_cpu(&self, &out->micros[GENERATOR]);
}

void report_head(const struct options *options)
{
    fputs("| task | connections | per second | p50 ms | p99 ms | failures |", stdout);
    for (size_t i = 0; i < options->n_watched; i++)
        printf(" %s |", options->watched[i].name);
    fputs(" all of these | generator |\n|---|---|---|---|---|---|", stdout);
    for (size_t i = 0; i < options->n_watched; i++)
        fputs("---|", stdout);
    puts("---|---|");
    fflush(stdout);
}

void report_row(const struct options *options, const char *title, size_t connections,
                struct tally *tally, const struct cpu *before, const struct cpu *after)
{
    const double rounds = tally->n ? (double)tally->n : 1;
    double all = 0;

    printf("| %s | %zu | %.0f | %.2f | %.2f | %zu |", title, connections, tally_rate(tally),
           tally_millis(tally, 500), tally_millis(tally, 990), tally->failures);
    for (size_t i = 0; i < options->n_watched; i++) {
        double each = (double)(after->micros[i] - before->micros[i]) / rounds;
        printf(" %.1f |", each);
        all += each;
    }
    printf(" %.1f | %.1f |\n", all,
           (double)(after->micros[GENERATOR] - before->micros[GENERATOR]) / rounds);
    fflush(stdout);
}
