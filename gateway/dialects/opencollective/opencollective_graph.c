#include "opencollective_graph.h"
#include "words.h"

enum { CALLS_MAX = 60, LIST_MAX = 1000 };

static const char NO_TOKENS[] = "OAuth and personal tokens cannot be used to manage tokens. Please "
                                "use the web interface.";

enum err oc_graph_call(struct oc_graph *self)
{
    if (++self->calls <= CALLS_MAX)
        return OK;
    return refuse_openly(&self->x->call, ERR_TOO_MANY, "This asks for too much at once");
}

enum err oc_graph_no_token(struct oc_graph *self)
{
    if (!self->caller.scope)
        return OK;
    return refuse_openly(&self->x->call, ERR_FORBIDDEN, "%s", NO_TOKENS);
}

/* Scopes are looked at first, though none of them would help. */
enum err oc_graph_managing(struct oc_graph *self, const char *what)
{
    struct call *c = &self->x->call;

    if (self->caller.kind == OC_ANONYMOUS)
        return refuse_openly(c, ERR_SIGNED_OUT, "You need to be logged in to manage %s.", what);
    if (!oc_graph_has_scope(self, what))
        return refuse_openly(c, ERR_FORBIDDEN,
                             "The %s Token is not allowed for operations in scope \"%s\".",
                             self->caller.kind == OC_OAUTH ? "User" : "Personal", what);
    return oc_graph_no_token(self);
}

enum err oc_graph_listing(struct oc_graph *self, const struct oc_account *of, const char *what,
                          bool *shown)
{
    *shown = of->own && oc_graph_has_scope(self, what);
    return *shown ? oc_graph_no_token(self) : OK;
}

bool oc_graph_has_scope(const struct oc_graph *self, const char *scope)
{
    return !self->caller.scope || words_has(self->caller.scope, scope);
}

enum err oc_give(const void *p, struct gql_given *out)
{
    *out = (struct gql_given){.kind = GQL_G_OBJECT, .p = p};
    return OK;
}

enum err oc_graph_list(const struct gql_ask *ask, const void *items, size_t size, size_t total,
                       struct gql_given *out)
{
    struct oc_graph *g = ask->ctx;
    struct oc_list *list = arena_alloc(ask->mem, sizeof *list);
    struct gql_given *nodes = arena_array(ask->mem, total + 1, sizeof *nodes);

    *list = (struct oc_list){.total = (int64_t)total, .nodes = nodes};
    (void)gql_int(ask->args, "limit", &list->limit);
    (void)gql_int(ask->args, "offset", &list->offset);
    if (list->limit < 0 || list->limit > LIST_MAX || list->offset < 0)
        return refuse_openly(&g->x->call, ERR_BAD_FIELD,
                             "limit must be 0 to %d, and offset not below 0", LIST_MAX);
    for (size_t i = 0; i < total; i++) {
        bool asked = (int64_t)i >= list->offset && (int64_t)list->n < list->limit;
        if (asked)
            nodes[list->n++] =
                (struct gql_given){.kind = GQL_G_OBJECT, .p = (const char *)items + i * size};
    }
    return oc_give(list, out);
}

/* -- fields without a story -----------------------------------------------------------------------
 */

enum err oc_list_nodes(const struct gql_ask *ask, struct gql_given *out)
{
    const struct oc_list *list = ask->self;

    *out = (struct gql_given){.kind = GQL_G_LIST, .items = list->nodes, .n = list->n};
    return OK;
}

enum err oc_null(const struct gql_ask *ask, struct gql_given *out)
{
    (void)ask;
    *out = (struct gql_given){.kind = GQL_G_NULL};
    return OK;
}

enum err oc_false(const struct gql_ask *ask, struct gql_given *out)
{
    (void)ask;
    *out = (struct gql_given){.kind = GQL_G_BOOL};
    return OK;
}
