#include "authsvc.h"
#include "client_change.h"
#include "client_store.h"
#include "handlers.h"

struct forget {
    struct call *c;
    const char *client_id;
};

static enum err forget(struct db *db, void *arg)
{
    const struct forget *f = arg;
    struct client was = {0};
    enum err e = client_store_lock(db, f->client_id);

    if (!e)
        e = client_store_get(db, f->c->mem, f->client_id, &was);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e; /* it was deleted before, or there was none */
    return client_change_forget(db, f->c, &was);
}

enum err on_client_delete(struct call *c, const struct client_ref *q, struct nothing *a)
{
    struct authsvc *svc = c->svc;

    (void)a;
    return store_write(svc->store, forget, &(struct forget){c, q->client_id});
}
