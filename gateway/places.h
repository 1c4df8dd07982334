/*
 * places - what only so many may do at once, and one source only half as many.
 *
 * So who takes long, of purpose perhaps, keeps nobody else from it.  Thread-safe.
 */
#ifndef GATEWAY_PLACES_H
#define GATEWAY_PLACES_H
#include "base.h"
#include <pthread.h>

enum { PLACES = 4, PLACES_OF_ONE = 2, PLACES_NAME_MAX = 63 };

struct places {
    pthread_mutex_t lock;
    struct place {
        bool taken;
        char whose[PLACES_NAME_MAX + 1];
    } v[PLACES];
};

void places_init(struct places *self);
void places_done(struct places *self);

/* NULL: there is none for them.  whose NULL: many have it in common, so that they may have all. */
struct place *places_take(struct places *self, const char *whose);
void places_leave(struct places *self,
                  struct place **place); /* NULL is fine; *place becomes NULL */

#endif
