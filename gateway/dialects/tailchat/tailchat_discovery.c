/* tailchat_discovery.c - what there is below /open/, as far as it is true: no address that nobody
 * answers, no way that is closed to all. */
#include "discovery.h"
#include "exchange.h"
#include "gateway_inside.h"
#include "json.h"

enum { MAX_AGE = 300 };

static const struct discovery_row endpoints[] = {
    {"authorization_endpoint", "/open/auth"},
    {"token_endpoint", "/open/token"},
    {"userinfo_endpoint", "/open/me"},
    {"jwks_uri", "/open/jwks"},
};

static const struct discovery_row lists[] = {
    {"claims_supported", "sub nickname discriminator avatar sid auth_time iss"},
    {"scopes_supported", "openid offline_access profile"},
    {"response_types_supported", "code"},
    {"response_modes_supported", "form_post fragment query"},
    {"grant_types_supported", "authorization_code refresh_token"},
    {"id_token_signing_alg_values_supported", "RS256"},
    {"code_challenge_methods_supported", "S256"},
    {"token_endpoint_auth_methods_supported", "client_secret_basic client_secret_post"},
    {"subject_types_supported", "public"},
    {"claim_types_supported", "normal"},
};

enum err route_tailchat_discovery(struct exchange *x)
{
    const struct discovery what = {endpoints, ARRAY_LEN(endpoints), lists, ARRAY_LEN(lists)};

    reply_text(&x->reply, 200, "application/json; charset=utf-8",
               discovery_print(x->call.mem, x->gateway->issuer.url, &what));
    x->reply.max_age = MAX_AGE;
    return OK;
}

/* The keys of the one set that there is. */
enum err route_tailchat_jwks(struct exchange *x)
{
    struct bytes json;

    enum err e = key_set_get(&x->gateway->keys, &x->call, &json);
    if (e)
        return e;
    reply_text(&x->reply, 200, "application/jwk-set+json; charset=utf-8", json);
    x->reply.max_age = KEY_SET_MAX_AGE;
    return OK;
}
