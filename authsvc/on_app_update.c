#include "authsvc.h"
#include "client_change.h"
#include "handlers.h"
#include "own_app.h"
#include "words.h"

struct update {
    struct call *c;
    const struct app_update_request *q;
    struct client client; /* as it is from now on */
    const char *fault;
};

static void set(const char **to, const char *text)
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

static void set_life(int64_t *to, int64_t seconds)
{
    if (seconds)
        *to = seconds;
}

static void merge_tokens(struct client *p, const struct app_update_request *q)
{
    set(&p->access_token_format, q->access_token_format);
    set(&p->id_token_signed_response_alg, q->id_token_signed_response_alg);
    set_life(&p->access_token_lifetime, q->access_token_lifetime);
    set_life(&p->refresh_idle_lifetime, q->refresh_idle_lifetime);
    set_life(&p->refresh_lifetime, q->refresh_lifetime);
}

static void merge(struct arena *mem, struct client *p, const struct app_update_request *q)
{
    static const char pkce[] = "pkce";

    set(&p->client_name, q->client_name);
    set_or_clear(&p->description, q->description);
    set_or_clear(&p->client_uri, q->client_uri);
    set_or_clear(&p->logo_uri, q->logo_uri);
    set_or_clear(&p->webhook_uri, q->webhook_uri);
    set_or_clear(&p->api_key_template, q->api_key_template);
    set_or_clear(&p->api_key_filename, q->api_key_filename);
    set(&p->scope, q->scope);
    set(&p->dialects, q->dialects);
    set(&p->capabilities, q->capabilities);
    merge_tokens(p, q);
    if (q->pkce_alone.set)
        p->auth_methods = q->pkce_alone.v ? words_union(mem, p->auth_methods, pkce)
                                          : words_without(mem, p->auth_methods, pkce);
    if (q->redirect_uris.n || q->no_redirect_uris)
        p->redirect_uris = q->redirect_uris;
}

/* In one unit, so that two changes at once cannot make an app that neither of them would be
 * allowed to make. */
static enum err update(struct db *db, void *arg)
{
    struct update *u = arg;
    struct client was = {0};
    enum err e = own_app_hold(db, u->c, u->q->client_id, &was);

    if (e)
        return e;
    u->client = was;
    merge(u->c->mem, &u->client, u->q);
    u->fault = own_app_fault(u->c->mem, &u->client, &was);
    return u->fault ? ERR_BAD_FIELD : client_change_update(db, u->c, &was, &u->client);
}

enum err on_app_update(struct call *c, const struct app_update_request *q, struct own_app *a)
{
    struct authsvc *svc = c->svc;
    struct update u = {.c = c, .q = q};

    enum err e = store_write(svc->store, update, &u);
    if (e)
        return own_app_refused(c, e, u.fault);
    *a = *own_app_view(c, &u.client);
    return OK;
}
