#include "sql_map.h"
#include <stdlib.h>

/* Where it is, or else where it would go. */
static struct sql_slot *slot_of(const struct sql_map *self, const struct sql *sql)
{
    uint64_t h = (uint64_t)(uintptr_t)sql * 0x9e3779b97f4a7c15U;
    size_t i = (size_t)(h >> 32) & (self->room - 1);

    while (self->slots[i].sql && self->slots[i].sql != sql)
        i = (i + 1) & (self->room - 1);
    return &self->slots[i];
}

static void grow(struct sql_map *self)
{
    struct sql_map old = *self;

    self->room = old.room ? old.room * 2 : 16;
    self->slots = xcalloc(self->room, sizeof *self->slots);
    for (size_t i = 0; i < old.room; i++) {
        if (old.slots[i].sql)
            *slot_of(self, old.slots[i].sql) = old.slots[i];
    }
    free(old.slots);
}

void *sql_map_get(const struct sql_map *self, const struct sql *sql)
{
    return self->room ? slot_of(self, sql)->value : NULL;
}

void sql_map_put(struct sql_map *self, const struct sql *sql, void *value)
{
    if (self->used * 2 >= self->room)
        grow(self);
    *slot_of(self, sql) = (struct sql_slot){sql, value};
    self->used++;
}

void sql_map_clear(struct sql_map *self, void (*drop)(void *value))
{
    for (size_t i = 0; i < self->room; i++) {
        if (self->slots[i].sql)
            drop(self->slots[i].value);
    }
    free(self->slots);
    *self = (struct sql_map){0};
}
