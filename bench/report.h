/*
 * report - the results as a Markdown table, a row when it is known.
 */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H
#include "options.h"
#include "tally.h"

enum { GENERATOR = WATCHED_MAX, MEASURED_MAX };

/* CPU time of the watched processes, of ourselves and of the machine. */
struct cpu {
    int64_t micros[MEASURED_MAX];
    struct watch_machine machine;
};

enum err report_cpu(const struct options *options, struct cpu *out) MUST_CHECK;

void report_head(const struct options *options);
void report_row(const struct options *options, const char *title, size_t connections,
                struct tally *tally, const struct cpu *before, const struct cpu *after);

#endif
