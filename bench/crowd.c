#include "crowd.h"
#include "clock.h"
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENTS = 64, MILLI = 1000, PATIENCE = 30 * 1000 * MILLI };

struct crowd {
    int epoll;
    size_t n;
    struct visitor *visitors;
};

struct walk {
    struct crowd *crowd;
    const struct step *script;
    struct tally *tally;
    int64_t ends; /* us; 0: each visitor walks once */
    size_t walking;
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

static void end_round(struct walk *walk, struct visitor *v)
{
    int64_t now = clock_micros();

    tally_round(walk->tally, now - v->began);
    if (now < walk->ends) {
        visitor_begin(v, walk->script);
        return;
    }
    visitor_leave(v);
    walk->walking--;
}

/* A visitor who failed begins again on a new connection, like a browser that is reloaded. */
static enum err fail_round(struct walk *walk, struct visitor *v, const char *why)
{
    tally_failure(walk->tally, v->step->name, why);
    visitor_leave(v);
    if (clock_micros() >= walk->ends) {
        walk->walking--;
        return OK;
    }
    if (!visitor_connect(v, walk->crowd->epoll))
        return ERR_UNAVAILABLE;
    visitor_begin(v, walk->script);
    return OK;
}

static enum err go_on(struct walk *walk, struct visitor *v)
{
    const char *why = NULL;

    if (v->fd < 0)
        return OK; /* it left since the event was noted */
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

static enum err begin(struct walk *walk, struct part part)
{
    struct visitor *visitors = &walk->crowd->visitors[part.first];

    for (size_t i = 0; i < part.n; i++) {
        if (!visitor_connect(&visitors[i], walk->crowd->epoll))
            return ERR_UNAVAILABLE;
    }
    for (size_t i = 0; i < part.n; i++)
        visitor_begin(&visitors[i], walk->script);
    walk->walking = part.n;
    return OK;
}

static enum err watch(struct walk *walk, int64_t deadline)
{
    struct epoll_event events[EVENTS];

    while (walk->walking > 0) {
        int n = epoll_wait(walk->crowd->epoll, events, EVENTS, MILLI);
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

enum err crowd_walk(struct crowd *self, struct part part, const struct step *script, int64_t millis,
                    struct tally *tally)
{
    int64_t began = clock_micros();
    int64_t ends = millis > 0 ? began + millis * MILLI : 0;
    struct walk walk = {.crowd = self, .script = script, .tally = tally, .ends = ends};

    assert(part.first + part.n <= self->n);
    enum err e = begin(&walk, part);
    if (!e)
        e = watch(&walk, began + millis * MILLI + PATIENCE);
    tally->elapsed = clock_micros() - began;
    for (size_t i = 0; i < part.n; i++)
        visitor_leave(&self->visitors[part.first + i]);
    return e;
}
