/*
 * stream - one service's events, read page by page.
 *
 * Holds one page at a time, however long the stream is.
 */
#ifndef CTL_STREAM_H
#define CTL_STREAM_H
#include "ctl.h"
#include "messages.h"

enum { STREAMS_MAX = 3 };

struct stream {
    const char *service;
    int64_t after;    /* number of the last event that was taken */
    struct arena mem; /* of the page */
    struct events_since_reply page;
    size_t next;  /* of the page's events */
    bool drained; /* the page was the last one when it was asked for */
    bool away;    /* there was no answer, and that was said */
};

/* Those of all services that keep events, or the one that is named; *n of them.  ERR_NOT_FOUND: it
 * is none of them. */
enum err streams_init(struct stream streams[STREAMS_MAX], const char *service,
                      size_t *n) MUST_CHECK;
void stream_done(struct stream *self);

/* The next event, valid until stream_take; *out NULL: there are no more now.  Not CTL_OK: it was
 * complained about, unless it was before (away). */
enum ctl_status stream_look(struct stream *self, struct ctl *ctl, const struct event **out);
void stream_take(struct stream *self);
void stream_look_again(struct stream *self); /* there may be more now */

#endif
