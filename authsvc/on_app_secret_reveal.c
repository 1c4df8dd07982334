#include "auth_event.h"
#include "authsvc.h"
#include "client_secret.h"
#include "handlers.h"
#include "own_app.h"

struct reveal {
    struct call *c;
    const char *client_id;
    struct client client;
    const char *secret;
};

/* In a write unit: nobody sees it without the event that says so. */
static enum err reveal(struct db *db, void *arg)
{
    struct reveal *r = arg;
    enum err e = OK;

    if ((e = own_app_hold(db, r->c, r->client_id, &r->client)) ||
        (e = client_secret_show(db, r->c, &r->client, &r->secret)))
        return e;
    return auth_event_secret_revealed(db, r->c, r->client_id);
}

enum err on_app_secret_reveal(struct call *c, const struct app_secret_request *q,
                              struct app_secret_reply *a)
{
    struct authsvc *svc = c->svc;
    struct reveal r = {.c = c, .client_id = q->client_id};

    enum err e = own_app_may_see(c, q->dialect);
    if (e)
        return e;
    e = store_write(svc->store, reveal, &r);
    if (e == ERR_NOT_FOUND && r.client.client_id)
        return refuse_openly(c, e, "the secret of this app is kept nowhere; give it a new one");
    if (e)
        return own_app_refused(c, e, NULL);
    *a = (struct app_secret_reply){.app = own_app_view(c, &r.client), .client_secret = r.secret};
    return OK;
}
