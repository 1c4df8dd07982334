/*
 * event_object - what an event says before or after, where that is no message of the contract.
 *
 *   struct event_object after;
 *   json_str(event_object_begin(&after, c->mem), "why", "revoked");
 *   … .after = event_object_end(&after) …
 */
#ifndef EVENTS_EVENT_OBJECT_H
#define EVENTS_EVENT_OBJECT_H
#include "json.h"

struct event_object {
    struct buf text;
    struct json json;
};

struct json *event_object_begin(struct event_object *self, struct arena *mem);
const char *event_object_end(struct event_object *self);

#endif
