/*
 * streams - the event streams of all services of a world, as somebody who follows them sees them.
 */
#ifndef HARNESS_STREAMS_H
#define HARNESS_STREAMS_H
#include "world.h"

enum { STREAMS = 3 };

struct streams {
    struct world *world;
    int64_t seen[STREAMS]; /* numbers */
    struct event last;     /* the newest one of those that streams_news read last */
};

struct streams streams_of(struct world *world); /* from here on */

/* The kinds of the events since the last time, tokensvc's first and usersvc's last, one blank
 * between; "" when there are none. */
const char *streams_news(struct streams *self);

/* NULL, or what is wrong with the chain of one of them, from its beginning. */
const char *streams_fault(struct world *world);

/* The JSON of all events of all streams. */
const char *streams_text(struct world *world);

#endif
