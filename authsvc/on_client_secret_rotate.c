#include "auth_event.h"
#include "authsvc.h"
#include "client_secret.h"
#include "client_secret_store.h"
#include "client_store.h"
#include "handlers.h"

struct rotate {
    struct call *c;
    const struct client_secret_rotate_request *q;
    struct secret_check check; /* of the new secret */
    struct client *client;     /* afterwards */
};

static enum err retire_old(struct db *db, const struct rotate *r)
{
    const struct client_secret_rotate_request *q = r->q;

    if (!q->overlap)
        return client_secret_store_remove(db, q->client_id);
    return client_secret_store_retire(db, q->client_id, r->c->now + q->overlap * 1000);
}

static enum err rotate(struct db *db, void *arg)
{
    struct rotate *r = arg;
    const char *id = r->q->client_id;
    enum err e = client_store_lock(db, id);

    if (!e)
        e = client_store_get(db, r->c->mem, id, r->client);
    if (e)
        return e;
    if (!r->client->confidential)
        return ERR_BAD_FIELD;
    if ((e = retire_old(db, r)) || (e = client_secret_store_put(db, id, &r->check)) ||
        (e = auth_event_secret(db, r->c, r->q)))
        return e;
    if (r->q->force)
        e = client_store_raise_generation(db, id, r->c->now);
    return e ? e : client_store_get(db, r->c->mem, id, r->client);
}

enum err on_client_secret_rotate(struct call *c, const struct client_secret_rotate_request *q,
                                 struct client_secret_reply *a)
{
    struct authsvc *svc = c->svc;
    struct rotate r = {.c = c, .q = q, .client = ARENA_NEW(c->mem, client)};
    const char *secret = client_secret_draw(c->mem, &r.check);
    enum err e = store_write(svc->store, rotate, &r);

    if (e == ERR_NOT_FOUND)
        return refuse_openly(c, e, "there is no such client");
    if (e == ERR_BAD_FIELD)
        return refuse_openly(c, e, "client_id: a public client has no secret");
    if (e)
        return e;
    *a = (struct client_secret_reply){.client = r.client, .client_secret = secret};
    return OK;
}
