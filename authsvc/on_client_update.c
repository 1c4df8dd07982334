#include "authsvc.h"
#include "client_change.h"
#include "client_policy.h"
#include "client_store.h"
#include "handlers.h"

struct update {
    struct call *c;
    const struct client_update_request *q;
    struct client *client; /* as it is from now on */
    const char *fault;
};

static void set_text(const char **to, const char *text)
{
    if (text)
        *to = text;
}

/* Where there may be none: the empty text is that. */
static void set_or_clear(const char **to, const char *text)
{
    if (text)
        *to = *text ? text : NULL;
}

static void set_number(int64_t *to, int64_t n)
{
    if (n)
        *to = n;
}

static void merge(struct client *p, const struct client_update_request *q)
{
    set_text(&p->client_name, q->client_name);
    set_or_clear(&p->client_uri, q->client_uri);
    set_text(&p->grant_types, q->grant_types);
    set_text(&p->scope, q->scope);
    set_text(&p->auth_methods, q->auth_methods);
    set_text(&p->permissions, q->permissions);
    set_text(&p->id_token_signed_response_alg, q->id_token_signed_response_alg);
    set_text(&p->dialects, q->dialects);
    set_or_clear(&p->description, q->description);
    set_or_clear(&p->logo_uri, q->logo_uri);
    set_or_clear(&p->webhook_uri, q->webhook_uri);
    set_or_clear(&p->api_key_template, q->api_key_template);
    set_or_clear(&p->api_key_filename, q->api_key_filename);
    set_text(&p->capabilities, q->capabilities);
    set_text(&p->access_token_format, q->access_token_format);
    set_number(&p->access_token_lifetime, q->access_token_lifetime);
    set_number(&p->refresh_idle_lifetime, q->refresh_idle_lifetime);
    set_number(&p->refresh_lifetime, q->refresh_lifetime);
    set_number(&p->code_lifetime, q->code_lifetime);
    if (q->redirect_uris.n)
        p->redirect_uris = q->redirect_uris;
    if (q->refresh_grace.set)
        p->refresh_grace = q->refresh_grace.v;
    if (q->refresh_reuse.set)
        p->refresh_reuse = q->refresh_reuse.v;
}

/* In one unit and under a lock, so that two changes at once cannot make a client that neither of
 * them would be allowed to make. */
static enum err update(struct db *db, void *arg)
{
    struct update *u = arg;
    struct arena *mem = u->c->mem;
    struct client was = {0};
    enum err e = client_store_lock(db, u->q->client_id);

    if (!e)
        e = client_store_get(db, mem, u->q->client_id, &was);
    if (e)
        return e;
    *u->client = was;
    merge(u->client, u->q);
    u->fault = client_policy_fault(mem, u->client);
    return u->fault ? ERR_BAD_FIELD : client_change_update(db, u->c, &was, u->client);
}

enum err on_client_update(struct call *c, const struct client_update_request *q, struct client *a)
{
    struct authsvc *svc = c->svc;
    struct update u = {.c = c, .q = q, .client = a};
    enum err e = store_write(svc->store, update, &u);

    if (e == ERR_BAD_FIELD)
        return refuse_openly(c, e, "%s", u.fault);
    return e == ERR_NOT_FOUND ? refuse_openly(c, e, "there is no such client") : e;
}
