#include "api_key.h"
#include "handlers.h"
#include "token_policy.h"
#include "words.h"
#include <string.h>

/* Beyond the words that the dialect has for keys nothing is given. */
static enum err check_scope(struct call *c, const char *scope, const char *most)
{
    const char *at = words_without(c->mem, scope, most);
    const char *foreign = words_next(c->mem, &at);

    if (scope && *scope && !words_valid(scope, strlen(scope)))
        return refuse_openly(c, ERR_BAD_FIELD, "scope: not words with one blank between them");
    if (foreign)
        return refuse_openly(c, ERR_BAD_FIELD, "scope: %.64s is not one of: %s", foreign, most);
    return OK;
}

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
        .expires_at = q->lifetime ? c->now + q->lifetime * 1000 : 0,
    };

    if (!policy)
        return refuse_openly(c, ERR_INVALID_REQUEST, "there are no API keys in %s", dialect);
    enum err e = check_scope(c, q->scope, policy->scopes);
    if (!e)
        e = api_key_mint(c, policy, &row, policy->most, &a->secret);
    if (e == ERR_TOO_MANY)
        return refuse_openly(c, e, "nobody may have more than %lld API keys here",
                             (long long)policy->most);
    if (e)
        return e;
    *view = api_key_view(&row);
    a->key = view;
    return OK;
}
