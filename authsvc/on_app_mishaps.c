#include "authsvc.h"
#include "handlers.h"
#include "own_app.h"
#include "tally_store.h"

struct find {
    struct call *c;
    const char *client_id;
};

static enum err find(struct db *db, void *arg)
{
    const struct find *f = arg;
    struct client found = {0};

    return own_app_find(db, f->c, f->client_id, &found);
}

enum err on_app_mishaps(struct call *c, const struct client_ref *q, struct app_mishaps_reply *a)
{
    struct authsvc *svc = c->svc;
    enum err e = store_read(svc->store, find, &(struct find){c, q->client_id});

    if (e)
        return own_app_refused(c, e, NULL);
    return tally_store_mishaps(svc->store, c->mem, q->client_id, a);
}
