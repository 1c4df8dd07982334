#include "api_key_policy.h"
#include "handlers.h"

enum err on_api_key_kinds(struct call *c, const struct nothing *q, struct api_key_kinds_reply *a)
{
    struct api_key_kind *kinds = arena_array(c->mem, api_key_policies_count, sizeof *kinds);

    (void)q;
    for (size_t i = 0; i < api_key_policies_count; i++) {
        const struct api_key_policy *policy = &api_key_policies[i];
        kinds[i] = (struct api_key_kind){policy->dialect, policy->scopes, policy->most};
    }
    a->kinds.v = kinds;
    a->kinds.n = api_key_policies_count;
    return OK;
}
