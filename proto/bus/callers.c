#include "callers.h"
#include <stdlib.h>
#include <string.h>

enum { ROOM_FIRST = 64 };

struct caller *callers_find(const struct callers *self, zmq_msg_t *id)
{
    for (size_t i = 0; i < self->n; i++) {
        if (self->v[i].n == zmq_msg_size(id) &&
            memcmp(self->v[i].id, zmq_msg_data(id), self->v[i].n) == 0)
            return &self->v[i];
    }
    return NULL;
}

void callers_probe(struct callers *self, caller_probe *probe, void *probe_self)
{
    size_t kept = 0;

    for (size_t i = 0; i < self->n; i++) {
        if (self->v[i].seen || probe(probe_self, &self->v[i]))
            self->v[kept++] = self->v[i];
        else
            free(self->v[i].id);
    }
    self->n = kept;
}

/* At least half is free afterwards, so that probing stays rare. */
static void make_room(struct callers *self, caller_probe *probe, void *probe_self)
{
    callers_probe(self, probe, probe_self);
    if (2 * self->n < self->room)
        return;
    self->room = self->room ? 2 * self->room : ROOM_FIRST;
    self->v = xrealloc(self->v, self->room * sizeof self->v[0]);
}

void callers_add(struct callers *self, zmq_msg_t *id, caller_probe *probe, void *probe_self)
{
    if (callers_find(self, id))
        return;
    if (self->n == self->room)
        make_room(self, probe, probe_self);
    size_t n = zmq_msg_size(id);
    struct caller *caller = &self->v[self->n++];
    *caller = (struct caller){.id = xmalloc(n + 1), .n = n};
    memcpy(caller->id, zmq_msg_data(id), n);
}

size_t callers_unseen(const struct callers *self)
{
    size_t n = 0;

    for (size_t i = 0; i < self->n; i++)
        n += self->v[i].seen ? 0 : 1;
    return n;
}

void callers_done(struct callers *self)
{
    for (size_t i = 0; i < self->n; i++)
        free(self->v[i].id);
    free(self->v);
    *self = (struct callers){0};
}
