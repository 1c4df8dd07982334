#include "key_set.h"
#include "clock.h"
#include "messages.h"
#include "msg_json.h"
#include <stdlib.h>
#include <string.h>

void key_set_init(struct key_set *self)
{
    *self = (struct key_set){0};
    pthread_mutex_init(&self->lock, NULL);
}

void key_set_done(struct key_set *self)
{
    free(self->json);
    self->json = NULL;
    pthread_mutex_destroy(&self->lock);
}

static enum err fetch(struct key_set *self, struct call *c)
{
    struct jwks_reply keys;
    struct buf json;

    enum err e = tokensvc_jwks(c, &NOTHING, &keys);
    if (e)
        return e;
    buf_init(&json, c->mem, 1024);
    msg_to_json(&jwks_reply_desc, &keys, &json);
    free(self->json);
    self->json = memcpy(xmalloc(json.n), json.p, json.n);
    self->n = json.n;
    return OK;
}

enum err key_set_get(struct key_set *self, struct call *c, struct bytes *json)
{
    int64_t begun = clock_steady();

    pthread_mutex_lock(&self->lock);
    if (self->stale_at <= begun) {
        self->error = fetch(self, c);
        self->stale_at =
            self->error ? clock_steady() + KEY_SET_FAILED_MS : begun + KEY_SET_FRESH_MS;
    }
    enum err e = self->error;
    if (!e)
        *json = arena_bytes(c->mem, self->json, self->n);
    pthread_mutex_unlock(&self->lock);
    return e;
}
