#include "client_policy.h"
#include "buf.h"
#include "client_secret.h"
#include "dialect.h"
#include "redirect_uri.h"
#include "words.h"
#include <string.h>

static const char GRANT_TYPES[] = "authorization_code refresh_token client_credentials";
static const char SECRET_METHODS[] = "client_secret_basic client_secret_post";
static const char METHODS[] = "client_secret_basic client_secret_post pkce";
static const char PERMISSIONS[] = "introspect";
static const char CAPABILITIES[] = "oauth bot webpage";

static bool empty(const char *words)
{
    return !words || !*words;
}

/* Nothing that an address or a log would have to write in another way, and nothing that a person
 * could be called: sub is 24 hexadecimal digits, and numbers are digits, fewer than ids have that
 * are drawn. */
static const char *id_fault(const char *id)
{
    static const char digits[] = "0123456789", hex[] = "0123456789abcdefABCDEF";
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    const size_t n = strlen(id);

    if (strspn(id, letters) != n)
        return "client_id: letters, digits, '.', '_' and '-'";
    if ((n < 20 && strspn(id, digits) == n) || (n == 24 && strspn(id, hex) == n))
        return "client_id: it looks like that of a person";
    return NULL;
}

/* The first word that is not one of these, as a fault. */
static const char *unknown_word(struct arena *mem, const char *field, const char *words,
                                const char *known)
{
    const char *at = words_without(mem, words, known);
    const char *word = words_next(mem, &at);

    return word ? arena_printf(mem, "%s: %.64s is not one of: %s", field, word, known) : NULL;
}

static const char *grant_types_fault(struct arena *mem, const struct client *p)
{
    const char *fault = unknown_word(mem, "grant_types", p->grant_types, GRANT_TYPES);
    bool codes = words_has(p->grant_types, "authorization_code");

    if (fault)
        return fault;
    if (empty(p->grant_types))
        return "grant_types: at least one is needed";
    if (words_has(p->grant_types, "refresh_token") && !codes)
        return "grant_types: refresh_token is of use only beside authorization_code";
    if (words_has(p->grant_types, "client_credentials") && !p->confidential)
        return "grant_types: client_credentials is for confidential clients";
    if (codes && p->redirect_uris.n == 0 && !p->owner) /* whose app may be unfinished */
        return "redirect_uris: authorization_code needs at least one";
    return NULL;
}

/* Each that is wrong is named; what is told of them has to fit into an answer. */
static const char *redirect_uris_fault(struct arena *mem, const struct client *p)
{
    const struct strs *uris = &p->redirect_uris;
    enum { ROOM = 400 };
    struct buf out;

    buf_init(&out, mem, 128);
    for (size_t i = 0; i < uris->n && out.n < ROOM; i++) {
        const char *fault =
            redirect_fault_text(redirect_uri_judge_of(uris, i, dialect_scheme(p->dialects)));
        if (fault)
            buf_printf(&out, "%s number %zu %s", out.n ? ";" : "redirect_uris:", i + 1, fault);
    }
    return out.n ? buf_text(&out) : NULL;
}

static const char *page_fault(struct arena *mem, const char *field, const char *uri)
{
    const char *fault = uri ? redirect_fault_text(redirect_uri_judge_page(uri)) : NULL;

    return fault ? arena_printf(mem, "%s: it %s", field, fault) : NULL;
}

static const char *uris_fault(struct arena *mem, const struct client *p)
{
    const char *fault = redirect_uris_fault(mem, p);

    if (!fault)
        fault = page_fault(mem, "client_uri", p->client_uri);
    return fault ? fault : page_fault(mem, "logo_uri", p->logo_uri);
}

/* Beside each message goes the app's secret, so that http will not do. */
static const char *webhook_fault(struct arena *mem, const struct client *p)
{
    if (!p->webhook_uri)
        return NULL;
    const char *fault = redirect_fault_text(redirect_uri_judge_page(p->webhook_uri));
    if (!fault && strncmp(p->webhook_uri, "https://", 8) != 0)
        fault = "is not an https address";
    if (!fault && !client_secret_is_kept(p))
        fault = "needs an app whose secret is kept: one of a person, in a dialect that shows it";
    return fault ? arena_printf(mem, "webhook_uri: it %s", fault) : NULL;
}

static const char *auth_methods_fault(struct arena *mem, const struct client *p)
{
    if (!p->confidential)
        return strcmp(p->auth_methods, "none") == 0 ? NULL
                                                    : "auth_methods: a public client has only none";
    const char *fault = unknown_word(mem, "auth_methods", p->auth_methods, METHODS);
    if (!fault && empty(words_common(mem, p->auth_methods, SECRET_METHODS)))
        fault = "auth_methods: at least one with a secret is needed";
    return fault;
}

static const char *rights_fault(struct arena *mem, const struct client *p)
{
    if (!p->confidential && !empty(p->permissions))
        return "permissions: a public client cannot prove who it is, so it has none";
    if (words_has(p->scope, "offline_access") && !words_has(p->grant_types, "refresh_token"))
        return "scope: offline_access is of use only with the grant refresh_token";
    return unknown_word(mem, "permissions", p->permissions, PERMISSIONS);
}

static const char *tokens_fault(const struct client *p)
{
    const char *alg = p->id_token_signed_response_alg, *format = p->access_token_format;

    if (strcmp(alg, "ES256") != 0 && strcmp(alg, "RS256") != 0)
        return "id_token_signed_response_alg: ES256 or RS256";
    if (strcmp(format, "jwt") != 0 && strcmp(format, "opaque") != 0)
        return "access_token_format: jwt or opaque";
    if (p->refresh_idle_lifetime > p->refresh_lifetime)
        return "refresh_idle_lifetime: longer than refresh_lifetime";
    if (p->refresh_reuse && !p->confidential)
        return "refresh_reuse: refresh tokens of public clients are always rotated";
    return NULL;
}

static const char *dialects_fault(struct arena *mem, const struct client *p)
{
    if (empty(p->dialects))
        return "dialects: at least one is needed";
    const char *fault = unknown_word(mem, "dialects", p->dialects, dialect_names);
    return fault ? fault : unknown_word(mem, "capabilities", p->capabilities, CAPABILITIES);
}

const char *client_policy_fault(struct arena *mem, const struct client *client)
{
    const char *fault = id_fault(client->client_id);

    if (!fault)
        fault = grant_types_fault(mem, client);
    if (!fault)
        fault = uris_fault(mem, client);
    if (!fault)
        fault = webhook_fault(mem, client);
    if (!fault)
        fault = auth_methods_fault(mem, client);
    if (!fault)
        fault = rights_fault(mem, client);
    if (!fault)
        fault = dialects_fault(mem, client);
    return fault ? fault : tokens_fault(client);
}
