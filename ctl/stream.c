#include "stream.h"
#include <string.h>

static const char *const services[STREAMS_MAX] = {"usersvc", "authsvc", "tokensvc"};

enum err streams_init(struct stream streams[STREAMS_MAX], const char *service, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < STREAMS_MAX; i++) {
        if (service && strcmp(service, services[i]) != 0)
            continue;
        struct stream *stream = &streams[(*n)++];
        *stream = (struct stream){.service = services[i]};
        arena_init(&stream->mem, ARENA_LIMIT);
    }
    return *n ? OK : ERR_NOT_FOUND;
}

void stream_done(struct stream *self)
{
    arena_done(&self->mem);
}

static enum ctl_status ask(struct stream *self, struct ctl *ctl)
{
    const struct events_since_request q = {.after = self->after};
    struct events_since_reply page = {0};
    struct call c;

    arena_reset(&self->mem);
    self->next = 0;
    self->page = page;
    enum ctl_status status = ctl_connect(ctl);
    if (status)
        return status;
    call_begin(&c, &self->mem, ctl->rpc, service_events_since_method.deadline_ms);
    enum err e = rpc_call_to(&c, self->service, &service_events_since_method, &q, &page);
    if (e) {
        struct ctl complaining = *ctl;
        complaining.mem = &self->mem;
        complaining.err = self->away ? NULL : ctl->err;
        self->away = true;
        return ctl_failed(&complaining, &c, self->service, e);
    }
    self->away = false;
    self->page = page;
    self->drained = page.events.n == 0;
    return CTL_OK;
}

enum ctl_status stream_look(struct stream *self, struct ctl *ctl, const struct event **out)
{
    enum ctl_status status = CTL_OK;

    *out = NULL;
    if (self->next == self->page.events.n && !self->drained)
        status = ask(self, ctl);
    if (self->next < self->page.events.n)
        *out = &self->page.events.v[self->next];
    return status;
}

void stream_take(struct stream *self)
{
    self->after = self->page.events.v[self->next++].number;
}

void stream_look_again(struct stream *self)
{
    self->drained = false;
}
