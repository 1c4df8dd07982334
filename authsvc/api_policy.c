#include "api_policy.h"
#include <string.h>

#define DAY (24 * 60 * 60)
#define API_POLICY(dialect, form, life, second) {#dialect, form, (life), second},
#define API_CLAIM(...)
#define API_HALF_CLAIM(...)
static const struct api_policy policies[] = {
#include "api_policy.def"
};
#undef API_HALF_CLAIM
#undef API_CLAIM
#undef API_POLICY
#undef DAY

const struct api_policy *api_policy_by_name(const char *dialect)
{
    for (size_t i = 0; i < ARRAY_LEN(policies); i++) {
        if (strcmp(policies[i].dialect, dialect) == 0)
            return &policies[i];
    }
    return NULL;
}
