#include "authsvc.h"
#include "handlers.h"
#include "hook.h"
#include "own_app.h"

struct attempt {
    struct call *c;
    const char *client_id;
    struct client client;
};

static enum err try(struct db *db, void *arg)
{
    struct attempt *t = arg;
    enum err e = own_app_hold(db, t->c, t->client_id, &t->client);

    if (e)
        return e;
    return t->client.webhook_uri ? hook_tell(db, t->c, &t->client, HOOK_status, 0) : ERR_BAD_FIELD;
}

enum err on_app_webhook_try(struct call *c, const struct client_ref *q, struct nothing *a)
{
    struct authsvc *svc = c->svc;
    struct attempt t = {.c = c, .client_id = q->client_id};
    enum err e = store_write(svc->store, try, &t);

    (void)a;
    return e ? own_app_refused(c, e, "webhook_uri: the app has none") : OK;
}
