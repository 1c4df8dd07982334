#include "actor.h"
#include "api_key.h"
#include "handlers.h"
#include "token_policy.h"

enum err on_api_key_add(struct call *c, const struct api_key_add_request *q,
                        struct api_key_secret_reply *a)
{
    const char *dialect = token_policy_dialect(q->dialect);
    const struct api_key_policy *policy = api_key_policy_by_name(dialect);
    struct api_key *view = ARENA_NEW(c->mem, api_key);
    struct api_key_row row = {
        .person = c->actor->person,
        .dialect = dialect,
        .name = q->name,
        .scope = q->scope ? q->scope : "",
        .preauthorized = q->preauthorized,
        .expires_at = q->lifetime ? c->now + q->lifetime * 1000 : 0,
    };

    if (!actor_acts_in(c->actor, dialect))
        return refuse(c, ERR_FORBIDDEN, "the program is signed in elsewhere");
    if (!policy)
        return refuse_openly(c, ERR_INVALID_REQUEST, "there are no API keys in %s", dialect);
    const char *fault = api_key_scope_fault(c->mem, policy, q->scope);
    if (fault)
        return refuse_openly(c, ERR_BAD_FIELD, "%s", fault);
    enum err e = api_key_mint(c, policy, &row, policy->most, &a->secret);
    if (e == ERR_TOO_MANY)
        return refuse_openly(c, e, "nobody may have more than %lld API keys here",
                             (long long)policy->most);
    if (e)
        return e;
    *view = api_key_view(&row);
    a->key = view;
    return OK;
}
