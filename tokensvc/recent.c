#include "recent.h"
#include "clock.h"
#include "digest.h"
#include "rpc.h"
#include "secret.h"
#include "vouching.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_LEN = DIGEST_LEN, WAYS = 4, SETS = 1024 };

struct slot {
    uint8_t key[KEY_LEN]; /* SHA-256 of tenant, method and request */
    struct said said;
    uint8_t *reply; /* encoded; NULL: free */
    size_t n;
};

struct recent {
    pthread_mutex_t lock; /* of what follows */
    int64_t keep;
    int64_t second; /* of the steady clock, in which… */
    int64_t again;  /* …so many replies were asked for again */
    struct vouching streams[VOUCHING_STREAMS];
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
        if (slots[i].reply && now - slots[i].said.asked_at >= age)
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
    clear_older(self, RECENT_VOUCHED);
    pthread_mutex_unlock(&self->lock);
}

/* --- streams; under the lock --- */

static const struct vouching *stream_of(const struct recent *self, const struct method_desc *method)
{
    for (size_t i = 0; i < VOUCHING_STREAMS; i++) {
        const struct vouching *stream = &self->streams[i];
        if (stream->service && strcmp(stream->service, method->service) == 0)
            return stream;
    }
    return NULL;
}

void recent_told(struct recent *self, const struct news *news)
{
    pthread_mutex_lock(&self->lock);
    struct vouching *stream = self->streams;
    while (stream->service && strcmp(stream->service, news->service) != 0)
        stream++;
    assert(stream < self->streams + VOUCHING_STREAMS);
    vouching_told(stream, news);
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
        if (ways[i].said.asked_at < oldest->said.asked_at)
            oldest = &ways[i];
    }
    return same ? same : oldest;
}

static bool counts(const struct recent *self, const struct slot *slot,
                   const struct method_desc *method)
{
    int64_t now = clock_steady(), age = now - slot->said.asked_at;
    const struct vouching *stream = stream_of(self, method);

    if (age < self->keep)
        return !stream || !vouching_denies(stream, &slot->said);
    return age < RECENT_VOUCHED && self->keep > 0 && stream &&
           vouching_holds(stream, &slot->said, now);
}

/* --- asking --- */

static bool recall(struct recent *self, struct arena *mem, const struct question *question,
                   const uint8_t key[KEY_LEN], struct bytes *out)
{
    pthread_mutex_lock(&self->lock);
    const struct slot *slot = find(self, key);
    bool fresh = slot && counts(self, slot, question->method);
    if (fresh)
        *out = arena_bytes(mem, slot->reply, slot->n);
    pthread_mutex_unlock(&self->lock);
    return fresh;
}

/* about: all of a slot but the reply. */
static void remember(struct recent *self, const struct slot *about, struct bytes reply)
{
    if (reply.n > RECENT_REPLY_MAX)
        return;
    pthread_mutex_lock(&self->lock);
    struct slot *slot = room_for(self, about->key);
    if (self->keep > 0 && (!slot->reply || slot->said.asked_at <= about->said.asked_at)) {
        clear(slot);
        *slot = *about;
        slot->reply = xmalloc(reply.n);
        slot->n = reply.n;
        memcpy(slot->reply, reply.p, reply.n);
    }
    pthread_mutex_unlock(&self->lock);
}

static int64_t as_of(const struct msg_desc *desc, const void *reply)
{
    const struct msg_field *field = msg_field_by_name(desc, "as_of", strlen("as_of"));

    assert(field && field->kind == MSG_int);
    return *(const int64_t *)((const char *)reply + field->offset);
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
    struct slot about = {.said.asked_at = clock_steady(),
                         .said.about = about_whom(question->client_id, question->person)};
    struct buf encoded;
    const char *why = NULL;

    enum err e = rpc_call(c, question->method, question->request, reply);
    if (e)
        return e;
    memcpy(about.key, key, KEY_LEN);
    about.said.as_of = as_of(question->method->reply, reply);
    buf_init(&encoded, c->mem, 512);
    if (msg_encode(question->method->reply, reply, &encoded, &why) == OK)
        remember(self, &about, buf_bytes(&encoded));
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
    if (!recall(self, c->mem, question, key, &known))
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
