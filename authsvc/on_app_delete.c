#include "authsvc.h"
#include "client_change.h"
#include "handlers.h"
#include "own_app.h"

struct forget {
    struct call *c;
    const char *client_id;
};

static enum err forget(struct db *db, void *arg)
{
    const struct forget *f = arg;
    struct client was = {0};
    enum err e = own_app_hold(db, f->c, f->client_id, &was);

    return e ? e : client_change_forget(db, f->c, &was);
}

/* Deleting what is not there, or not theirs, is refused alike. */
enum err on_app_delete(struct call *c, const struct client_ref *q, struct nothing *a)
{
    struct authsvc *svc = c->svc;
    enum err e = store_write(svc->store, forget, &(struct forget){c, q->client_id});

    (void)a;
    return e ? own_app_refused(c, e, NULL) : OK;
}
