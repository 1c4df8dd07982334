/* opencollective_graph_app.c - apps: to anybody what an app is, to its owner its secret. */
#include "opencollective_graph.h"
#include <stdlib.h>
#include <string.h>

enum { PAGE = 100, APPS_MAX = 200 };

/* -- reading --------------------------------------------------------------------------------------
 */

struct oc_app oc_apps_own(const struct oc_graph *self, const struct own_app *app)
{
    return (struct oc_app){
        .client_id = app->client_id,
        .name = app->client_name,
        .description = app->description,
        .redirect_uri = app->redirect_uris.n ? app->redirect_uris.v[0] : NULL,
        .account = self->me,
        .created_at = app->created_at,
        .updated_at = app->updated_at,
        .own = true,
        .secret_kept = app->secret_kept,
    };
}

static int newest_first(const void *a, const void *b)
{
    const struct oc_app *x = a, *y = b;

    if (x->created_at != y->created_at)
        return x->created_at < y->created_at ? 1 : -1;
    return strcmp(x->client_id, y->client_id);
}

static enum err read_apps(struct oc_graph *self)
{
    struct call *c = &self->x->call;
    struct client_page_request q = {.limit = PAGE, .dialect = OC_DIALECT};
    struct oc_app *apps;
    size_t n = 0;

    if (self->apps.v)
        return OK;
    apps = arena_array(c->mem, APPS_MAX + 1, sizeof *apps);
    do {
        struct app_page page;
        enum err e = oc_graph_call(self);
        if (!e)
            e = authsvc_app_list(c, &q, &page);
        if (e)
            return e;
        for (size_t i = 0; i < page.apps.n && n < APPS_MAX; i++)
            apps[n++] = oc_apps_own(self, &page.apps.v[i]);
        q.after = page.next;
    } while (q.after && n < APPS_MAX);
    qsort(apps, n, sizeof *apps, newest_first);
    self->apps = (struct oc_apps){apps, n};
    return OK;
}

static const struct oc_app *find_own(const struct oc_graph *self, const char *client_id)
{
    for (size_t i = 0; i < self->apps.n; i++) {
        if (strcmp(self->apps.v[i].client_id, client_id) == 0)
            return &self->apps.v[i];
    }
    return NULL;
}

/* Of others no more is told than what they are called. */
static const struct oc_account *owner_of(struct arena *mem, const struct app_look_reply *a)
{
    struct oc_account *owner = arena_alloc(mem, sizeof *owner);

    if (!a->owner_sub)
        return NULL;
    *owner = (struct oc_account){
        .id = a->owner_sub,
        .slug = a->owner_username,
        .name = a->owner_username,
        .number = a->owner_number,
    };
    return owner;
}

static enum err look(struct oc_graph *self, const char *client_id, const struct oc_app **out)
{
    struct call *c = &self->x->call;
    const struct app_look_request q = {.client_id = client_id, .dialect = OC_DIALECT};
    struct app_look_reply a;

    enum err e = oc_graph_call(self);
    if (!e)
        e = authsvc_app_look(c, &q, &a);
    if (e == ERR_UNKNOWN_CLIENT)
        return refuse_openly(c, ERR_NOT_FOUND, "Application Not Found");
    if (e)
        return e;
    struct oc_app *app = arena_alloc(c->mem, sizeof *app);
    *app = (struct oc_app){
        .client_id = a.client_id,
        .name = a.client_name,
        .description = a.description,
        .redirect_uri = a.redirect_uris.n ? a.redirect_uris.v[0] : NULL,
        .account = owner_of(c->mem, &a),
        .created_at = a.created_at,
        .updated_at = a.updated_at,
    };
    *out = app;
    return OK;
}

enum err oc_apps_find(struct oc_graph *self, const char *client_id, const struct oc_app **out)
{
    enum err e = self->caller.kind == OC_SESSION ? read_apps(self) : OK;

    if (e)
        return e;
    *out = find_own(self, client_id);
    return *out ? OK : look(self, client_id, out);
}

enum err oc_apps_refer(struct oc_graph *self, const struct gql_value *reference,
                       const struct oc_app **out)
{
    const char *id = gql_text(reference, "id");
    int64_t number;

    if (!id)
        id = gql_text(reference, "clientId");
    if (!id && !gql_int(reference, "legacyId", &number))
        return refuse_openly(&self->x->call, ERR_BAD_FIELD, "Please provide an id");
    if (!id || !*id || strlen(id) > 256)
        return refuse_openly(&self->x->call, ERR_NOT_FOUND, "Application Not Found");
    return oc_apps_find(self, id, out);
}

enum err oc_query_app(const struct gql_ask *ask, struct gql_given *out)
{
    const struct oc_app *app = NULL;

    enum err e = oc_apps_refer(ask->ctx, ask->args, &app);
    return e ? e : oc_give(app, out);
}

enum err oc_account_apps(const struct gql_ask *ask, struct gql_given *out)
{
    struct oc_graph *g = ask->ctx;
    bool shown = false;

    enum err e = oc_graph_listing(g, ask->self, "applications", &shown);
    if (!e && !shown)
        return oc_null(ask, out);
    if (!e)
        e = read_apps(g);
    return e ? e : oc_graph_list(ask, g->apps.v, sizeof *g->apps.v, g->apps.n, out);
}

/* -- fields ---------------------------------------------------------------------------------------
 */

enum err oc_app_type(const struct gql_ask *ask, struct gql_given *out)
{
    (void)ask;
    *out = (struct gql_given){.kind = GQL_G_TEXT, .text = "OAUTH"};
    return OK;
}

enum err oc_app_account(const struct gql_ask *ask, struct gql_given *out)
{
    const struct oc_app *app = ask->self;

    *out = (struct gql_given){.kind = GQL_G_OBJECT, .p = app->account, .type = "Individual"};
    return OK;
}

/* Its owner's token is told why it does not see what others would not either. */
static enum err check_secrets(struct oc_graph *g, const struct oc_app *app)
{
    bool theirs = g->me && app->account && strcmp(app->account->id, g->me->id) == 0;

    return theirs ? oc_graph_no_token(g) : OK;
}

enum err oc_app_key(const struct gql_ask *ask, struct gql_given *out)
{
    enum err e = check_secrets(ask->ctx, ask->self);

    return e ? e : oc_null(ask, out);
}

enum err oc_app_secret(const struct gql_ask *ask, struct gql_given *out)
{
    struct oc_graph *g = ask->ctx;
    const struct oc_app *app = ask->self;
    const struct app_secret_request q = {.client_id = app->client_id, .dialect = OC_DIALECT};
    struct app_secret_reply a = {0};

    *out = (struct gql_given){.kind = GQL_G_TEXT, .text = app->secret};
    if (app->secret)
        return OK;
    enum err e = check_secrets(g, app);
    if (e || !app->own || !app->secret_kept)
        return e;
    e = oc_graph_call(g);
    if (!e)
        e = authsvc_app_secret_reveal(&g->x->call, &q, &a);
    out->text = a.client_secret;
    return e;
}

enum err oc_app_authorization(const struct gql_ask *ask, struct gql_given *out)
{
    struct oc_graph *g = ask->ctx;
    const struct oc_app *app = ask->self;

    if (!g->me || !oc_graph_has_scope(g, "account"))
        return oc_null(ask, out);
    enum err e = oc_graph_no_token(g);
    if (!e)
        e = oc_authorizations_read(g);
    return e ? e : oc_give(oc_authorizations_find(g, app->client_id), out);
}
