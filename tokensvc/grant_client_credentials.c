/*
 * The client on its own behalf: no person, no family, no refresh token.  The
 * token dies with the client's generation.
 */
#include "buf.h"
#include "grants.h"
#include "issue.h"
#include "words.h"
#include <string.h>

/* Scopes that are about a person (OIDC Core 5.4, 11). */
static const char PERSONAL_SCOPES[] = "openid profile email address phone offline_access";

static const char *without_personal(struct arena *mem, const char *scope)
{
    const char *at = scope, *word = NULL;
    struct buf out;

    buf_init(&out, mem, 128);
    while ((word = words_next(mem, &at))) {
        if (!words_has(PERSONAL_SCOPES, word))
            buf_printf(&out, "%s%s", out.n ? " " : "", word);
    }
    return out.n ? buf_text(&out) : NULL;
}

static enum err choose_scope(struct call *c, const struct client *client, const char *wanted,
                             const char **out)
{
    const char *most = without_personal(c->mem, client->scope);

    if (!wanted || !*wanted) {
        *out = most;
        return OK;
    }
    if (!words_valid(wanted, strlen(wanted)))
        return refuse_openly(c, ERR_INVALID_SCOPE, "scope is malformed");
    if (!words_within(wanted, most))
        return refuse_openly(c, ERR_INVALID_SCOPE, "scope is more than the client itself may have");
    *out = wanted;
    return OK;
}

enum err grant_client_credentials(struct call *c, const struct token_request *q,
                                  const struct client *client, struct token_reply *a)
{
    struct access_token token = {
        .issuer = q->issuer,
        .sub = client->client_id,
        .client_id = client->client_id,
        .exp = c->now / 1000 + client->access_token_lifetime,
        .generation = client->generation,
    };

    if (!client->confidential)
        return refuse_openly(c, ERR_UNAUTHORIZED_CLIENT, "a public client has no credentials");
    enum err e = choose_scope(c, client, q->scope, &token.scope);
    if (e)
        return e;
    a->token_type = "Bearer";
    a->expires_in = client->access_token_lifetime;
    a->scope = token.scope;
    return issue_access_token(c, token_policy_by_name(q->dialect), client, &token,
                              &a->access_token);
}
