#include "api_key_policy.h"
#include "words.h"
#include <string.h>

#define HEX(prefix, n)                                                                             \
    {                                                                                              \
        prefix, SHAPE_HEX, n                                                                       \
    }
#define B64URL(prefix, n)                                                                          \
    {                                                                                              \
        prefix, SHAPE_B64URL, n                                                                    \
    }
#define API_KEY_POLICY(dialect, ...) {#dialect, __VA_ARGS__},
const struct api_key_policy api_key_policies[] = {
#include "api_key_policy.def"
};
#undef API_KEY_POLICY
#undef B64URL
#undef HEX

const size_t api_key_policies_count = ARRAY_LEN(api_key_policies);

const struct api_key_policy *api_key_policy_by_name(const char *dialect)
{
    for (size_t i = 0; i < api_key_policies_count; i++) {
        if (strcmp(api_key_policies[i].dialect, dialect) == 0)
            return &api_key_policies[i];
    }
    return NULL;
}

const char *api_key_scope_fault(struct arena *mem, const struct api_key_policy *policy,
                                const char *scope)
{
    const char *at = words_without(mem, scope, policy->scopes);
    const char *foreign = words_next(mem, &at);

    if (scope && *scope && !words_valid(scope, strlen(scope)))
        return "scope: not words with one blank between them";
    if (!foreign)
        return NULL;
    return arena_printf(mem, "scope: %.64s is not one of: %s", foreign, policy->scopes);
}

bool api_key_policy_shows(const char *dialect)
{
    const struct api_key_policy *policy = dialect ? api_key_policy_by_name(dialect) : NULL;

    return policy && policy->shown == KEY_AGAIN;
}
