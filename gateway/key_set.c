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

static void refresh(struct key_set *self, struct call *c, int64_t begun)
{
    self->error = fetch(self, c);
    if (self->error) {
        self->ask_at = clock_steady() + KEY_SET_FAILED_MS;
        return;
    }
    self->ask_at = begun + KEY_SET_FRESH_MS;
    self->good_until = begun + KEY_SET_MAX_AGE * INT64_C(1000);
}

enum err key_set_get(struct key_set *self, struct call *c, struct bytes *json)
{
    int64_t begun = clock_steady();
    enum err e = OK;

    pthread_mutex_lock(&self->lock);
    if (self->ask_at <= begun)
        refresh(self, c, begun);
    if (begun < self->good_until)
        *json = arena_bytes(c->mem, self->json, self->n);
    else
        e = self->error;
    pthread_mutex_unlock(&self->lock);
    return e;
}
