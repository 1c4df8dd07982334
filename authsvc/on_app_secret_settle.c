#include "auth_event.h"
#include "authsvc.h"
#include "client_secret_store.h"
#include "handlers.h"
#include "own_app.h"

struct settle {
    struct call *c;
    const char *client_id;
    struct client client;
};

/* Where no secret overlaps another there is nothing to be told. */
static enum err settle(struct db *db, void *arg)
{
    struct settle *s = arg;
    int64_t until = 0;
    enum err e = OK;

    if ((e = own_app_hold(db, s->c, s->client_id, &s->client)) ||
        (e = client_secret_store_until(db, s->client_id, s->c->now, &until)))
        return e;
    if (!until)
        return OK;
    e = client_secret_store_settle(db, s->client_id);
    return e ? e : auth_event_secret_ended(db, s->c, s->client_id);
}

enum err on_app_secret_settle(struct call *c, const struct client_ref *q, struct own_app *a)
{
    struct authsvc *svc = c->svc;
    struct settle s = {.c = c, .client_id = q->client_id};

    enum err e = store_write(svc->store, settle, &s);
    if (e)
        return own_app_refused(c, e, NULL);
    *a = *own_app_view(c, &s.client);
    return OK;
}
