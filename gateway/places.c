#include "places.h"
#include <string.h>

void places_init(struct places *self)
{
    *self = (struct places){.v = {{false, ""}}};
    pthread_mutex_init(&self->lock, NULL);
}

void places_done(struct places *self)
{
    pthread_mutex_destroy(&self->lock);
}

static bool is_theirs(const struct place *place, const char *whose)
{
    return place->taken && whose && strncmp(place->whose, whose, PLACES_NAME_MAX) == 0;
}

/* Under the lock. */
static struct place *free_for(struct places *self, const char *whose)
{
    struct place *found = NULL;
    int theirs = 0;

    for (size_t i = 0; i < ARRAY_LEN(self->v); i++) {
        struct place *place = &self->v[i];
        theirs += is_theirs(place, whose);
        if (!place->taken)
            found = place;
    }
    return theirs < PLACES_OF_ONE ? found : NULL;
}

struct place *places_take(struct places *self, const char *whose)
{
    pthread_mutex_lock(&self->lock);
    struct place *place = free_for(self, whose);
    if (place) {
        *place = (struct place){.taken = true};
        strncpy(place->whose, whose ? whose : "", PLACES_NAME_MAX);
    }
    pthread_mutex_unlock(&self->lock);
    return place;
}

void places_leave(struct places *self, struct place **place)
{
    if (!*place)
        return;
    pthread_mutex_lock(&self->lock);
    (*place)->taken = false;
    pthread_mutex_unlock(&self->lock);
    *place = NULL;
}
