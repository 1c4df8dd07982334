#include "api_key.h"
#include "handlers.h"
#include "token_event.h"
#include "tokensvc.h"

struct update {
    struct call *c;
    const struct api_key_update_request *q;
    struct api_key_row row; /* as it is from now on */
    const char *fault;
};

static void merge(struct update *u)
{
    const struct api_key_update_request *q = u->q;

    if (q->name)
        u->row.name = q->name;
    if (q->scope)
        u->row.scope = q->scope;
    if (q->lifetime.set)
        u->row.expires_at = q->lifetime.v ? u->c->now + q->lifetime.v * 1000 : 0;
    if (q->preauthorized.set)
        u->row.preauthorized = q->preauthorized.v;
    u->row.updated_at = u->c->now;
}

/* What a client got is what it was given; its person can only end it. */
static enum err update(struct db *db, void *arg)
{
    struct update *u = arg;
    struct call *c = u->c;
    const struct api_key_name which = {.person = c->actor->person, .id = u->q->id};
    enum err e = api_key_hold(db, c, &which, &u->row);

    if (!e && u->row.client_id)
        e = ERR_NOT_FOUND;
    if (e)
        return e;
    const struct api_key_row was = u->row;
    const struct api_key_policy *policy = api_key_policy_by_name(was.dialect);
    merge(u);
    u->fault = policy ? api_key_scope_fault(c->mem, policy, u->q->scope) : NULL;
    if (u->fault)
        return ERR_BAD_FIELD;
    e = api_key_store_change(db, &u->row);
    return e ? e : token_event_api_key_updated(db, c, &was, &u->row);
}

enum err on_api_key_update(struct call *c, const struct api_key_update_request *q,
                           struct api_key *a)
{
    const struct tokensvc *svc = c->svc;
    struct update u = {.c = c, .q = q};

    enum err e = store_write(svc->store, update, &u);
    if (e == ERR_NOT_FOUND)
        return refuse_openly(c, e, "there is no such key of yours");
    if (e == ERR_BAD_FIELD)
        return refuse_openly(c, e, "%s", u.fault);
    if (e)
        return e;
    *a = api_key_view(&u.row);
    return OK;
}
