#include "authsvc.h"
#include "client_secret.h"
#include "handlers.h"
#include "hook.h"
#include "own_app.h"

struct attempt {
    struct call *c;
    const char *client_id;
    struct client client;
    const char *fault;
};

static enum err try(struct db *db, void *arg)
{
    struct attempt *t = arg;
    enum err e = own_app_hold(db, t->c, t->client_id, &t->client);

    bool kept = false;

    if (!e)
        e = client_secret_has_copy(db, t->c, &t->client, &kept);
    if (e)
        return e;
    t->fault = !t->client.webhook_uri ? "webhook_uri: the app has none"
               : !kept                ? "webhook_uri: the app's secret is kept nowhere, and goes "
                                        "with each message; give it a new one"
                                      : NULL;
    return t->fault ? ERR_BAD_FIELD : hook_tell(db, t->c, &t->client, HOOK_status, 0);
}

enum err on_app_webhook_try(struct call *c, const struct client_ref *q, struct nothing *a)
{
    struct authsvc *svc = c->svc;
    struct attempt t = {.c = c, .client_id = q->client_id};
    enum err e = store_write(svc->store, try, &t);

    (void)a;
    return e ? own_app_refused(c, e, t.fault) : OK;
}
