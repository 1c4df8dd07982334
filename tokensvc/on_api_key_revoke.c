#include "api_key.h"
#include "handlers.h"
#include "secret.h"
#include "token_event.h"
#include "tokensvc.h"

struct revoke {
    struct call *c;
    struct api_key_name which;
};

static enum err revoke(struct db *db, void *arg)
{
    const struct revoke *r = arg;
    struct call *c = r->c;
    struct api_key_row row;
    bool was_there = false;

    enum err e = api_key_hold(db, c, &r->which, &row);
    if (!e)
        e = api_key_store_remove(db, row.id, &was_there);
    return e ? e : token_event_api_key(db, c, EVENT_api_key_revoked, &row);
}

enum err on_api_key_revoke(struct call *c, const struct api_key_ref *q, struct nothing *a)
{
    const struct tokensvc *svc = c->svc;
    struct revoke r = {c, {.person = c->actor->person, .id = q->id}};

    (void)a;
    if (!q->id == !q->secret)
        return refuse_openly(c, ERR_BAD_FIELD, "either id or secret is needed");
    if (q->secret)
        r.which.hash = secret_digest(c->mem, bytes_of(q->secret));
    enum err e = store_write(svc->store, revoke, &r);
    return e == ERR_NOT_FOUND ? refuse_openly(c, e, "there is no such key of yours") : e;
}
