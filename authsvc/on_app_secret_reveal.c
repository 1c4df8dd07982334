#include "auth_event.h"
#include "authsvc.h"
#include "client_secret.h"
#include "dialect.h"
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

/* Somebody else may have sat down where the person is still signed in.  A dialect whose wire shows
 * secrets in every list cannot ask for more than the session. */
static bool fresh_enough(const struct call *c, const struct dialect *dialect)
{
    return dialect->shown == SECRET_AGAIN || c->now - c->actor->auth_time <= OWN_APP_FRESH_MS;
}

enum err on_app_secret_reveal(struct call *c, const struct app_secret_request *q,
                              struct app_secret_reply *a)
{
    struct authsvc *svc = c->svc;
    const struct dialect *dialect = q->dialect ? dialect_by_name(q->dialect) : dialect_first();
    struct reveal r = {.c = c, .client_id = q->client_id};

    if (!dialect)
        return refuse(c, ERR_INVALID_REQUEST, "there is no dialect %s", q->dialect);
    if (!actor_acts_in(c->actor, dialect->name))
        return refuse(c, ERR_FORBIDDEN, "a program of %s asks in %s", c->actor->dialect,
                      dialect->name);
    if (!fresh_enough(c, dialect))
        return refuse(c, ERR_SIGN_IN_AGAIN, "the sign-in is older than %d minutes",
                      OWN_APP_FRESH_MS / 60000);
    enum err e = store_write(svc->store, reveal, &r);
    if (e == ERR_NOT_FOUND && r.client.client_id)
        return refuse_openly(c, e, "the secret of this app is kept nowhere; give it a new one");
    if (e)
        return own_app_refused(c, e, NULL);
    *a = (struct app_secret_reply){.app = own_app_view(c, &r.client), .client_secret = r.secret};
    return OK;
}
