/* opencollective_graph_account.c - accounts: whoever asks sees their own. */
#include "opencollective_graph.h"
#include <string.h>
#include <strings.h>

static enum err give_account(const struct oc_account *account, struct gql_given *out)
{
    *out = (struct gql_given){.kind = GQL_G_OBJECT, .p = account, .type = "Individual"};
    return OK;
}

enum err oc_me(const struct gql_ask *ask, struct gql_given *out)
{
    const struct oc_graph *g = ask->ctx;

    return give_account(g->me, out);
}

enum err oc_own_account(const struct gql_ask *ask, struct gql_given *out)
{
    return oc_me(ask, out);
}

enum err oc_account_type(const struct gql_ask *ask, struct gql_given *out)
{
    (void)ask;
    *out = (struct gql_given){.kind = GQL_G_TEXT, .text = "INDIVIDUAL"};
    return OK;
}

/* User names are unique without regard to case. */
enum err oc_account_find(struct oc_graph *self, const struct gql_value *reference,
                         const struct oc_account **out)
{
    const char *id = gql_text(reference, "id"), *slug = gql_text(reference, "slug");
    const struct oc_account *me = self->me;
    int64_t number = 0;
    bool theirs = false;

    if (id)
        theirs = me && strcmp(id, me->id) == 0;
    else if (gql_int(reference, "legacyId", &number))
        theirs = me && number == me->number;
    else if (slug)
        theirs = me && strcasecmp(slug, me->slug) == 0;
    else
        return refuse_openly(&self->x->call, ERR_BAD_FIELD, "Please provide an id or a slug");
    *out = theirs ? me : NULL;
    return OK;
}

enum err oc_query_account(const struct gql_ask *ask, struct gql_given *out)
{
    struct oc_graph *g = ask->ctx;
    const struct gql_value *reference = gql_member(ask->args, "reference");
    const struct oc_account *found = NULL;
    bool named = reference && reference->kind == GQL_OBJECT;

    enum err e = oc_account_find(g, named ? reference->first : ask->args, &found);
    if (e)
        return e;
    if (!found && gql_truth(ask->args, "throwIfMissing"))
        return refuse_openly(&g->x->call, ERR_NOT_FOUND, "Account Not Found");
    return give_account(found, out);
}
