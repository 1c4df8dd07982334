#include "authsvc.h"
#include "client_change.h"
#include "client_store.h"
#include "handlers.h"

struct rotate {
    struct call *c;
    const struct client_secret_rotate_request *q;
    struct client_secret secret; /* the new one */
    struct client *client;       /* afterwards */
};

static enum err rotate(struct db *db, void *arg)
{
    struct rotate *r = arg;
    enum err e = client_store_lock(db, r->q->client_id);

    if (!e)
        e = client_store_get(db, r->c->mem, r->q->client_id, r->client);
    return e ? e : client_change_secret(db, r->c, r->q, &r->secret, r->client);
}

enum err on_client_secret_rotate(struct call *c, const struct client_secret_rotate_request *q,
                                 struct client_secret_reply *a)
{
    struct authsvc *svc = c->svc;
    struct rotate r = {.c = c, .q = q, .client = ARENA_NEW(c->mem, client)};
    enum err e = store_write(svc->store, rotate, &r);

    if (e == ERR_NOT_FOUND)
        return refuse_openly(c, e, "there is no such client");
    if (e == ERR_BAD_FIELD)
        return refuse_openly(c, e, "client_id: a public client has no secret");
    if (e)
        return e;
    *a = (struct client_secret_reply){.client = r.client, .client_secret = r.secret.text};
    return OK;
}
