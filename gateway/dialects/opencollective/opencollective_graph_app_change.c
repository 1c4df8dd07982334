/* opencollective_graph_app_change.c - apps: made, changed and deleted by their owners. */
#include "opencollective_graph.h"
#include <string.h>

/* Whose it is to be: nobody manages but their own account. */
static enum err check_account(struct oc_graph *g, const struct gql_value *of)
{
    const struct gql_value *reference = gql_member(of, "account");
    const struct oc_account *account = g->me;
    bool named = reference && reference->kind == GQL_OBJECT;

    enum err e = named ? oc_account_find(g, reference->first, &account) : OK;
    if (!e && !account)
        return refuse_openly(&g->x->call, ERR_NOT_FOUND, "Account Not Found");
    return e;
}

static enum err check_name(struct oc_graph *g, const char *name)
{
    const struct msg_field *field = msg_field_by_name(&app_add_request_desc, "client_name", 11);

    if (!name || !*name)
        return refuse_openly(&g->x->call, ERR_BAD_FIELD, "name is missing");
    const char *fault = msg_text_fault(field, name, strlen(name), g->x->call.mem);
    return fault ? refuse_openly(&g->x->call, ERR_BAD_FIELD, "name is %s", fault) : OK;
}

/* "" counts as none. */
static enum err check_description(struct oc_graph *g, const char *description)
{
    const struct msg_field *field = msg_field_by_name(&app_add_request_desc, "description", 11);

    if (!description || !*description)
        return OK;
    const char *fault = msg_text_fault(field, description, strlen(description), g->x->call.mem);
    return fault ? refuse_openly(&g->x->call, ERR_BAD_FIELD, "description is %s", fault) : OK;
}

static enum err check_new(struct oc_graph *g, const struct gql_value *of)
{
    enum err e = check_account(g, of);

    if (!e && strcmp(gql_text(of, "type"), "OAUTH") != 0)
        return refuse_openly(&g->x->call, ERR_BAD_FIELD,
                             "API_KEY is not made any more: make a personal token");
    if (!e)
        e = check_name(g, gql_text(of, "name"));
    return e ? e : check_description(g, gql_text(of, "description"));
}

static const char *or_null(const char *text)
{
    return text && *text ? text : NULL;
}

enum err oc_app_create(const struct gql_ask *ask, struct gql_given *out)
{
    struct oc_graph *g = ask->ctx;
    struct call *c = &g->x->call;
    const struct gql_value *of = gql_object(ask->args, "application");
    const char *uri = gql_text(of, "redirectUri");
    struct app_secret_reply a;

    enum err e = oc_graph_managing(g, "applications");
    if (!e)
        e = check_new(g, of);
    if (!e)
        e = oc_graph_second(g, OC_SECOND_DAY);
    if (!e)
        e = oc_graph_call(g);
    if (e)
        return e;
    const struct app_add_request q = {
        .client_name = gql_text(of, "name"),
        .description = or_null(gql_text(of, "description")),
        .confidential = true,
        .redirect_uris = {&uri, uri != NULL},
        .dialect = OC_DIALECT,
    };
    e = authsvc_app_add(c, &q, &a);
    if (e == ERR_TOO_MANY)
        return refuse_openly(c, e,
                             "You have reached the maximum number of applications for this user");
    if (e)
        return e;
    struct oc_app *app = arena_alloc(c->mem, sizeof *app);
    *app = oc_apps_own(g, a.app);
    app->secret = a.client_secret;
    g->apps.v = NULL;
    return oc_give(app, out);
}

/* The app, if whoever asks owns it. */
static enum err find_to_change(struct oc_graph *g, const struct gql_value *of,
                               const struct oc_app **out)
{
    enum err e = oc_graph_managing(g, "applications");

    if (!e)
        e = oc_apps_refer(g, of, out);
    if (e)
        return e;
    assert(*out);
    if (!(*out)->own)
        return refuse_openly(&g->x->call, ERR_FORBIDDEN,
                             "Authenticated user is not the application owner.");
    return OK;
}

static enum err check_change(struct oc_graph *g, const struct gql_value *of)
{
    const char *name = gql_text(of, "name");
    enum err e = name ? check_name(g, name) : OK;

    return e ? e : check_description(g, gql_text(of, "description"));
}

static bool leads_elsewhere(const struct oc_app *was, const char *uri)
{
    assert(was);
    return uri && (!was->redirect_uri || strcmp(uri, was->redirect_uri) != 0);
}

enum err oc_app_update(const struct gql_ask *ask, struct gql_given *out)
{
    struct oc_graph *g = ask->ctx;
    struct call *c = &g->x->call;
    const struct gql_value *of = gql_object(ask->args, "application");
    const char *uri = gql_text(of, "redirectUri");
    const struct oc_app *was = NULL;
    struct own_app a;

    enum err e = find_to_change(g, of, &was);
    if (!e)
        e = check_change(g, of);
    if (!e && leads_elsewhere(was, uri))
        e = oc_graph_second(g, OC_SECOND_NOW);
    if (!e)
        e = oc_graph_call(g);
    if (e)
        return e;
    const struct app_update_request q = {
        .client_id = was->client_id,
        .client_name = gql_text(of, "name"),
        .description = gql_text(of, "description"),
        .redirect_uris = {&uri, uri != NULL},
    };
    e = authsvc_app_update(c, &q, &a);
    if (e)
        return e;
    struct oc_app *app = arena_alloc(c->mem, sizeof *app);
    *app = oc_apps_own(g, &a);
    g->apps.v = NULL;
    return oc_give(app, out);
}

enum err oc_app_delete(const struct gql_ask *ask, struct gql_given *out)
{
    struct oc_graph *g = ask->ctx;
    const struct oc_app *was = NULL;

    enum err e = find_to_change(g, gql_object(ask->args, "application"), &was);
    if (!e)
        e = oc_graph_call(g);
    if (!e)
        e = authsvc_app_delete(&g->x->call, &(struct client_ref){was->client_id}, &NOTHING);
    if (e)
        return e;
    struct oc_app *app = arena_alloc(ask->mem, sizeof *app);
    *app = *was;
    app->secret_kept = false;
    g->apps.v = NULL;
    return oc_give(app, out);
}
