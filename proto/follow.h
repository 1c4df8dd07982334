/*
 * follow - keeping up with the event stream of another service.
 *
 * A service names in its table whom it follows.  A step asks for what is new,
 * page by page, and hands it over; the thread that takes the steps is the
 * transport's (bus/follower.h), in the world of the tests it is the test.
 *
 * Following is not calling: the order of services does not bind it.
 *
 * News that are complete lack nothing that was committed before they were asked
 * for.  That is a moment of our own steady clock; the clocks of two hosts are
 * never compared, and an answer that was long under way is as old as its question.
 */
#ifndef PROTO_FOLLOW_H
#define PROTO_FOLLOW_H
#include "call.h"

struct event;

struct news {
    const char *service;        /* whose stream */
    const struct event *events; /* in the order of their numbers, without holes */
    size_t n;
    int64_t head;     /* the number of the last of them; without any, of the last one before */
    int64_t asked_at; /* steady ms */
    bool complete;    /* otherwise there is more, which the next call brings */
    bool gap; /* there was more before these, which is lost: whatever was derived is in doubt */
};

/* A row of a service's table. */
struct followed {
    const char *service;
    /* After which event to begin.  -1: at the head, whatever it is.  NULL: it is no stream of
     * events that is followed; told is called at every step, with no more news than of whom, and
     * asks. */
    enum err (*begin)(void *state, struct call *c, int64_t *after);
    /* Not OK: the same news come again with the next step. */
    enum err (*told)(void *state, struct call *c, const struct news *news);
};

/* Where a process stands in one stream; one thread's. */
struct follow {
    const struct followed *row;
    void *state; /* the service's */
    bool begun;
    int64_t after;
};

/* Asks for what is new and tells it all.  c: by the service that follows. */
enum err follow_step(struct follow *self, struct call *c) MUST_CHECK;

#endif
