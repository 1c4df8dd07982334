/*
 * api_key_policy - what API keys there are in a dialect, as data (api_key_policy.def).
 */
#ifndef TOKENSVC_API_KEY_POLICY_H
#define TOKENSVC_API_KEY_POLICY_H
#include "shape.h"

enum api_key_shown { KEY_ONCE, KEY_AGAIN };

struct api_key_policy {
    const char *dialect;
    struct shape shape;
    enum api_key_shown shown;
    int64_t most, apps;
    const char *of_code, *scopes;
};

const struct api_key_policy *api_key_policy_by_name(const char *dialect); /* NULL: it has none */

/* For whoever walks the table. */
extern const struct api_key_policy api_key_policies[];
extern const size_t api_key_policies_count;

/* What of scope the dialect has no keys for, as it may be told; NULL: it is fine.  scope may be
 * NULL. */
const char *api_key_scope_fault(struct arena *mem, const struct api_key_policy *policy,
                                const char *scope);

/* Does it show keys at any time to whose they are?  NULL: no. */
bool api_key_policy_shows(const char *dialect);

#endif
