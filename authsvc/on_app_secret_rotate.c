#include "authsvc.h"
#include "client_change.h"
#include "handlers.h"
#include "own_app.h"

struct rotate {
    struct call *c;
    const struct client_secret_rotate_request *q;
    struct client_secret secret; /* the new one */
    struct client client;        /* afterwards */
};

static enum err rotate(struct db *db, void *arg)
{
    struct rotate *r = arg;
    enum err e = own_app_hold(db, r->c, r->q->client_id, &r->client);

    return e ? e : client_change_secret(db, r->c, r->q, &r->secret, &r->client);
}

enum err on_app_secret_rotate(struct call *c, const struct client_secret_rotate_request *q,
                              struct app_secret_reply *a)
{
    struct authsvc *svc = c->svc;
    struct rotate r = {.c = c, .q = q};

    enum err e = own_app_may_see(c, q->dialect);
    if (e)
        return e;
    e = store_write(svc->store, rotate, &r);
    if (e)
        return own_app_refused(c, e, "client_id: a public app has no secret");
    *a = (struct app_secret_reply){.app = own_app_view(c, &r.client),
                                   .client_secret = r.secret.text};
    return OK;
}
