#include "actor.h"
#include "authsvc.h"
#include "client_change.h"
#include "client_draft.h"
#include "client_store.h"
#include "dialect.h"
#include "handlers.h"
#include "own_app.h"
#include "session_store.h"
#include "words.h"

struct add {
    struct call *c;
    const struct client *client;
    const struct client_secret *secret;
    int64_t most; /* apps of theirs */
};

/* A ticket outlives the account that it is of by minutes; the session does not, and with it go the
 * apps (orphan_store.h). */
static enum err look_who_asks(struct db *db, struct call *c)
{
    struct session session;
    enum err e = session_store_get(db, c->mem, c->actor->sid, c->actor->person, c->now, &session);

    return e == ERR_NOT_FOUND ? ERR_SIGNED_OUT : e;
}

static enum err add(struct db *db, void *arg)
{
    const struct add *d = arg;
    int64_t n = 0;

    enum err e = client_store_count(db, d->client->owner, &n);
    if (!e)
        e = look_who_asks(db, d->c);
    if (e)
        return e;
    if (n >= d->most && !words_has(d->c->actor->groups, "admin"))
        return ERR_TOO_MANY;
    return client_change_add(db, d->c, d->client, d->secret);
}

static struct client draft(struct call *c, const struct app_add_request *q,
                           const struct dialect *dialect)
{
    const char *dialects = words_union(c->mem, dialect->name, q->dialects);
    const struct client_add_request request = {
        .client_name = q->client_name,
        .client_uri = q->client_uri,
        .confidential = q->confidential,
        .redirect_uris = q->redirect_uris,
        .scope = q->scope,
        .dialects = dialects,
        .owner = c->actor->person,
        .description = q->description,
        .logo_uri = q->logo_uri,
        .capabilities = q->capabilities,
        .webhook_uri = q->webhook_uri,
        .api_key_template = q->api_key_template,
        .api_key_filename = q->api_key_filename,
        .access_token_format = q->access_token_format,
        .auth_methods = q->pkce_alone ? "client_secret_basic client_secret_post pkce" : NULL,
    };

    return client_draft(c, &request);
}

enum err on_app_add(struct call *c, const struct app_add_request *q, struct app_secret_reply *a)
{
    struct authsvc *svc = c->svc;
    const struct dialect *dialect = q->dialect ? dialect_by_name(q->dialect) : dialect_first();
    struct client_secret secret = {0};

    if (!dialect)
        return refuse(c, ERR_INVALID_REQUEST, "there is no dialect %s", q->dialect);
    if (!actor_acts_in(c->actor, dialect->name))
        return refuse(c, ERR_FORBIDDEN, "the program is signed in elsewhere");
    const int64_t most = dialect->apps ? dialect->apps : svc->config->authsvc_apps;
    const struct client client = draft(c, q, dialect);
    const char *fault = own_app_fault(c->mem, &client, NULL);
    if (fault)
        return own_app_refused(c, ERR_BAD_FIELD, fault);
    if (client.confidential)
        secret = client_secret_draw(c->mem, &dialect->secret);
    enum err e = store_write(svc->store, add,
                             &(struct add){c, &client, client.confidential ? &secret : NULL, most});
    if (e == ERR_TOO_MANY)
        return refuse_openly(c, e, "nobody may have more than %lld apps here", (long long)most);
    if (e == ERR_SIGNED_OUT)
        return refuse(c, e, "session %s has ended", c->actor->sid);
    if (e)
        return e;
    *a = (struct app_secret_reply){.app = own_app_view(c, &client), .client_secret = secret.text};
    return OK;
}
