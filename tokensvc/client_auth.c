#include "client_auth.h"
#include "secret.h"
#include "token_policy.h"
#include "tokensvc.h"
#include "words.h"
#include <string.h>

enum { CLIENT_ID_MAX = 64 };

/* The methods there are; none is for those who have nothing to prove.  With pkce the verifier of
 * the code stands for the secret: whoever has it began this authorization (RFC 7636 4.5). */
static const struct auth_method {
    const char *name;
    bool secret, verifier;
} auth_methods[] = {
    {"client_secret_basic", .secret = true},
    {"client_secret_post", .secret = true},
    {"none", false, false},
    {"pkce", .verifier = true},
};

static const struct auth_method *auth_method_named(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(auth_methods); i++) {
        if (strcmp(auth_methods[i].name, name) == 0)
            return &auth_methods[i];
    }
    return NULL;
}

struct finding {
    enum err e;         /* OK: nothing is wrong */
    const char *why;    /* for the log */
    enum mishap mishap; /* for the owner of the app */
};

struct attempt {
    struct arena *mem;
    int64_t now;
    const struct client_claim *claim;
    const struct auth_method *method;
    bool unknown;            /* there is no such client */
    struct finding *finding; /* about the record that was looked at last */
};

/* Every secret is compared, whichever fits. */
static bool secret_fits(const struct attempt *try, const struct client_record_reply *record)
{
    bool fits = false;

    for (size_t i = 0; i < record->secrets.n; i++) {
        const struct secret_check *check = &record->secrets.v[i];
        struct bytes hash = secret_mac(try->mem, check->key, bytes_of(try->claim->client_secret));
        bool same = secret_equal(hash, check->hash);
        bool current = check->expires_at == 0 || try->now < check->expires_at;
        fits |= same && current;
    }
    return fits;
}

static bool switched_on(const struct attempt *try, const struct client *client)
{
    return !try->claim->dialect || token_policy_admits(client, try->claim->dialect);
}

/* A confidential client, whose owner has switched that on. */
static bool may_go_without(const struct attempt *try, const struct client *client)
{
    return try->method->verifier && words_has(client->auth_methods, try->method->name);
}

static struct finding judge(const struct attempt *try, const struct client_record_reply *record)
{
    const struct client *client = record->client;
    bool fits = try->method->secret && secret_fits(try, record);

    if (client->disabled)
        return (struct finding){ERR_INVALID_CLIENT, "the client is disabled", MISHAP_client_off};
    if (client->capabilities && !words_has(client->capabilities, "oauth"))
        return (struct finding){ERR_CLIENT_NOT_KNOWN, "the client is not one that is authorized",
                                MISHAP_client_off};
    if (!switched_on(try, client))
        return (struct finding){ERR_CLIENT_NOT_KNOWN, "it is not switched on for this dialect",
                                MISHAP_dialect_off};
    if (client->confidential && !try->method->secret && !may_go_without(try, client))
        return (struct finding){ERR_NO_CREDENTIALS, "the client has to show its secret",
                                MISHAP_secret_method};
    if (try->method->secret && !words_has(client->auth_methods, try->method->name))
        return (struct finding){ERR_INVALID_CLIENT, "the client does not use this method",
                                MISHAP_secret_method};
    if (!client->confidential && !words_has(client->auth_methods, "none"))
        return (struct finding){ERR_INVALID_CLIENT, "the client does not use this method",
                                MISHAP_secret_method};
    if (try->method->secret && !client->confidential)
        return (struct finding){ERR_INVALID_CLIENT, "the method does not go with its kind",
                                MISHAP_secret_method};
    if (try->method->secret && !fits)
        return (struct finding){ERR_SECRET_WRONG, "the secret is not right, or has expired",
                                MISHAP_secret_wrong};
    if (try->claim->must_prove && !client->confidential)
        return (struct finding){ERR_INVALID_CLIENT, "a public client proves nothing",
                                MISHAP_secret_method};
    return (struct finding){OK, NULL, MISHAP_none};
}

static bool without_fault(const void *reply, const void *arg)
{
    const struct attempt *try = arg;

    *try->finding = judge(try, reply); /* kept, since comparing secrets is the dearest part of it */
    return !try->finding->e;
}

/* Stands in for a client that is not there, so that its secret is compared as any other. */
static void stand_in(struct client_record_reply *out)
{
    static const uint8_t key[SECRET_KEY_LEN], hash[SECRET_HASH_LEN];
    static const struct client client = {.auth_methods = "client_secret_basic client_secret_post",
                                         .confidential = true};
    static const struct secret_check secret = {.key = {key, sizeof key},
                                               .hash = {hash, sizeof hash}};

    *out = (struct client_record_reply){.client = &client, .secrets = {&secret, 1}};
}

/* Not even in the dialect. */
static bool never(const struct client_claim *claim)
{
    const struct token_policy *policy =
        claim->dialect ? token_policy_by_name(claim->dialect) : NULL;

    return policy && !words_has(policy->auth_methods, claim->auth_method);
}

static enum err fetch(struct call *c, struct attempt *try, struct client_record_reply *out)
{
    const struct tokensvc *svc = c->svc;
    const struct client_ref ref = {try->claim->client_id};
    const struct question question = {&authsvc_client_record_method, &ref, without_fault, try,
                                      .client_id = ref.client_id};

    enum err e = recent_ask(svc->recent, c, &question, out);
    c->text = NULL; /* what was said to us was not said to the client */
    if (!e || err_is_fault(e))
        return e;
    try->unknown = true;
    stand_in(out);
    (void)without_fault(out, try);
    return OK;
}

enum err client_auth(struct call *c, const struct client_claim *claim, const struct client **out)
{
    struct finding finding = {ERR_INVALID_CLIENT, "nobody looked at its record", MISHAP_none};
    struct attempt try = {c->mem, c->now, claim, auth_method_named(claim->auth_method),
                          .finding = &finding};
    struct client_record_reply record = {0};

    if (!claim->client_id)
        return refuse_openly(c, ERR_NO_CREDENTIALS, "the client did not say who it is");
    if (!try.method || never(claim))
        return refuse(c, ERR_INVALID_CLIENT, "there is no method %s", claim->auth_method);
    if (try.method->secret != (claim->client_secret != NULL))
        return refuse(c, ERR_NO_CREDENTIALS, "the method does not go with what was shown");
    if (try.method->verifier && !claim->verifier)
        return refuse(c, ERR_NO_CREDENTIALS, "there is no verifier");
    if (strlen(claim->client_id) > CLIENT_ID_MAX)
        return refuse(c, ERR_CLIENT_NOT_KNOWN, "the client id is too long");

    enum err e = fetch(c, &try, &record);
    if (e)
        return e;
    if (try.unknown)
        return refuse(c, ERR_CLIENT_NOT_KNOWN, "there is no client %s", claim->client_id);
    if (finding.e) {
        const struct tokensvc *svc = c->svc;
        tally_mishap(svc->tally, c, claim->client_id, finding.mishap, NULL);
        return refuse(c, finding.e, "client %s: %s", claim->client_id, finding.why);
    }
    *out = record.client;
    return OK;
}
