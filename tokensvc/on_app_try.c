/*
 * The owner of an app sees what the app would get.  The code is of a trial: it
 * was given to the owner alone, for a page of ours, against a verifier that only
 * the owner's browser has (authsvc: authorize_request.trial).  So the app's
 * secret proves nothing more here, and is not asked for.  The tokens are made
 * as for the app, looked at, and end at once with their family; none leaves this
 * process.  The owner's other families stay, however few the dialect allows.
 */
#include "api_key.h"
#include "b64url.h"
#include "family_store.h"
#include "grants.h"
#include "handlers.h"
#include "own_client.h"
#include "presented.h"
#include "token_policy.h"
#include "tokensvc.h"
#include "words.h"
#include <string.h>

/* What a JWT of ours says; NULL: it is none. */
static const char *claims(struct arena *mem, const char *token)
{
    const char *payload = token ? strchr(token, '.') : NULL;
    struct bytes json;

    if (!payload || b64url_decode(mem, payload + 1, strcspn(payload + 1, "."), &json) != OK)
        return NULL;
    return arena_strndup(mem, (const char *)json.p, json.n);
}

static enum err add_userinfo(struct call *c, const struct app_try_request *q,
                             const struct token_reply *tokens, struct app_try_reply *a)
{
    struct userinfo_reply *who = ARENA_NEW(c->mem, userinfo_reply);
    enum err e = on_userinfo(c,
                             &(struct userinfo_request){.access_token = tokens->access_token,
                                                        .issuer = q->issuer,
                                                        .dialect = q->dialect,
                                                        .keys = true},
                             who);

    c->text = c->detail = NULL; /* that there is none is an answer too */
    if (!e)
        a->userinfo = who;
    return err_is_fault(e) ? e : OK;
}

/* An API key is not a token of its family, and ends by itself. */
static enum err end(struct call *c, const struct presented *token)
{
    struct api_key_row key = {0};

    if (!token->key)
        return family_store_end(c, token->family.id);
    key = *token->key;
    enum err e = api_key_take_back(c, &key);
    return e ? e : family_store_end(c, key.family);
}

static enum err read(struct call *c, const struct app_try_request *q, const char *token,
                     struct presented *out)
{
    enum err e = presented_read(c, token, q->issuer, out);

    if (e || !(out->has_family || (out->key && out->key->family)))
        return refuse(c, ERR_INTERNAL, "a token of our own has no family");
    return OK;
}

enum err on_app_try(struct call *c, const struct app_try_request *q, struct app_try_reply *a)
{
    const struct token_request request = {
        .grant_type = "authorization_code",
        .client_id = q->client_id,
        .code = q->code,
        .redirect_uri = q->redirect_uri,
        .code_verifier = q->code_verifier,
        .auth_method = "none",
        .dialect = q->dialect,
        .issuer = q->issuer,
        .attempt = q->attempt,
    };
    const struct token_policy *policy = token_policy_by_name(q->dialect);
    const struct client *client = NULL;
    struct token_reply tokens = {0};
    struct presented token;

    if (!policy)
        return refuse(c, ERR_INVALID_REQUEST, "there is no dialect %s", q->dialect);
    enum err e = own_client(c, q->client_id, &client);
    if (!e && !*words_common(c->mem, policy->auth_methods, client->auth_methods))
        e = refuse_openly(c, ERR_UNAUTHORIZED_CLIENT,
                          "an app without a secret gets no tokens here");
    if (e)
        return e;
    struct client tried = *client; /* as if it had registered our page, and perhaps no other yet */
    tried.redirect_uris = (struct strs){&q->redirect_uri, 1};
    if ((e = grant_trial(c, &request, &tried, &tokens)) ||
        (e = read(c, q, tokens.access_token, &token)))
        return e;
    *a = (struct app_try_reply){
        .token_type = tokens.token_type,
        .expires_in = tokens.expires_in,
        .scope = tokens.scope,
        .refreshable = tokens.refresh_token != NULL,
        .access_claims = claims(c->mem, tokens.access_token),
        .id_claims = claims(c->mem, tokens.id_token),
        .key_name = token.key ? token.key->name : NULL,
    };
    e = add_userinfo(c, q, &tokens, a);
    enum err ended = end(c, &token);
    return e ? e : ended;
}
