#include "api_token.h"
#include "api_session_key_store.h"
#include "authsvc.h"
#include "claims.h"
#include "json.h"
#include "jws_mac.h"
#include <string.h>

/* -- what a claim says --------------------------------------------------------------------------
 */

/* A token travels in a header: an address that is longer is left out. */
enum { PICTURE_MAX = 256 };

typedef void print_claim(struct json *json, const char *name, const struct api_token *of,
                         const char *text);

static void claim_constant(struct json *json, const char *name, const struct api_token *of,
                           const char *text)
{
    (void)of;
    json_str(json, name, text);
}

static void claim_words(struct json *json, const char *name, const struct api_token *of,
                        const char *text)
{
    (void)of;
    json_words(json, name, text);
}

static void claim_handle(struct json *json, const char *name, const struct api_token *of,
                         const char *text)
{
    (void)text;
    json_str(json, name, of->handle);
}

static void claim_sub(struct json *json, const char *name, const struct api_token *of,
                      const char *text)
{
    (void)text;
    json_str(json, name, of->person->sub);
}

static void claim_number(struct json *json, const char *name, const struct api_token *of,
                         const char *text)
{
    char digits[24];

    (void)text;
    (void)snprintf(digits, sizeof digits, "%lld", (long long)of->person->number);
    json_str(json, name, digits);
}

static void claim_nickname(struct json *json, const char *name, const struct api_token *of,
                           const char *text)
{
    (void)text;
    json_str(json, name, of->person->nickname ? of->person->nickname : of->person->username);
}

static void claim_email(struct json *json, const char *name, const struct api_token *of,
                        const char *text)
{
    (void)text;
    json_str(json, name, of->person->email);
}

static void claim_address(struct json *json, const char *name, const struct api_token *of,
                          const char *text)
{
    claim_email(json, name, of, text);
}

static void claim_picture(struct json *json, const char *name, const struct api_token *of,
                          const char *text)
{
    const char *picture = of->picture;

    (void)text;
    json_str(json, name, picture && strlen(picture) <= PICTURE_MAX ? picture : NULL);
}

static void claim_issued(struct json *json, const char *name, const struct api_token *of,
                         const char *text)
{
    (void)text;
    json_int(json, name, of->issued / 1000);
}

static void claim_expires(struct json *json, const char *name, const struct api_token *of,
                          const char *text)
{
    (void)text;
    json_int(json, name, of->expires / 1000);
}

static const struct claim {
    enum api_token_kind kind;
    const char *dialect, *name;
    print_claim *print;
    const char *text;
} all_claims[] = {
#define API_POLICY(...)
#define API_CLAIM(dialect, name, value, text)                                                      \
    {API_TOKEN_SESSION, #dialect, name, claim_##value, text},
#define API_HALF_CLAIM(dialect, name, value, text)                                                 \
    {API_TOKEN_HALF, #dialect, name, claim_##value, text},
#include "api_policy.def"
#undef API_HALF_CLAIM
#undef API_CLAIM
#undef API_POLICY
};

static bool is_of(const struct claim *claim, const struct api_policy *policy,
                  enum api_token_kind kind)
{
    return claim->kind == kind && strcmp(claim->dialect, policy->dialect) == 0;
}

/* -- printing and reading -----------------------------------------------------------------------
 */

static const char *payload_of(struct arena *mem, const struct api_policy *policy,
                              enum api_token_kind kind, const struct api_token *what)
{
    struct buf out;
    struct json json;

    buf_init(&out, mem, 512);
    json_init(&json, &out);
    json_open(&json, NULL, '{');
    for (size_t i = 0; i < ARRAY_LEN(all_claims); i++) {
        if (is_of(&all_claims[i], policy, kind))
            all_claims[i].print(&json, all_claims[i].name, what, all_claims[i].text);
    }
    json_close(&json, '}');
    return buf_text(&out);
}

enum err api_token_print(struct call *c, const struct api_policy *policy, enum api_token_kind kind,
                         const struct api_token *what, const char **token)
{
    struct oct_key key;

    if (policy->form == API_BARE) {
        *token = what->handle;
        return OK;
    }
    enum err e = api_session_key(c, &key);
    return e ? e
             : jws_mac_sign(c->mem, &key, "JWT", bytes_of(payload_of(c->mem, policy, kind, what)),
                            token);
}

/* What the claim is called that says this; NULL: there is none. */
static const char *name_of(const struct api_policy *policy, enum api_token_kind kind,
                           print_claim *what)
{
    for (size_t i = 0; i < ARRAY_LEN(all_claims); i++) {
        if (all_claims[i].print == what && is_of(&all_claims[i], policy, kind))
            return all_claims[i].name;
    }
    return NULL;
}

struct names {
    const char *handle, *address;
};

static enum err read_claims(struct call *c, const struct names *names, struct bytes payload,
                            struct api_token_said *out)
{
    AUTO(claims) claims = {0};
    const char *why = NULL;
    int64_t expires = 0;
    enum err e = claims_read(c->mem, payload, &claims, &why);

    if (e)
        return refuse(c, ERR_SIGNED_OUT, "%s", why);
    const struct api_token_said found = {
        .handle = claims_str(&claims, names->handle),
        .address = names->address ? claims_str(&claims, names->address) : NULL,
    };
    if (!found.handle || !claims_int(&claims, "exp", &expires))
        return refuse(c, ERR_SIGNED_OUT, "the JWT is of another dialect, or of another kind");
    if (expires <= c->now / 1000)
        return refuse(c, ERR_EXPIRED, "the JWT has expired");
    *out = found;
    return OK;
}

enum err api_token_read(struct call *c, const struct api_policy *policy, enum api_token_kind kind,
                        const char *token, struct api_token_said *out)
{
    const struct names names = {name_of(policy, kind, claim_handle),
                                name_of(policy, kind, claim_address)};
    struct bytes payload = {NULL, 0};
    const char *why = NULL;
    struct oct_key key;

    if (policy->form == API_BARE) {
        *out = (struct api_token_said){.handle = token};
        return OK;
    }
    enum err e = api_session_key(c, &key);
    if (e)
        return e;
    e = jws_mac_verify(c->mem, &key, "JWT", token, &payload, &why);
    if (e)
        return err_is_fault(e) ? e : refuse(c, ERR_SIGNED_OUT, "%s", why);
    return read_claims(c, &names, payload, out);
}
