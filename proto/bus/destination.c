#include "destination.h"
#include <string.h>

/* The gateway is missing: it serves HTTP, nobody calls it here. */
static const struct {
    const char *service;
    size_t place; /* its setting */
} table[DESTINATIONS] = {
    {"tokensvc", offsetof(struct common_config, bus_tokensvc)},
    {"authsvc", offsetof(struct common_config, bus_authsvc)},
    {"usersvc", offsetof(struct common_config, bus_usersvc)},
    {"courier", offsetof(struct common_config, bus_courier)},
};

void destination_init(struct destination *self, size_t index, const struct common_config *config)
{
    *self = (struct destination){
        .service = table[index].service,
        .place = *(const config_str *)((const char *)config + table[index].place),
    };
    TAILQ_INIT(&self->replicas);
}

size_t destination_of(const char *service)
{
    size_t i = 0;

    while (i < DESTINATIONS && strcmp(table[i].service, service) != 0)
        i++;
    return i;
}

/* One that hangs would otherwise look idle each time its callers gave up. */
static bool better(const struct replica *a, const struct replica *b)
{
    return a->late != b->late ? b->late : a->n_sent < b->n_sent;
}

struct replica *destination_choose(struct destination *self)
{
    struct replica *best = NULL, *r;

    TAILQ_FOREACH (r, &self->replicas, link) {
        if (replica_usable(r) && (!best || better(r, best)))
            best = r;
    }
    if (best) { /* among equals they take turns */
        TAILQ_REMOVE(&self->replicas, best, link);
        TAILQ_INSERT_TAIL(&self->replicas, best, link);
    }
    return best;
}
