#include "authsvc.h"
#include "code_store.h"
#include "consent_store.h"
#include "handlers.h"
#include "hook.h"
#include "transaction_store.h"

struct withdraw {
    struct call *c;
    const struct consent_ref *q;
};

static enum err withdraw(struct db *db, void *arg)
{
    const struct withdraw *w = arg;
    const struct consent_ref *q = w->q;
    struct consent_any was = {0};
    enum err e = consent_store_lock(db, q->client_id, q->person);

    if (!e)
        e = consent_store_any(db, q->client_id, q->person, &was);
    if (!e)
        e = consent_store_withdraw(db, w->c, q->client_id, q->person);
    if (!e)
        e = code_store_drop(db, q->client_id, q->person);
    if (!e)
        e = transaction_store_drop(db, q->client_id, q->person);
    if (e || !was.any)
        return e;
    return hook_tell_client(db, w->c, q->client_id, HOOK_withdrawn, was.number);
}

enum err on_consent_withdraw(struct call *c, const struct consent_ref *q, struct nothing *a)
{
    struct authsvc *svc = c->svc;

    (void)a;
    return store_write(svc->store, withdraw, &(struct withdraw){c, q});
}
