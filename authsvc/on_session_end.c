#include "auth_event.h"
#include "authsvc.h"
#include "clock.h"
#include "handlers.h"

enum { BATCH = 100 };

struct end {
    struct call *c;
    const char *sid; /* of one; NULL: all but the one that asks */
    size_t n;        /* ended */
};

static enum err end(struct db *db, void *arg)
{
    struct end *d = arg;
    const struct actor *actor = d->c->actor;
    const struct session_choice which = {actor->person, d->sid, actor->sid};
    struct session_rows was = {arena_array(d->c->mem, BATCH, sizeof *was.v), BATCH, 0};

    enum err e = session_store_end_some(db, d->c->mem, &which, &was);
    for (size_t i = 0; !e && i < was.n; i++)
        e = auth_event_session_ended(db, d->c, &was.v[i], "sign_out_elsewhere");
    d->n = was.n;
    return e;
}

/* In memory of its own: a person may have any number of sessions. */
static enum err end_batch(struct call *c, const char *sid, size_t *n)
{
    struct authsvc *svc = c->svc;
    struct call batch = *c;
    struct end d = {.c = &batch, .sid = sid};
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    batch.mem = &mem;
    enum err e = store_write(svc->store, end, &d);
    c->stirred = c->stirred || batch.stirred;
    *n = d.n;
    return e;
}

enum err on_session_end(struct call *c, const struct session_end_request *q, struct nothing *a)
{
    size_t n = BATCH;
    enum err e = OK;

    (void)a;
    while (!e && n == BATCH)
        e = clock_now() < c->deadline ? end_batch(c, q->sid, &n) : ERR_DEADLINE;
    return e;
}
