#include "authsvc.h"
#include "client_change.h"
#include "client_draft.h"
#include "client_policy.h"
#include "dialect.h"
#include "handlers.h"

struct add {
    struct call *c;
    const struct client *client;
    const struct client_secret *secret;
};

static enum err add(struct db *db, void *arg)
{
    const struct add *d = arg;

    return client_change_add(db, d->c, d->client, d->secret);
}

enum err on_client_add(struct call *c, const struct client_add_request *q,
                       struct client_secret_reply *a)
{
    struct authsvc *svc = c->svc;
    struct client *client = ARENA_NEW(c->mem, client);
    struct client_secret secret = {0};

    *client = client_draft(c, q);
    const char *fault = client_policy_fault(c->mem, client);
    if (fault)
        return refuse_openly(c, ERR_BAD_FIELD, "%s", fault);
    if (client->confidential)
        secret = client_secret_draw(c->mem, &dialect_first_of(c->mem, client->dialects)->secret);
    enum err e = store_write(svc->store, add,
                             &(struct add){c, client, client->confidential ? &secret : NULL});
    if (e)
        return e;
    *a = (struct client_secret_reply){.client = client, .client_secret = secret.text};
    return OK;
}
