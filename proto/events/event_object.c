#include "event_object.h"

struct json *event_object_begin(struct event_object *self, struct arena *mem)
{
    buf_init(&self->text, mem, 128);
    json_init(&self->json, &self->text);
    json_open(&self->json, NULL, '{');
    return &self->json;
}

const char *event_object_end(struct event_object *self)
{
    json_close(&self->json, '}');
    return buf_text(&self->text);
}
