#include "refresh_find.h"
#include "family_store.h"
#include "refresh_short.h"
#include "token_policy.h"
#include "tokensvc.h"
#include <string.h>

bool refresh_like(const char *text)
{
    return refresh_token_like(text) || token_policy_of_refresh(text);
}

static enum err find_long(struct call *c, const struct key_set *keys, const char *text,
                          struct refresh_found *out)
{
    const struct tokensvc *svc = c->svc;

    if (refresh_token_read(c->mem, keys, svc->tenant, text, &out->token))
        return refuse(c, ERR_NOT_FOUND, "the refresh token is not one of ours");
    enum err e = family_store_get(svc->store, c->mem, out->token.family, &out->family);
    return e == ERR_NOT_FOUND ? refuse(c, e, "family %s is gone", out->token.family) : e;
}

/* Which of the families that begin so has this very token. */
static enum err find_short(struct call *c, const struct key_set *keys, const struct shape *shape,
                           const char *text, struct refresh_found *out)
{
    const struct tokensvc *svc = c->svc;
    const struct refresh_short claim = refresh_short_read(c->mem, shape, text);
    const struct mac_key *key = key_set_mac_ending(keys, claim.kid);
    struct family alike[FAMILY_ALIKE];
    size_t n = 0;

    enum err e = family_store_alike(svc->store, c->mem, claim.begins, alike, &n);
    for (size_t i = 0; !e && key && i < n; i++) {
        const struct refresh_token token = {alike[i].id, claim.counter};
        const char *real = refresh_short_print(c->mem, shape, key, svc->tenant, &token);
        if (secret_equal_str(real, text)) {
            out->token = token;
            out->family = alike[i];
            return OK;
        }
    }
    return e ? e : refuse(c, ERR_NOT_FOUND, "the refresh token is not of a family that is there");
}

enum err refresh_find(struct call *c, const char *text, struct refresh_found *out)
{
    const struct tokensvc *svc = c->svc;
    const struct token_policy *policy = token_policy_of_refresh(text);
    AUTO_CLOSE(key_set) *keys = NULL;

    enum err e = signing_keys_now(svc->keys, &keys);
    if (e)
        return e;
    out->newest_kid = key_set_newest_mac(keys)->kid;
    return policy ? find_short(c, keys, &policy->refresh_shape, text, out)
                  : find_long(c, keys, text, out);
}
