#include "discovery.h"
#include "exchange.h"
#include "gateway_inside.h"
#include "json.h"

enum { MAX_AGE = 300 };

/* Each is the address under which the standard dialect has it (dialects/standard/standard.def). */
static const struct discovery_row endpoints[] = {
    {"authorization_endpoint", "/oauth2/authorize"},  {"token_endpoint", "/oauth2/token"},
    {"userinfo_endpoint", "/oauth2/userinfo"},        {"jwks_uri", "/oauth2/jwks"},
    {"introspection_endpoint", "/oauth2/introspect"}, {"revocation_endpoint", "/oauth2/revoke"},
};

#define SCOPE(name) " " #name
static const char scopes[] =
#include "scopes.def"
    ;
#undef SCOPE

#define LANGUAGE(id, tag, name) " " tag
static const char locales[] =
#include "languages.def"
    ;
#undef LANGUAGE

static const char secret_methods[] = "client_secret_basic client_secret_post";

static const struct discovery_row lists[] = {
    {"scopes_supported", scopes + 1},
    {"response_types_supported", "code"},
    {"response_modes_supported", "query fragment form_post"},
    {"grant_types_supported", "authorization_code refresh_token client_credentials"},
    {"code_challenge_methods_supported", "S256"},
    {"token_endpoint_auth_methods_supported", "client_secret_basic client_secret_post none"},
    {"introspection_endpoint_auth_methods_supported", secret_methods},
    {"revocation_endpoint_auth_methods_supported", "client_secret_basic client_secret_post none"},
    {"subject_types_supported", "public"},
    {"id_token_signing_alg_values_supported", "ES256 RS256"},
    {"ui_locales_supported", locales + 1},
    {"prompt_values_supported", "none login consent select_account"},
    {"acr_values_supported", "1 2"},
    {"claim_types_supported", "normal"},
    {"claims_supported",
     "sub iss aud exp iat auth_time nonce acr amr sid at_hash name given_name family_name nickname "
     "preferred_username picture website zoneinfo locale updated_at email email_verified"},
};

struct bytes discovery_print(struct arena *mem, const char *issuer, const struct discovery *what)
{
    struct buf out;
    struct json json;

    buf_init(&out, mem, 2048);
    json_init(&json, &out);
    json_open(&json, NULL, '{');
    json_str(&json, "issuer", issuer);
    for (size_t i = 0; i < what->n_endpoints; i++)
        json_str(&json, what->endpoints[i].name,
                 arena_printf(mem, "%s%s", issuer, what->endpoints[i].value));
    for (size_t i = 0; i < what->n_lists; i++)
        json_words(&json, what->lists[i].name, what->lists[i].value);
    json_bool(&json, "authorization_response_iss_parameter_supported", true);
    json_bool(&json, "claims_parameter_supported", false);
    json_bool(&json, "request_parameter_supported", false);
    json_bool(&json, "request_uri_parameter_supported", false);
    json_close(&json, '}');
    return buf_bytes(&out);
}

struct bytes discovery_document(struct arena *mem, const char *issuer)
{
    return discovery_print(
        mem, issuer, &(struct discovery){endpoints, ARRAY_LEN(endpoints), lists, ARRAY_LEN(lists)});
}

enum err route_discovery(struct exchange *x)
{
    reply_text(&x->reply, 200, "application/json", x->gateway->discovery);
    x->reply.max_age = MAX_AGE;
    return OK;
}
