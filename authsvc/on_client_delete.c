#include "auth_event.h"
#include "authsvc.h"
#include "client_secret_store.h"
#include "client_store.h"
#include "consent_store.h"
#include "handlers.h"

struct forget {
    struct call *c;
    const char *client_id;
};

/* Without its row nothing of a client is accepted.  Its codes and transactions go when their time
 * comes, its consents in batches: there may be very many. */
static enum err forget(struct db *db, void *arg)
{
    const struct forget *f = arg;
    struct client was = {0};
    enum err e = client_store_lock(db, f->client_id);

    if (!e)
        e = client_store_get(db, f->c->mem, f->client_id, &was);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e; /* it was deleted before, or there was none */
    if ((e = client_store_remove(db, f->client_id)) ||
        (e = client_secret_store_remove(db, f->client_id)) ||
        (e = consent_store_note_leftover(db, f->client_id)))
        return e;
    return auth_event_client(db, f->c, EVENT_client_deleted, &was, NULL);
}

enum err on_client_delete(struct call *c, const struct client_ref *q, struct nothing *a)
{
    struct authsvc *svc = c->svc;

    (void)a;
    return store_write(svc->store, forget, &(struct forget){c, q->client_id});
}
