/*
 * crowd - visitors who do the same at the same time, on one thread.
 */
#ifndef BENCH_CROWD_H
#define BENCH_CROWD_H
#include "tally.h"
#include "visitor.h"

struct crowd;

struct crowd *crowd_open(const struct site *site, size_t visitors);
void crowd_close(struct crowd **self);

struct part {
    size_t first, n; /* of the visitors */
};

struct pace {
    int64_t millis; /* rounds are begun for so long; 0: each visitor walks once */
    int64_t rate; /* rounds a second, begun by the clock and timed from when they were due; 0: each
                     visitor begins one when the last has ended */
};

/*
 * That part connects, walks through the script and leaves: again and again at
 * this pace.  Rounds that have begun are ended.  ERR_DEADLINE: somebody waited
 * for an answer for too long; ERR_UNAVAILABLE: nobody listens.
 */
enum err crowd_walk(struct crowd *self, struct part part, const struct step *script,
                    struct pace pace, struct tally *tally) MUST_CHECK;

#endif
