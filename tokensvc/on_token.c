#include "client_auth.h"
#include "grants.h"
#include "handlers.h"
#include "token_mishap.h"
#include "token_policy.h"
#include "tokensvc.h"
#include "words.h"
#include <string.h>

static const struct grant {
    const char *name;
    enum err (*run)(struct call *c, const struct token_request *q, const struct client *client,
                    struct token_reply *a);
} grants[] = {
#define GRANT(name, doc) {#name, grant_##name},
#include "grants.def"
#undef GRANT
};

static const struct grant *grant_by_name(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(grants); i++) {
        if (strcmp(grants[i].name, name) == 0)
            return &grants[i];
    }
    return NULL;
}

static enum err run(struct call *c, const struct token_request *q, const struct grant *grant,
                    const struct client *client, struct token_reply *a)
{
    if (!words_has(client->grant_types, grant->name))
        return refuse(c, ERR_UNAUTHORIZED_CLIENT, "client %s may not use %s", client->client_id,
                      grant->name);
    return grant->run(c, q, client, a);
}

static void count(struct call *c, const struct client *client, enum err e)
{
    const struct tokensvc *svc = c->svc;

    if (e)
        tally_mishap(svc->tally, c, client->client_id, token_mishap(e), NULL);
    else
        tally_count(svc->tally, c, client->client_id, TALLY_TOKENS, NULL);
}

static bool given(const char *text)
{
    return text && *text;
}

enum err on_token(struct call *c, const struct token_request *q, struct token_reply *a)
{
    const struct token_policy *policy = token_policy_by_name(q->dialect);
    const struct grant *grant = grant_by_name(q->grant_type);
    const struct client_claim claim = {
        .client_id = q->client_id,
        .client_secret = q->client_secret,
        .auth_method = q->auth_method,
        .verifier = grant && grant->run == grant_authorization_code && given(q->code_verifier),
        .dialect = q->dialect,
    };
    const struct client *client = NULL;

    if (!policy)
        return refuse(c, ERR_INVALID_REQUEST, "there is no dialect %s", q->dialect);
    if (!grant || !words_has(policy->grants, grant->name))
        return refuse(c, ERR_UNSUPPORTED_GRANT_TYPE, "no grant %s", q->grant_type);
    enum err e = client_auth(c, &claim, &client);
    if (e)
        return e;
    e = run(c, q, grant, client, a);
    count(c, client, e);
    return e;
}
