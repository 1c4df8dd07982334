#include "crowd.h"
#include "clock.h"
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENTS = 64, MILLI = 1000, SECOND = 1000 * MILLI, PATIENCE = 30 * SECOND }; /* us */

struct crowd {
    int epoll;
    size_t n;
    struct visitor *visitors;
};

struct walk {
    struct crowd *crowd;
    const struct step *script;
    struct tally *tally;
    int64_t ends;   /* us; 0: each visitor walks once */
    size_t walking; /* visitors in a round */

    /* by the clock */
    int64_t every;        /* us from one round to the next; 0: not by the clock */
    int64_t due;          /* us; the next one */
    struct visitors free; /* who wait for it; who has rested longest comes first */
};

struct crowd *crowd_open(const struct site *site, size_t visitors)
{
    struct crowd *self = xcalloc(1, sizeof *self);

    self->epoll = epoll_create1(EPOLL_CLOEXEC);
    assert(self->epoll >= 0);
    self->n = visitors;
    self->visitors = xcalloc(visitors, sizeof *self->visitors);
    for (size_t i = 0; i < visitors; i++)
        visitor_init(&self->visitors[i], site, i);
    return self;
}

void crowd_close(struct crowd **self)
{
    struct crowd *crowd = *self;

    if (!crowd)
        return;
    for (size_t i = 0; i < crowd->n; i++)
        visitor_done(&crowd->visitors[i]);
    free(crowd->visitors);
    close(crowd->epoll);
    free(crowd);
    *self = NULL;
}

/* -- a round ----------------------------------------------------------------------------------- */

/* began: us; when it was due. */
static void begin_round(struct walk *walk, struct visitor *v, int64_t began)
{
    v->walking = true;
    walk->walking++;
    visitor_begin(v, walk->script);
    v->began = began;
}

/* What comes after a round: the next one, or waiting for it. */
static void go_round(struct walk *walk, struct visitor *v, int64_t now)
{
    v->walking = false;
    walk->walking--;
    if (walk->every)
        TAILQ_INSERT_TAIL(&walk->free, v, link);
    else if (now < walk->ends)
        begin_round(walk, v, now);
    else
        visitor_leave(v);
}

static void end_round(struct walk *walk, struct visitor *v)
{
    int64_t now = clock_micros();

    tally_round(walk->tally, now - v->began);
    go_round(walk, v, now);
}

/* A visitor who failed begins again on a new connection, like a browser that is reloaded. */
static enum err fail_round(struct walk *walk, struct visitor *v, const char *why)
{
    tally_failure(walk->tally, v->step->name, why);
    if (!visitor_connect(v, walk->crowd->epoll))
        return ERR_UNAVAILABLE;
    go_round(walk, v, clock_micros());
    return OK;
}

static enum err go_on(struct walk *walk, struct visitor *v)
{
    const char *why = NULL;

    if (!v->walking)
        return OK; /* it was done since the event was noted */
    switch (visitor_go_on(v, &why)) {
    case PROGRESS_WAITS:
        return OK;
    case PROGRESS_ROUND:
        end_round(walk, v);
        return OK;
    case PROGRESS_FAILED:
    default:
        return fail_round(walk, v, why);
    }
}

/* -- a walk ------------------------------------------------------------------------------------ */

static enum err begin(struct walk *walk, struct part part)
{
    struct visitor *visitors = &walk->crowd->visitors[part.first];

    for (size_t i = 0; i < part.n; i++) {
        if (!visitor_connect(&visitors[i], walk->crowd->epoll))
            return ERR_UNAVAILABLE;
    }
    for (size_t i = 0; i < part.n; i++) {
        if (walk->every)
            TAILQ_INSERT_TAIL(&walk->free, &visitors[i], link);
        else
            begin_round(walk, &visitors[i], clock_micros());
    }
    return OK;
}

/* Begins what is due.  When nobody is free it waits, and counts as begun nevertheless. */
static void begin_due(struct walk *walk)
{
    struct visitor *v;

    while (walk->every && walk->due < walk->ends && walk->due <= clock_micros() &&
           (v = TAILQ_FIRST(&walk->free))) {
        TAILQ_REMOVE(&walk->free, v, link);
        begin_round(walk, v, walk->due);
        walk->due += walk->every;
    }
}

static bool is_over(const struct walk *walk)
{
    return walk->walking == 0 && (!walk->every || walk->due >= walk->ends);
}

/* Until something is due, if somebody could do it; a second at most. */
static struct timespec patience(const struct walk *walk)
{
    int64_t us = SECOND, left = walk->due - clock_micros();

    if (walk->every && walk->due < walk->ends && !TAILQ_EMPTY(&walk->free) && left < us)
        us = left > 0 ? left : 0;
    return (struct timespec){us / SECOND, (long)(us % SECOND) * MILLI};
}

static enum err watch(struct walk *walk, int64_t deadline)
{
    struct epoll_event events[EVENTS];

    while (begin_due(walk), !is_over(walk)) {
        const struct timespec longest = patience(walk);
        int n = epoll_pwait2(walk->crowd->epoll, events, EVENTS, &longest, NULL);
        for (int i = 0; i < n; i++) {
            enum err e = go_on(walk, events[i].data.ptr);
            if (e)
                return e;
        }
        if (n <= 0 && clock_micros() >= deadline)
            return ERR_DEADLINE;
    }
    return OK;
}

enum err crowd_walk(struct crowd *self, struct part part, const struct step *script,
                    struct pace pace, struct tally *tally)
{
    int64_t began = clock_micros();
    struct walk walk = {
        .crowd = self,
        .script = script,
        .tally = tally,
        .ends = pace.millis > 0 ? began + pace.millis * MILLI : 0,
        .every = pace.rate > 0 ? SECOND / pace.rate : 0,
        .due = began,
    };

    assert(part.first + part.n <= self->n);
    TAILQ_INIT(&walk.free);
    enum err e = begin(&walk, part);
    if (!e)
        e = watch(&walk, began + pace.millis * MILLI + PATIENCE);
    tally->elapsed = clock_micros() - began;
    for (size_t i = 0; i < part.n; i++) {
        self->visitors[part.first + i].walking = false;
        visitor_leave(&self->visitors[part.first + i]);
    }
    return e;
}
