/* opencollective_graph_second.c - changes that take a second factor, of people who have one.
 *
 * A code that was right counts for a while: in this very request always.  No
 * token gets as far as here (oc_graph_managing). */
#include "opencollective_graph.h"
#include "opencollective_second.h"

#define MINUTE INT64_C(60000)

static const int64_t lasts[] = {
    [OC_SECOND_DAY] = INT64_C(24) * 60 * MINUTE,
    [OC_SECOND_MINUTES] = 5 * MINUTE,
    [OC_SECOND_NOW] = 0,
};

static bool stands(const struct oc_graph *self, enum oc_second how)
{
    const int64_t at = self->caller.second_at;

    return self->second_now || (at && lasts[how] && self->x->call.now - at < lasts[how]);
}

/* One code comes with a request, however many changes it is for, and is tried once: a slip of the
 * finger counts as one. */
static enum err check(struct oc_graph *self, const char *code)
{
    if (self->second_was)
        return refuse(&self->x->call, self->second_was, "the code came to that before");
    enum err e = oc_graph_call(self);
    if (!e)
        e = authsvc_second_factor_check(&self->x->call, &(struct second_factor_code){code},
                                        &NOTHING);
    self->second_now = self->second_now || !e;
    self->second_was = e;
    return e;
}

enum err oc_graph_second(struct oc_graph *self, enum oc_second how)
{
    const char *code = NULL;

    if (!self->caller.person.second_factor_at || stands(self, how))
        return OK;
    enum err e = opencollective_second_header(self->x, &code);
    if (e)
        return e;
    return code ? check(self, code)
                : refuse(&self->x->call, ERR_SECOND_FACTOR, "it takes a code of the second factor");
}

enum err oc_account_second(const struct gql_ask *ask, struct gql_given *out)
{
    const struct oc_graph *g = ask->ctx;

    if (!((const struct oc_account *)ask->self)->own)
        return oc_null(ask, out);
    *out = (struct gql_given){.kind = GQL_G_BOOL, .number = g->caller.person.second_factor_at != 0};
    return OK;
}
