/*
 * event_kind - the kinds of events, as rows of events.def.
 */
#ifndef PROTO_EVENT_KIND_H
#define PROTO_EVENT_KIND_H
#include "base.h"

enum event_kind {
#define EVENT(kind, service, doc) EVENT_##kind,
#include "events.def"
#undef EVENT
    EVENT_KINDS
};

struct event_kind_row {
    const char *name;    /* "person_added" */
    const char *service; /* that writes it */
    const char *doc;
};

const struct event_kind_row *event_kind_row(enum event_kind kind);

#endif
