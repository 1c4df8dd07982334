/* opencollective_graph_authorization.c - apps that whoever asks has let in. */
#include "opencollective_graph.h"
#include <string.h>

enum { AUTHORIZATIONS_MAX = 200 };

static enum err add_uses(struct oc_graph *g, struct oc_authorization *v, size_t n)
{
    struct grant_uses_reply a;
    const char **ids = arena_array(g->x->call.mem, n + 1, sizeof *ids);

    for (size_t i = 0; i < n; i++)
        ids[i] = v[i].client_id;
    enum err e = oc_graph_call(g);
    if (!e)
        e = tokensvc_grant_uses(&g->x->call, &(struct grant_uses_request){.clients = {ids, n}}, &a);
    for (size_t i = 0; !e && i < a.uses.n && i < n; i++) {
        v[i].used_at = a.uses.v[i].token_used_at;
        if (a.uses.v[i].token_expires_at)
            v[i].expires_at = a.uses.v[i].token_expires_at;
    }
    return e;
}

static enum err read_page(struct oc_graph *g, struct consent_page_request *q,
                          struct oc_authorization *v, size_t *n)
{
    struct consent_page page;
    size_t before = *n;

    enum err e = oc_graph_call(g);
    if (!e)
        e = authsvc_consent_list(&g->x->call, q, &page);
    if (e)
        return e;
    for (size_t i = 0; i < page.consents.n && *n < AUTHORIZATIONS_MAX; i++) {
        const struct consent_view *it = &page.consents.v[i];
        v[(*n)++] = (struct oc_authorization){
            .client_id = it->client_id,
            .client_name = it->client_name,
            .scope = it->scope ? it->scope : "",
            .created_at = it->since,
            .updated_at = it->changed_at,
            .expires_at = it->changed_at, /* unless there is a token */
        };
    }
    q->after = page.next;
    return *n > before ? add_uses(g, v + before, *n - before) : OK;
}

enum err oc_authorizations_read(struct oc_graph *self)
{
    struct consent_page_request q = {.dialect = OC_DIALECT};
    struct oc_authorization *v;
    size_t n = 0;

    if (self->authorizations.v)
        return OK;
    v = arena_array(self->x->call.mem, AUTHORIZATIONS_MAX + 1, sizeof *v);
    do {
        enum err e = read_page(self, &q, v, &n);
        if (e)
            return e;
    } while (q.after && n < AUTHORIZATIONS_MAX);
    self->authorizations = (struct oc_authorizations){v, n};
    return OK;
}

const struct oc_authorization *oc_authorizations_find(const struct oc_graph *self,
                                                      const char *client_id)
{
    for (size_t i = 0; i < self->authorizations.n; i++) {
        if (strcmp(self->authorizations.v[i].client_id, client_id) == 0)
            return &self->authorizations.v[i];
    }
    return NULL;
}

enum err oc_account_authorizations(const struct gql_ask *ask, struct gql_given *out)
{
    struct oc_graph *g = ask->ctx;
    bool shown = false;

    enum err e = oc_graph_listing(g, ask->self, "account", &shown);
    if (!e && !shown)
        return oc_null(ask, out);
    if (!e)
        e = oc_authorizations_read(g);
    return e ? e
             : oc_graph_list(ask, g->authorizations.v, sizeof *g->authorizations.v,
                             g->authorizations.n, out);
}

/* An app that is gone since is shown by what is known of it. */
enum err oc_authorization_app(const struct gql_ask *ask, struct gql_given *out)
{
    struct oc_graph *g = ask->ctx;
    const struct oc_authorization *of = ask->self;
    const struct oc_app *app = NULL;

    enum err e = oc_apps_find(g, of->client_id, &app);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (!e)
        return oc_give(app, out);
    struct oc_app *gone = arena_alloc(ask->mem, sizeof *gone);
    *gone = (struct oc_app){.client_id = of->client_id, .name = of->client_name};
    return oc_give(gone, out);
}

enum err oc_authorization_revoke(const struct gql_ask *ask, struct gql_given *out)
{
    struct oc_graph *g = ask->ctx;
    struct call *c = &g->x->call;
    const char *id = gql_text(gql_object(ask->args, "oAuthAuthorization"), "id");

    enum err e = oc_graph_managing(g, "account");
    if (!e && !id)
        return refuse_openly(c, ERR_BAD_FIELD, "Please provide an id");
    if (!e)
        e = oc_authorizations_read(g);
    if (e)
        return e;
    const struct oc_authorization *was = oc_authorizations_find(g, id);
    if (!was)
        return refuse_openly(c, ERR_NOT_FOUND, "OAuth Authorization Not Found");
    e = oc_graph_call(g);
    if (!e)
        e = tokensvc_grant_withdraw(c, &(struct own_grant_ref){was->client_id}, &NOTHING);
    if (e)
        return e;
    g->authorizations.v = NULL;
    g->authorizations.n = 0;
    return oc_give(was, out);
}
