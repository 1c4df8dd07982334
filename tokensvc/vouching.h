/*
 * vouching - may what another service said some time ago still be believed?  Its event stream says.
 *
 * A reply bears as_of, the number of the newest event at the moment it was read.
 * It still holds when no later event is about the same client or person, and the
 * stream is known as it stood less than VOUCHING_FOR ms ago.  A stream that is not
 * heard of vouches for nothing.
 *
 * Whom an event is about is kept as a small hash: two people that share one make
 * each other's replies old, which costs a question and nothing else.  Not
 * thread-safe.
 */
#ifndef TOKENSVC_VOUCHING_H
#define TOKENSVC_VOUCHING_H
#include "follow.h"

enum {
    VOUCHING_FOR = 1000, /* ms */
    VOUCHING_STREAMS = 2,
    VOUCHING_MARKS = 4096,
};

/* Of one stream. */
struct vouching {
    const char *service; /* NULL: not heard of yet */
    int64_t heard;       /* steady ms: it is known as it stood then; 0: not yet */
    int64_t since;       /* nothing is known of what came before this number… */
    int64_t begun;       /* …and before this moment, steady ms, numbers meant something else */
    int64_t marks[VOUCHING_MARKS]; /* the last event about whoever has this hash */
};

/* Whom a reply is about; at most one client and one person. */
struct about {
    uint16_t client, person; /* their marks; VOUCHING_MARKS: nobody */
};
struct about about_whom(const char *client_id, const char *person); /* NULL: nobody */

/* Learns the news. */
void vouching_told(struct vouching *self, const struct news *news);

/* What the service said, as far as it matters here. */
struct said {
    int64_t asked_at; /* steady ms */
    int64_t as_of;
    struct about about;
};

/* Does it still hold? */
bool vouching_holds(const struct vouching *self, const struct said *said, int64_t now);

/* Has something happened since to whom it is about? */
bool vouching_denies(const struct vouching *self, const struct said *said);

#endif
