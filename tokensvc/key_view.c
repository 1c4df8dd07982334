#include "key_view.h"

struct signing_key key_view(const struct call *c, const struct key_entry *entry)
{
    return (struct signing_key){
        .kid = arena_strdup(c->mem, jwk_kid(entry->jwk)),
        .alg = jose_alg_name(jwk_alg(entry->jwk)),
        .state = key_state_name(key_entry_state(entry, c->now)),
        .active_at = entry->active_at,
        .retired_at = entry->retired_at,
        .removed_at = entry->removed_at,
    };
}
