/*
 * report - the results as a Markdown table, a row when it is known.
 */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H
#include "cpu.h"
#include "tally.h"

struct result {
    const struct task *task;
    size_t connections;
    struct tally tally;
    struct cpu spent;
};

void report_head(const struct options *options);
void report_row(const struct options *options, struct result *result);

#endif
