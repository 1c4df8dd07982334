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

/* A fault, for the public; NULL: the secret, if there is to be one, is in out. */
static const char *give_secret(struct call *c, const struct client_add_request *q,
                               const struct client *client, struct client_secret *out)
{
    if (q->client_secret && !client->confidential)
        return "client_secret: confidential clients alone have one";
    if (q->client_secret)
        *out = client_secret_of(c->mem, q->client_secret);
    else if (client->confidential)
        *out = client_secret_draw(c->mem, &dialect_first_of(c->mem, client->dialects)->secret);
    return NULL;
}

enum err on_client_add(struct call *c, const struct client_add_request *q,
                       struct client_secret_reply *a)
{
    struct authsvc *svc = c->svc;
    struct client *client = ARENA_NEW(c->mem, client);
    struct client_secret secret = {0};

    *client = client_draft(c, q);
    const char *fault = client_policy_fault(c->mem, client);
    if (!fault)
        fault = give_secret(c, q, client, &secret);
    if (fault)
        return refuse_openly(c, ERR_BAD_FIELD, "%s", fault);
    enum err e = store_write(svc->store, add,
                             &(struct add){c, client, client->confidential ? &secret : NULL});
    if (e == ERR_EXISTS)
        return refuse_openly(c, e, "there is a client with the id %s", client->client_id);
    if (e)
        return e;
    *a = (struct client_secret_reply){.client = client, .client_secret = secret.text};
    return OK;
}
