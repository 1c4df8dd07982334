#include "authsvc.h"
#include "client_secret_store.h"
#include "client_store.h"
#include "consent_store.h"
#include "handlers.h"

/* Without its row nothing of a client is accepted.  Its codes and transactions go when their time
 * comes, its consents in batches: there may be very many. */
static enum err forget(struct db *db, void *arg)
{
    const struct client_ref *q = arg;
    enum err e = client_store_remove(db, q->client_id);

    if (!e)
        e = client_secret_store_remove(db, q->client_id);
    if (!e)
        e = consent_store_note_leftover(db, q->client_id);
    return e;
}

enum err on_client_delete(struct call *c, const struct client_ref *q, struct nothing *a)
{
    struct authsvc *svc = c->svc;
    struct client_ref ref = *q;

    (void)a;
    return store_write(svc->store, forget, &ref);
}
