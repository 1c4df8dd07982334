/*
 * patience - how long a connection may keep its thread waiting for words.
 *
 * A connection occupies a thread, also while it says nothing, or says it byte by
 * byte.  As long as threads are free everybody has the time that the settings
 * give.  When three quarters of them are taken, whoever has been waited for
 * longer than PATIENCE_MS has to go, so that those who have something to say get
 * a thread soon, however many others there are.
 *
 * Spared are connections that are kept after an answer: these end by themselves
 * in half a second, and a client that speaks again just then would lose its
 * request.
 */
#ifndef GATEWAY_PATIENCE_H
#define GATEWAY_PATIENCE_H
#include "wake.h"
#include <pthread.h>
#include <stdatomic.h>
#include <sys/queue.h>

enum { PATIENCE_MS = 250 };

/* A thread that may wait for words. */
struct waiter {
    LIST_ENTRY(waiter) link;
    struct patience *patience;
    struct wake *wake;
    bool taken;           /* it has a connection */
    pthread_mutex_t lock; /* of what follows */
    int64_t since;        /* steady ms; 0: it waits for nothing */
    atomic_bool gone;     /* patience was lost while it waited */
};
LIST_HEAD(waiters, waiter);

struct patience {
    pthread_mutex_t lock; /* taken before a waiter's */
    pthread_cond_t moved;
    struct waiters waiters;
    bool stop;
    pthread_t thread;
    bool running;
    size_t enough;       /* from so many on threads are scarce */
    atomic_size_t taken; /* threads that have a connection */
};

void patience_start(struct patience *self, size_t threads);
void patience_stop(
    struct patience *self); /* when all waiters are closed; also when never started */

/* By the thread itself, which wake interrupts. */
void waiter_open(struct waiter *self, struct patience *patience, struct wake *wake);
void waiter_close(struct waiter *self);

void waiter_take(struct waiter *self);  /* a connection came: its first words are waited for */
void waiter_leave(struct waiter *self); /* it is over */
void waiter_expect(struct waiter *self);
bool waiter_has(struct waiter *self); /* waits no more.  False: patience was lost meanwhile; its
                                         wake was called off */

#endif
