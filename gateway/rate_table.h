/*
 * rate_table - how often each has asked in the minute that began with their first request.
 *
 * Of a fixed size: when its place is full, whose minute began the longest ago
 * is forgotten.  Thread-safe.
 */
#ifndef GATEWAY_RATE_TABLE_H
#define GATEWAY_RATE_TABLE_H
#include "base.h"

enum { RATE_WINDOW_MS = 60 * 1000, RATE_NAME_MAX = 63, RATE_TABLE_ROOM = 8192 };

struct rate_table;

struct rate_table *rate_table_open(void);
void rate_table_close(struct rate_table **self); /* NULL is fine, *self becomes NULL */

struct rate_count {
    int64_t n;       /* requests in this minute, this one among them */
    int64_t ends_at; /* the minute; ms since 1970 */
};

/* One more.  whom: counted apart for each of which; of longer names the beginning counts.
 * now: ms since 1970. */
struct rate_count rate_table_add(struct rate_table *self, unsigned which, const char *whom,
                                 int64_t now);

#endif
