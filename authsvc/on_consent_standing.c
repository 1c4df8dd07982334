#include "authsvc.h"
#include "consent_store.h"
#include "event_store.h"
#include "handlers.h"
#include "session_store.h"

struct standing {
    struct arena *mem;
    const struct consent_standing_request *q;
    int64_t now;
    struct consent_standing_reply *a;
};

static enum err ask_consent(struct db *db, const struct standing *s)
{
    const struct consent_key key = {s->q->client_id, s->q->person, s->q->dialect};
    struct consent consent = {0};
    enum err e = consent_store_get(db, s->mem, &key, &consent);

    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    s->a->consented = true;
    s->a->generation = consent.generation;
    s->a->scope = consent.scope;
    return OK;
}

static enum err ask_session(struct db *db, const struct standing *s)
{
    enum err e = s->q->sid
                     ? session_store_alive(db, s->q->sid, s->q->person, s->now, &s->a->alive_until)
                     : OK;

    s->a->session_alive = e == OK;
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err ask_both(struct db *db, void *arg)
{
    const struct standing *s = arg;
    enum err e = event_head(db, &s->a->as_of);

    if (!e)
        e = ask_consent(db, s);
    return e ? e : ask_session(db, s);
}

/* Asking is not use: a session lives by what the person does at a browser. */
enum err on_consent_standing(struct call *c, const struct consent_standing_request *q,
                             struct consent_standing_reply *a)
{
    struct authsvc *svc = c->svc;

    return store_read(svc->store, ask_both, &(struct standing){c->mem, q, c->now, a});
}
