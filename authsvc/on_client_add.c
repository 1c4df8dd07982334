#include "auth_event.h"
#include "authsvc.h"
#include "client_policy.h"
#include "client_secret.h"
#include "client_secret_store.h"
#include "client_store.h"
#include "dialect.h"
#include "handlers.h"
#include "random.h"

enum { ID_LEN = 16 };                                                   /* random bytes */
enum { DAY = 86400, REFRESH_IDLE = 14 * DAY, REFRESH_LIFE = 90 * DAY }; /* seconds */
enum { CODE_LIFE = 600 }; /* the longest that any dialect allows */

struct add {
    struct call *c;
    const struct client *client;
    struct secret_check check;
};

static enum err add(struct db *db, void *arg)
{
    struct add *d = arg;
    enum err e = client_store_put(db, d->c->mem, d->client);

    if (!e && d->client->confidential)
        e = client_secret_store_put(db, d->client->client_id, &d->check);
    return e ? e : auth_event_client(db, d->c, EVENT_client_added, NULL, d->client);
}

static const char *text_or(const char *text, const char *otherwise)
{
    return text ? text : otherwise;
}

static int64_t number_or(int64_t n, int64_t otherwise)
{
    return n ? n : otherwise;
}

/* The prefix and the length keep it from looking like any form of a person's id. */
static const char *new_id(struct arena *mem)
{
    return arena_printf(mem, "c_%s", random_token(mem, ID_LEN));
}

static struct client new_client(struct call *c, const struct client_add_request *q)
{
    const char *methods = q->confidential ? "client_secret_basic client_secret_post" : "none";
    int64_t life = number_or(q->refresh_lifetime, REFRESH_LIFE);

    return (struct client){
        .client_id = new_id(c->mem),
        .client_name = q->client_name,
        .client_uri = q->client_uri,
        .confidential = q->confidential,
        .redirect_uris = q->redirect_uris,
        .grant_types = text_or(q->grant_types, "authorization_code refresh_token"),
        .scope = text_or(q->scope, "openid profile email"),
        .auth_methods = text_or(q->auth_methods, methods),
        .permissions = text_or(q->permissions, ""),
        .id_token_signed_response_alg = text_or(q->id_token_signed_response_alg, "ES256"),
        .dialects = text_or(q->dialects, dialect_first()->name),
        .access_token_format = text_or(q->access_token_format, "jwt"),
        .access_token_lifetime = number_or(q->access_token_lifetime, 300),
        .refresh_idle_lifetime =
            number_or(q->refresh_idle_lifetime, life < REFRESH_IDLE ? life : REFRESH_IDLE),
        .refresh_lifetime = life,
        .refresh_grace = q->refresh_grace.set ? q->refresh_grace.v : 30,
        .refresh_reuse = q->refresh_reuse,
        .code_lifetime = number_or(q->code_lifetime, CODE_LIFE),
        .generation = 1,
        .created_at = c->now,
        .updated_at = c->now,
    };
}

enum err on_client_add(struct call *c, const struct client_add_request *q,
                       struct client_secret_reply *a)
{
    struct authsvc *svc = c->svc;
    struct client *client = ARENA_NEW(c->mem, client);
    struct add d = {.c = c, .client = client};

    *client = new_client(c, q);
    const char *fault = client_policy_fault(c->mem, client);
    if (fault)
        return refuse_openly(c, ERR_BAD_FIELD, "%s", fault);
    const char *secret = client->confidential ? client_secret_draw(c->mem, &d.check) : NULL;
    enum err e = store_write(svc->store, add, &d);
    if (e)
        return e;
    *a = (struct client_secret_reply){.client = client, .client_secret = secret};
    return OK;
}
