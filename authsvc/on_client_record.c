#include "authsvc.h"
#include "client_secret_store.h"
#include "client_store.h"
#include "event_store.h"
#include "handlers.h"

struct record {
    struct arena *mem;
    const char *id;
    int64_t now;
    struct client *client;
    struct secret_check *secrets;
    size_t n_secrets;
    int64_t as_of;
};

static enum err read_record(struct db *db, void *arg)
{
    struct record *r = arg;
    enum err e = event_head(db, &r->as_of);

    if (!e)
        e = client_store_get(db, r->mem, r->id, r->client);
    if (e)
        return e;
    return client_secret_store_list(db, r->mem, r->id, r->now, r->secrets, &r->n_secrets);
}

enum err on_client_record(struct call *c, const struct client_ref *q, struct client_record_reply *a)
{
    struct authsvc *svc = c->svc;
    struct record r = {.mem = c->mem,
                       .id = q->client_id,
                       .now = c->now,
                       .client = ARENA_NEW(c->mem, client),
                       .secrets = arena_array(c->mem, CLIENT_SECRETS_MAX, sizeof *r.secrets)};
    enum err e = store_read(svc->store, read_record, &r);

    if (e)
        return e;
    r.client->description = r.client->logo_uri = NULL; /* for people */
    a->client = r.client;
    a->secrets.v = r.secrets;
    a->secrets.n = r.n_secrets;
    a->as_of = r.as_of;
    return OK;
}
