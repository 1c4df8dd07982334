#include "recent.h"
#include "clock.h"
#include "digest.h"
#include "rpc.h"
#include "secret.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_LEN = DIGEST_LEN, WAYS = 4, SETS = 1024 };

struct slot {
    uint8_t key[KEY_LEN]; /* SHA-256 of tenant, method and request */
    int64_t asked_at;     /* steady clock */
    uint8_t *reply;       /* encoded; NULL: free */
    size_t n;
};

struct recent {
    pthread_mutex_t lock; /* of what follows */
    int64_t keep;
    int64_t second; /* of the steady clock, in which… */
    int64_t again;  /* …so many replies were asked for again */
    struct slot slots[SETS][WAYS];
};

struct recent *recent_open(void)
{
    struct recent *self = xcalloc(1, sizeof *self);

    pthread_mutex_init(&self->lock, NULL);
    self->keep = RECENT_KEEP;
    return self;
}

static void clear(struct slot *slot)
{
    if (slot->reply)
        secret_wipe(slot->reply, slot->n);
    free(slot->reply);
    *slot = (struct slot){0};
}

/* Under the lock: clears what is as old as age. */
static void clear_older(struct recent *self, int64_t age)
{
    int64_t now = clock_steady();
    struct slot *slots = &self->slots[0][0];

    for (size_t i = 0; i < (size_t)SETS * WAYS; i++) {
        if (slots[i].reply && now - slots[i].asked_at >= age)
            clear(&slots[i]);
    }
}

void recent_close(struct recent **self)
{
    struct recent *recent = *self;

    *self = NULL;
    if (!recent)
        return;
    clear_older(recent, INT64_MIN);
    pthread_mutex_destroy(&recent->lock);
    free(recent);
}

void recent_keep_for(struct recent *self, int64_t ms)
{
    pthread_mutex_lock(&self->lock);
    self->keep = ms;
    pthread_mutex_unlock(&self->lock);
}

void recent_sweep(struct recent *self)
{
    pthread_mutex_lock(&self->lock);
    clear_older(self, self->keep);
    pthread_mutex_unlock(&self->lock);
}

/* --- slots; under the lock --- */

static struct slot *ways_of(struct recent *self, const uint8_t key[KEY_LEN])
{
    return self->slots[(key[0] | key[1] << 8) % SETS];
}

static struct slot *find(struct recent *self, const uint8_t key[KEY_LEN])
{
    struct slot *ways = ways_of(self, key);

    for (size_t i = 0; i < WAYS; i++) {
        if (ways[i].reply && memcmp(ways[i].key, key, KEY_LEN) == 0)
            return &ways[i];
    }
    return NULL;
}

static struct slot *room_for(struct recent *self, const uint8_t key[KEY_LEN])
{
    struct slot *ways = ways_of(self, key), *oldest = &ways[0];
    struct slot *same = find(self, key);

    for (size_t i = 0; !same && i < WAYS; i++) {
        if (!ways[i].reply)
            return &ways[i];
        if (ways[i].asked_at < oldest->asked_at)
            oldest = &ways[i];
    }
    return same ? same : oldest;
}

/* --- asking --- */

static bool recall(struct recent *self, struct arena *mem, const uint8_t key[KEY_LEN],
                   struct bytes *out)
{
    pthread_mutex_lock(&self->lock);
    const struct slot *slot = find(self, key);
    bool fresh = slot && clock_steady() - slot->asked_at < self->keep;
    if (fresh)
        *out = arena_bytes(mem, slot->reply, slot->n);
    pthread_mutex_unlock(&self->lock);
    return fresh;
}

static void remember(struct recent *self, const uint8_t key[KEY_LEN], int64_t asked_at,
                     struct bytes reply)
{
    if (reply.n > RECENT_REPLY_MAX)
        return;
    pthread_mutex_lock(&self->lock);
    struct slot *slot = room_for(self, key);
    if (self->keep > 0 && (!slot->reply || slot->asked_at <= asked_at)) {
        clear(slot);
        *slot = (struct slot){.asked_at = asked_at, .reply = xmalloc(reply.n), .n = reply.n};
        memcpy(slot->key, key, KEY_LEN);
        memcpy(slot->reply, reply.p, reply.n);
    }
    pthread_mutex_unlock(&self->lock);
}

static bool may_ask_again(struct recent *self)
{
    int64_t second = clock_steady() / 1000;

    pthread_mutex_lock(&self->lock);
    if (second != self->second)
        self->again = 0;
    self->second = second;
    bool may = ++self->again <= RECENT_AGAIN_A_SECOND;
    pthread_mutex_unlock(&self->lock);
    return may;
}

static enum err key_of(struct call *c, const struct question *question, uint8_t out[KEY_LEN])
{
    struct buf text;
    const char *why = NULL;

    buf_init(&text, c->mem, 256);
    buf_printf(&text, "%s %s ", c->tenant, question->method->name);
    if (msg_encode(question->method->request, question->request, &text, &why))
        return refuse(c, ERR_INTERNAL, "%s cannot be asked: %s", question->method->name, why);
    digest_sha256(buf_bytes(&text), out);
    return OK;
}

static enum err ask(struct recent *self, struct call *c, const struct question *question,
                    const uint8_t key[KEY_LEN], void *reply)
{
    int64_t asked_at = clock_steady();
    struct buf encoded;
    const char *why = NULL;

    enum err e = rpc_call(c, question->method, question->request, reply);
    if (e)
        return e;
    buf_init(&encoded, c->mem, 512);
    if (msg_encode(question->method->reply, reply, &encoded, &why) == OK)
        remember(self, key, asked_at, buf_bytes(&encoded));
    (void)question->good(reply, question->arg); /* there is no other now; it may want to know */
    return OK;
}

enum err recent_ask(struct recent *self, struct call *c, const struct question *question,
                    void *reply)
{
    uint8_t key[KEY_LEN] = {0};
    struct bytes known = {0};
    const char *why = NULL;

    enum err e = key_of(c, question, key);
    if (e)
        return e;
    if (!recall(self, c->mem, key, &known))
        return ask(self, c, question, key, reply);
    e = msg_decode(question->method->reply, known, MSG_REFUSE_UNKNOWN, c->mem, reply, &why);
    if (e)
        return refuse(c, ERR_INTERNAL, "a remembered reply cannot be read: %s", why);
    if (question->good(reply, question->arg) || !may_ask_again(self))
        return OK;
    return ask(self, c, question, key, reply);
}

enum err recent_ask_anew(struct recent *self, struct call *c, const struct question *question,
                         void *reply)
{
    uint8_t key[KEY_LEN] = {0};

    enum err e = key_of(c, question, key);
    return e ? e : ask(self, c, question, key, reply);
}
