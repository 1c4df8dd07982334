#include "event_kind.h"

static const struct event_kind_row rows[EVENT_KINDS] = {
#define EVENT(kind, service, doc) [EVENT_##kind] = {#kind, #service, doc},
#include "events.def"
#undef EVENT
};

const struct event_kind_row *event_kind_row(enum event_kind kind)
{
    assert(kind < EVENT_KINDS);
    return &rows[kind];
}
