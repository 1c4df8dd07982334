/*
 * A code is taken in authsvc, committed there, and then a family is inserted
 * here.  Both steps may be repeated by the same attempt.  A code
 * that was taken before ends its family, whether that is there yet or not.
 * Between the steps the grant may be ended from beginning to end: its cut-off
 * came too early for the family, and is gone.  So consent is asked for once
 * more when the family is there, before anybody has a token of it.
 * Source: RFC 6749 4.1.2, 10.5.
 */
#include "family_store.h"
#include "grants.h"
#include "issue.h"
#include "refresh_token.h"
#include "standing.h"
#include "tokensvc.h"

struct redemption {
    const struct token_request *request;
    const struct client *client;
    int64_t most; /* families of this person and client, with the new one; the oldest end */
};

static enum err take(struct call *c, const struct token_request *q, const struct client *client,
                     struct authorization *out)
{
    const struct code_take_request request = {
        .code = q->code,
        .client_id = client->client_id,
        .redirect_uri = q->redirect_uri,
        .code_verifier = q->code_verifier,
        .dialect = q->dialect,
        .attempt = q->attempt,
    };

    enum err e = authsvc_code_take(c, &request, out);
    if (e || !out->replayed)
        return e;
    e = family_store_bury(c, out->family, client->client_id);
    if (e)
        return e;
    return refuse(c, ERR_CODE_USED, "the code was used before; family %s ends", out->family);
}

/* What the contract leaves optional, because a replay has none of it. */
static bool complete(struct arena *mem, const struct authorization *auth)
{
    return auth->person && auth->sub && auth->client_generation && auth->person_generation &&
           auth->consent_generation && refresh_token_family(mem, auth->family);
}

static int64_t later(int64_t now, int64_t seconds)
{
    return now + seconds * 1000;
}

static void set_times(const struct family_life *life, int64_t now, struct family *family)
{
    family->created_at = now;
    family->ends_at = later(now, life->whole);
    family->expires_at = later(now, life->idle);
}

static enum err head_kid(const struct tokensvc *svc, int64_t *out)
{
    AUTO_CLOSE(key_set) *keys = NULL;

    enum err e = signing_keys_now(svc->keys, &keys);
    if (!e)
        *out = key_set_newest_mac(keys)->kid;
    return e;
}

static enum err bring_forth(struct call *c, const struct redemption *r,
                            const struct authorization *auth, struct family *out)
{
    const struct token_request *q = r->request;
    const struct client *client = r->client;
    const struct tokensvc *svc = c->svc;
    const struct token_policy *policy = token_policy_by_name(q->dialect);
    struct family family = {
        .id = auth->family,
        .client_id = client->client_id,
        .person = auth->person,
        .sub = auth->sub,
        .dialect = q->dialect,
        .scope = auth->scope ? auth->scope : "",
        .sid = auth->sid,
        .auth_time = auth->auth_time,
        .acr = auth->acr,
        .amr = auth->amr,
        .client_generation = auth->client_generation,
        .person_generation = auth->person_generation,
        .consent_generation = auth->consent_generation,
        .attempt = q->attempt,
    };

    const struct family_life life = token_policy_family_life(policy, client, family.scope);
    set_times(&life, c->now, &family);
    enum err e = head_kid(svc, &family.head_kid);
    if (e)
        return e;
    e = family_store_add(c, &family, r->most, out);
    if (e == ERR_EXISTS)
        return refuse(c, ERR_INVALID_GRANT, "family %s was brought forth or buried before",
                      family.id);
    if (e == ERR_DISABLED)
        return refuse(c, ERR_INVALID_GRANT, "the grant is being ended");
    return e;
}

static enum err redeem(struct call *c, const struct redemption *r, struct token_reply *a)
{
    const struct token_request *q = r->request;
    const struct client *client = r->client;
    struct authorization auth = {0};
    struct family family;

    if (!q->code)
        return refuse_openly(c, ERR_PARAMETER_MISSING, "code is missing");
    if (!client->redirect_uris.n) /* it cannot have got one */
        return refuse(c, ERR_NO_REDIRECT_URI, "client %s has none", client->client_id);
    enum err e = take(c, q, client, &auth);
    if (e)
        return e;
    if (!complete(c->mem, &auth))
        return refuse(c, ERR_BAD_REPLY, "authsvc left out what the code stands for");
    if ((e = standing_person(c, auth.person, auth.person_generation)) ||
        (e = bring_forth(c, r, &auth, &family)) || (e = standing_birth(c, &family)))
        return e;
    const struct issue issue = {
        .client = client,
        .policy = token_policy_by_name(q->dialect),
        .family = &family,
        .scope = family.scope,
        .issuer = q->issuer,
        .nonce = auth.nonce,
    };
    return issue_tokens(c, &issue, a);
}

enum err grant_authorization_code(struct call *c, const struct token_request *q,
                                  const struct client *client, struct token_reply *a)
{
    const struct token_policy *policy = token_policy_by_name(q->dialect);

    return redeem(c, &(struct redemption){q, client, policy->families}, a);
}

enum err grant_trial(struct call *c, const struct token_request *q, const struct client *client,
                     struct token_reply *a)
{
    return redeem(c, &(struct redemption){q, client, INT64_MAX}, a);
}
