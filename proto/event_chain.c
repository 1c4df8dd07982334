#include "event_chain.h"
#include "secret.h"
#include <string.h>

static_assert((int)EVENT_HASH_LEN == (int)SECRET_HASH_LEN, "SHA-256");

enum err event_chain_add(struct event_chain *self, struct arena *mem, const struct event *e,
                         const char **why)
{
    struct event bare = *e;
    struct buf text;

    bare.hash = (struct bytes){0};
    buf_init(&text, mem, 512);
    buf_add(&text, self->hash, sizeof self->hash);
    enum err err = msg_encode(&event_desc, &bare, &text, why);
    if (err)
        return err;
    struct bytes hash = secret_digest(mem, buf_bytes(&text));
    self->number = e->number;
    memcpy(self->hash, hash.p, sizeof self->hash);
    return OK;
}

const char *event_chain_fault(struct event_chain *self, struct arena *mem, const struct event *e)
{
    struct event_chain next = *self;
    const char *why = NULL;

    if (e->number != self->number + 1)
        return arena_printf(mem, "it is followed by %lld", (long long)e->number);
    if (event_chain_add(&next, mem, e, &why))
        return why;
    if (!bytes_equal(e->hash, (struct bytes){next.hash, sizeof next.hash}))
        return "its hash is not that of its contents behind the event before it";
    *self = next;
    return NULL;
}
