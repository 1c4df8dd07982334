#include "authsvc.h"
#include "consent_store.h"
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
    enum err e = s->q->sid ? session_store_alive(db, s->q->sid, s->q->person, s->now) : OK;

    s->a->session_alive = e == OK;
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err ask_both(struct db *db, void *arg)
{
    enum err e = ask_consent(db, arg);

    return e ? e : ask_session(db, arg);
}

/* Asking is not use: a session lives by what the person does at a browser. */
enum err on_consent_standing(struct call *c, const struct consent_standing_request *q,
                             struct consent_standing_reply *a)
{
    struct authsvc *svc = c->svc;

    return store_read(svc->store, ask_both, &(struct standing){c->mem, q, c->now, a});
}
