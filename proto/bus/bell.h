/*
 * bell - the lock under which other threads hand things to the bus thread, and how it is woken.
 *
 * Waking costs more than the work it is for, so the bell rings only when the bus
 * thread sleeps, once for all that gathers before it gets up.
 *
 *   any thread:      bell_lock; add to a list; bell_unlock_ringing
 *   the bus thread:  bell_lock; nothing in the lists? bell_doze; bell_unlock;
 *                    poll on bell_fd; bell_awake
 */
#ifndef BUS_BELL_H
#define BUS_BELL_H
#include "base.h"
#include <pthread.h>

struct bell {
    pthread_mutex_t lock;
    int fd; /* eventfd */
    bool dozing;
};

void bell_init(struct bell *self);
void bell_done(struct bell *self);

void bell_lock(struct bell *self);
void bell_unlock(struct bell *self);
void bell_unlock_ringing(struct bell *self);

void bell_doze(struct bell *self);             /* with the lock: from now on it has to ring */
void bell_awake(struct bell *self, bool rung); /* without the lock: it need not any more; rung: the
                                                  fd was readable */

#endif
