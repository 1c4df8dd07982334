/*
 * tally - what became of the rounds of a load.
 *
 * Every round's time is kept, so that percentiles are exact.  One thread.
 */
#ifndef BENCH_TALLY_H
#define BENCH_TALLY_H
#include "base.h"

struct tally {
    uint32_t *micros; /* of each round that ended well */
    size_t n, room;
    size_t failures;
    char *first_failure; /* what was wrong; NULL: nothing */
    int64_t elapsed;     /* us, from the first request to the last answer */
};

void tally_done(struct tally *self); /* all zero is a tally that has begun */

void tally_round(struct tally *self, int64_t micros);
void tally_failure(struct tally *self, const char *step, const char *what);

double tally_rate(const struct tally *self);                    /* rounds a second */
double tally_millis(struct tally *self, unsigned int permille); /* 500: the median; 0 if no round */

#endif
