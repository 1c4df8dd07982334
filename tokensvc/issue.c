#include "issue.h"
#include "api_key.h"
#include "id_token.h"
#include "opaque_token.h"
#include "refresh_short.h"
#include "standing.h"
#include "tokensvc.h"
#include "words.h"
#include "wrapped_token.h"

/* A set without words is left out, not written as "". */
static const char *or_nothing(const char *words)
{
    return words && *words ? words : NULL;
}

enum err issue_access_token(struct call *c, const struct token_policy *policy,
                            const struct client *client, struct access_token *token,
                            const char **text)
{
    if (token_policy_is_opaque(policy, client))
        return opaque_token_mint(c, &policy->shape, token, text);
    return access_token_mint(c, token, text);
}

static enum err wrap(struct call *c, const struct issue *in, const struct access_token *token,
                     struct token_reply *out)
{
    struct person person;
    enum err e = standing_profile(c, in->family->person, in->family->person_generation, &person);

    if (e)
        return e;
    const struct wrapped_token around = {
        .scope = in->policy->wrapped,
        .inner = out->access_token,
        .email = person.email,
        .number = person.number,
        .iat = token->iat,
        .exp = token->exp,
    };
    return wrapped_token_print(c, &around, &out->access_token);
}

static enum err add_access_token(struct call *c, const struct issue *in, struct token_reply *out)
{
    const struct family *family = in->family;
    int64_t now = c->now / 1000, end = family->expires_at / 1000;
    int64_t wanted = now + token_policy_access_life(in->policy, in->client);
    int64_t exp = wanted < end ? wanted : end;
    struct access_token token = {
        .issuer = in->issuer,
        .sub = family->sub,
        .client_id = family->client_id,
        .scope = or_nothing(in->scope),
        .exp = exp > now ? exp : now + 1, /* the family lives, if only for less than a second */
        .family = family->id,
        .generation = family->generation,
        .head = in->policy->kept == REPLACED ? family->head : 0,
        .auth_time = family->auth_time / 1000,
        .acr = family->acr,
    };

    out->expires_in = token.exp - now;
    enum err e = issue_access_token(c, in->policy, in->client, &token, &out->access_token);
    return e || !in->policy->wrapped ? e : wrap(c, in, &token, out);
}

static enum err add_id_token(struct call *c, const struct issue *in, struct token_reply *out)
{
    const struct id_token token = {
        .issuer = in->issuer,
        .alg = token_policy_id_token(in->policy, in->client),
        .family = in->family,
        .nonce = in->nonce,
        .access_token = out->access_token,
    };

    return words_has(in->scope, "openid") ? id_token_mint(c, &token, &out->id_token) : OK;
}

static enum err add_refresh_token(struct call *c, const struct issue *in, struct token_reply *out)
{
    const struct tokensvc *svc = c->svc;
    const struct refresh_token token = {in->family->id, in->family->head};
    AUTO_CLOSE(key_set) *keys = NULL;

    if (!token_policy_refreshes(in->policy, in->client, in->family->scope))
        return OK;
    enum err e = signing_keys_now(svc->keys, &keys);
    if (e)
        return e;
    const struct mac_key *key = key_set_mac(keys, in->family->head_kid);
    if (!key)
        return refuse(c, ERR_CRYPTO, "there is no MAC key %lld", (long long)in->family->head_kid);
    const struct shape *shape = &in->policy->refresh_shape;
    out->refresh_token = shape->n ? refresh_short_print(c->mem, shape, key, svc->tenant, &token)
                                  : refresh_token_print(c->mem, key, svc->tenant, &token);
    return OK;
}

/* Instead of an access token: it has no end of its own. */
static enum err add_api_key(struct call *c, const struct issue *in, struct token_reply *out)
{
    const struct family *family = in->family;
    const struct api_key_policy *policy = api_key_policy_by_name(family->dialect);
    struct api_key_row row = {
        .person = family->person,
        .client_id = family->client_id,
        .client_generation = family->client_generation,
        .family = family->id,
        .dialect = family->dialect,
        .scope = in->scope,
    };

    if (!policy)
        return refuse(c, ERR_INTERNAL, "there are no API keys in %s", family->dialect);
    row.name = arena_printf(c->mem, "%s%s", in->client->client_name, policy->of_code);
    enum err e = api_key_mint(c, policy, &row, 0, &out->access_token);
    return e == ERR_NOT_FOUND ? refuse(c, ERR_INVALID_GRANT, "family %s has just ended", row.family)
                              : e;
}

enum err issue_tokens(struct call *c, const struct issue *in, struct token_reply *out)
{
    enum err e = OK;

    out->token_type = "Bearer";
    out->scope = or_nothing(in->scope);
    if (in->policy->access == ACCESS_KEY)
        return add_api_key(c, in, out);
    if ((e = add_access_token(c, in, out)) || (e = add_id_token(c, in, out)))
        return e;
    return add_refresh_token(c, in, out);
}
