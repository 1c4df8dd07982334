#include "streams.h"
#include "check.h"
#include "event_chain.h"
#include "msg_json.h"
#include <string.h>

static const char *const names[STREAMS] = {"tokensvc", "authsvc", "usersvc"};

static struct events_since_reply since(struct world *world, const char *service, int64_t after)
{
    struct events_since_reply a = {0};

    CHECK_OK(rpc_call_to(world_call(world, ROLE_ADMIN), service, &service_events_since_method,
                         &(struct events_since_request){.after = after}, &a));
    return a;
}

struct streams streams_of(struct world *world)
{
    struct streams self = {.world = world};

    for (size_t i = 0; i < STREAMS; i++)
        self.seen[i] = since(world, names[i], 0).head;
    return self;
}

const char *streams_news(struct streams *self)
{
    struct buf kinds;

    buf_init(&kinds, check_mem(), 128);
    for (size_t i = 0; i < STREAMS; i++) {
        struct events_since_reply a = since(self->world, names[i], self->seen[i]);
        for (size_t n = 0; n < a.events.n; n++) {
            buf_printf(&kinds, "%s%s", kinds.n ? " " : "", a.events.v[n].kind);
            self->last = a.events.v[n];
        }
        self->seen[i] += (int64_t)a.events.n;
        CHECK_INT(self->seen[i], a.head);
    }
    return buf_text(&kinds);
}

static const char *fault(struct world *world, const char *service)
{
    struct event_chain chain = {0};
    struct events_since_reply a;

    do {
        a = since(world, service, chain.number);
        for (size_t i = 0; i < a.events.n; i++) {
            const char *why = event_chain_fault(&chain, check_mem(), &a.events.v[i]);
            if (why)
                return arena_printf(check_mem(), "%s %lld: %s", service, (long long)chain.number,
                                    why);
        }
    } while (a.events.n > 0);
    CHECK_INT(chain.number, a.head);
    return NULL;
}

const char *streams_fault(struct world *world)
{
    for (size_t i = 0; i < STREAMS; i++) {
        const char *why = fault(world, names[i]);
        if (why)
            return why;
    }
    return NULL;
}

const char *streams_text(struct world *world)
{
    struct buf text;

    buf_init(&text, check_mem(), 4096);
    for (size_t i = 0; i < STREAMS; i++) {
        int64_t after = 0;
        for (;;) {
            struct events_since_reply a = since(world, names[i], after);
            if (a.events.n == 0)
                break;
            msg_to_json(&events_since_reply_desc, &a, &text);
            after += (int64_t)a.events.n;
        }
    }
    return buf_text(&text);
}
