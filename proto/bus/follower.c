#include "follower.h"
#include "follow.h"
#include "log.h"
#include "thread.h"
#include <stdatomic.h>
#include <stdlib.h>

enum { STEP_LIMIT_MS = 2000 };

struct follower {
    struct followers *all;
    struct follow follow;
    bool failing; /* said once */
    pthread_t thread;
};

struct followers {
    struct bus *bus;
    const struct service_host *host;
    _Atomic bool stop;
    size_t n;
    struct follower v[];
};

static void note(struct follower *self, const struct call *c, enum err e)
{
    if (e && !self->failing)
        log_warn("the events of %s cannot be followed: %s", self->follow.row->service,
                 c->detail ? c->detail : err_name(e));
    if (!e && self->failing)
        log_info("the events of %s are followed again", self->follow.row->service);
    self->failing = e;
}

static void step(struct follower *self, struct arena *mem)
{
    const struct service_host *host = self->all->host;
    struct call c;

    call_begin(&c, mem, host->rpc, STEP_LIMIT_MS);
    c.svc = host->state;
    c.role = host->service->role;
    c.service = host->service->name;
    note(self, &c, follow_step(&self->follow, &c));
    if (c.stirred && host->stir)
        host->stir(host->front);
    arena_reset(mem);
}

static void *run(void *arg)
{
    struct follower *self = arg;
    struct followers *all = self->all;
    uint32_t seen = 0;
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    while (!all->stop) {
        step(self, &mem);
        bus_await_news(all->bus, self->follow.row->service, &seen, FOLLOW_EVERY_MS);
    }
    return NULL;
}

struct followers *followers_start(struct bus *bus, const struct service_host *host)
{
    const struct service *service = host->service;
    struct followers *self = xcalloc(1, sizeof *self + service->n_follows * sizeof self->v[0]);

    self->bus = bus;
    self->host = host;
    self->n = service->n_follows;
    for (size_t i = 0; i < self->n; i++) {
        self->v[i].all = self;
        self->v[i].follow = (struct follow){.row = &service->follows[i], .state = host->state};
        self->v[i].thread = thread_start("follow", run, &self->v[i]);
    }
    return self;
}

void followers_stop(struct followers **self)
{
    struct followers *all = *self;

    *self = NULL;
    if (!all)
        return;
    all->stop = true;
    bus_wake_followers(all->bus);
    for (size_t i = 0; i < all->n; i++)
        pthread_join(all->v[i].thread, NULL);
    free(all);
}
