#include "api_key_store.h"
#include "client_auth.h"
#include "handlers.h"
#include "presented.h"
#include "words.h"
#include <string.h>

/* Whoever asks about another's token learns nothing, not even that there is one.  A refresh token
 * is never shown to a resource server: one that is told "active" would take it for an access token,
 * and it lives far longer. */
static bool may_know(const struct client *client, const struct presented *token)
{
    if (presented_is_theirs(token, client))
        return true;
    return !token->is_refresh && words_has(client->permissions, "introspect");
}

static void describe_access(const struct access_token *token, struct introspect_reply *a)
{
    a->token_type = "Bearer";
    a->sub = token->sub;
    a->iat = token->iat;
    a->exp = token->exp;
    a->aud = token->issuer; /* the audience of all tokens */
    a->jti = token->jti;
    a->auth_time = token->auth_time;
    a->acr = token->acr;
}

static void describe_refresh(const struct family *family, struct introspect_reply *a)
{
    int64_t since = family->replaced[0] ? family->replaced[0] : family->created_at;

    a->sub = family->sub;
    a->iat = since / 1000;
    a->exp = family->expires_at / 1000;
    a->auth_time = family->auth_time / 1000;
    a->acr = family->acr;
}

static void describe_key(const struct api_key_row *key, const char *issuer,
                         struct introspect_reply *a)
{
    a->token_type = "Bearer";
    a->iat = key->created_at / 1000;
    a->exp = key->expires_at / 1000;
    a->aud = issuer;
}

static void describe(const struct presented *token, const char *issuer, struct introspect_reply *a)
{
    a->active = true;
    a->iss = issuer;
    a->client_id = token->client_id;
    a->scope = token->scope;
    if (token->key)
        describe_key(token->key, issuer, a);
    else if (token->is_refresh)
        describe_refresh(&token->family, a);
    else
        describe_access(&token->access, a);
}

/* The user name is part of the profile: told where the token's own client may read it. */
static bool tells_name(const struct presented *token)
{
    return (token->has_family || token->key) && words_has(token->scope, "profile");
}

enum err on_introspect(struct call *c, const struct introspect_request *q,
                       struct introspect_reply *a)
{
    const struct client_claim claim = {
        .client_id = q->client_id,
        .client_secret = q->client_secret,
        .auth_method = q->auth_method,
        .must_prove = true,
    };
    const struct client *client = NULL;
    struct presented token;
    struct person person = {0};

    enum err e = client_auth(c, &claim, &client);
    if (e)
        return e;
    e = presented_read(c, q->token, q->issuer, &token);
    if (e)
        return e == ERR_INVALID_TOKEN ? OK : e;
    if (!may_know(client, &token) || !presented_is_of(&token, q->dialect))
        return OK;
    e = presented_judge(c, &token, tells_name(&token) || token.key ? &person : NULL);
    if (e)
        return e == ERR_INVALID_TOKEN ? OK : e;
    describe(&token, q->issuer, a);
    if (token.key)
        a->sub = person.sub;
    if (tells_name(&token))
        a->username = person.username;
    return OK;
}
