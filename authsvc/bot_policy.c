#include "bot_policy.h"
#include "words.h"
#include <string.h>

#define BOT_POLICY(dialect, proof) {#dialect, proof},
static const struct bot_policy policies[] = {
#include "bot_policy.def"
};
#undef BOT_POLICY

const struct bot_policy *bot_policy_by_name(const char *dialect)
{
    for (size_t i = 0; i < ARRAY_LEN(policies); i++) {
        if (strcmp(policies[i].dialect, dialect) == 0)
            return &policies[i];
    }
    return NULL;
}

const struct bot_policy *bot_policy_among(const char *dialects)
{
    for (size_t i = 0; i < ARRAY_LEN(policies); i++) {
        if (words_has(dialects, policies[i].dialect))
            return &policies[i];
    }
    return NULL;
}
