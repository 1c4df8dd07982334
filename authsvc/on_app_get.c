#include "authsvc.h"
#include "client_secret.h"
#include "client_secret_store.h"
#include "handlers.h"
#include "own_app.h"

struct get {
    struct call *c;
    const char *client_id;
    struct client client;
    int64_t secret_until;
    bool secret_kept;
};

static enum err get(struct db *db, void *arg)
{
    struct get *g = arg;

    enum err e = own_app_find(db, g->c, g->client_id, &g->client);
    if (!e)
        e = client_secret_has_copy(db, g->c, &g->client, &g->secret_kept);
    return e ? e : client_secret_store_until(db, g->client_id, g->c->now, &g->secret_until);
}

enum err on_app_get(struct call *c, const struct client_ref *q, struct own_app *a)
{
    struct authsvc *svc = c->svc;
    struct get g = {.c = c, .client_id = q->client_id};

    enum err e = store_read(svc->store, get, &g);
    if (e)
        return own_app_refused(c, e, NULL);
    *a = *own_app_view(c, &g.client);
    a->secret_until = g.secret_until;
    a->secret_kept = g.secret_kept;
    return OK;
}
