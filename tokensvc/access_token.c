#include "access_token.h"
#include "b64url.h"
#include "claims.h"
#include "digest.h"
#include "json.h"
#include "jws.h"
#include "random.h"
#include "tokensvc.h"
#include <string.h>

static const char TYPE[] = "at+jwt";

enum {
    JTI_LEN = 16, /* bytes */
    SKEW = 60,    /* seconds that the clock of another replica may be ahead */
};

/* --- making --- */

static struct bytes print(struct arena *mem, const struct access_token *in)
{
    struct buf out;
    struct json json;

    buf_init(&out, mem, 640);
    json_init(&json, &out);
    json_open(&json, NULL, '{');
    json_str(&json, "iss", in->issuer);
    json_str(&json, "sub", in->sub);
    json_str(&json, "aud", in->issuer);
    json_str(&json, "client_id", in->client_id);
    json_int(&json, "iat", in->iat);
    json_int(&json, "exp", in->exp);
    json_str(&json, "jti", in->jti);
    json_str(&json, "scope", in->scope);
    json_str(&json, "fam", in->family);
    json_int(&json, in->family ? "gen" : "cgn", in->generation);
    if (in->family)
        json_int(&json, "auth_time", in->auth_time);
    json_str(&json, "acr", in->acr);
    json_close(&json, '}');
    return buf_bytes(&out);
}

enum err access_token_mint(struct call *c, struct access_token *in, const char **compact)
{
    const struct tokensvc *svc = c->svc;
    AUTO_CLOSE(key_set) *keys = NULL;

    enum err e = signing_keys_now(svc->keys, &keys);
    if (e)
        return e;
    const struct jwk *key = key_set_signer(keys, JOSE_ES256, c->now);
    if (!key)
        return refuse(c, ERR_CRYPTO, "no ES256 key is active");
    in->iat = c->now / 1000;
    in->jti = random_token(c->mem, JTI_LEN);
    return jws_sign(c->mem, key, TYPE, print(c->mem, in), compact);
}

/* --- checking --- */

static enum err refused(struct call *c, const char *why)
{
    return refuse(c, ERR_INVALID_TOKEN, "access token: %s", why);
}

/* The payload of a token whose signature was found good before. */
static enum err payload_of(struct arena *mem, const char *compact, struct bytes *out)
{
    const char *from = strchr(compact, '.') + 1;

    return b64url_decode(mem, from, (size_t)(strrchr(compact, '.') - from), out);
}

static enum err find_key(struct call *c, const char *compact, struct key_set **keys,
                         const struct jwk **out)
{
    const struct tokensvc *svc = c->svc;
    const char *kid = NULL;

    enum err e = jws_peek_kid(c->mem, compact, &kid);
    if (e || !kid)
        return e && e != ERR_INVALID_TOKEN ? e : refused(c, "no key is named");
    e = signing_keys_with(svc->keys, kid, keys);
    if (e)
        return e;
    *out = key_set_find(*keys, kid, c->now);
    return *out && jwk_alg(*out) == JOSE_ES256 ? OK : refused(c, "the key is not one of ours");
}

static enum err check_signature(struct call *c, const char *compact, struct bytes *payload)
{
    const struct tokensvc *svc = c->svc;
    AUTO_CLOSE(key_set) *keys = NULL;
    const struct jwk *key = NULL;
    uint8_t digest[DIGEST_LEN];
    const char *why = NULL;

    enum err e = find_key(c, compact, &keys, &key);
    if (e)
        return e;
    digest_sha256(bytes_of(compact), digest);
    if (verified_has(svc->verified, digest))
        return payload_of(c->mem, compact, payload);
    e = jws_verify(c->mem, key, TYPE, compact, payload, &why);
    if (e)
        return e == ERR_INVALID_TOKEN ? refused(c, why) : e;
    verified_add(svc->verified, digest);
    return OK;
}

static bool take_claims(const struct claims *claims, struct access_token *out)
{
    *out = (struct access_token){
        .issuer = claims_str(claims, "iss"),
        .sub = claims_str(claims, "sub"),
        .client_id = claims_str(claims, "client_id"),
        .scope = claims_str(claims, "scope"),
        .jti = claims_str(claims, "jti"),
        .family = claims_str(claims, "fam"),
        .acr = claims_str(claims, "acr"),
    };
    bool complete = out->issuer && out->sub && out->client_id && out->jti;
    complete &= claims_int(claims, "iat", &out->iat) && claims_int(claims, "exp", &out->exp);
    complete &= claims_int(claims, out->family ? "gen" : "cgn", &out->generation);
    return complete && (!out->family || claims_int(claims, "auth_time", &out->auth_time));
}

static enum err judge(struct call *c, const struct claims *claims, const char *issuer,
                      struct access_token *out)
{
    int64_t now = c->now / 1000;

    if (!take_claims(claims, out))
        return refused(c, "a claim is missing");
    if (strcmp(out->issuer, issuer) != 0)
        return refused(c, "it is of another issuer");
    if (!claims_has_audience(claims, issuer))
        return refused(c, "it is for another audience");
    if (out->exp <= now)
        return refused(c, "it has expired");
    if (out->iat > now + SKEW || out->exp - out->iat > ACCESS_TOKEN_LONGEST)
        return refused(c, "its times are not ours");
    return OK;
}

enum err access_token_check(struct call *c, const char *compact, const char *issuer,
                            struct access_token *out)
{
    AUTO(claims) claims = {0};
    struct bytes payload;
    struct access_token token;
    const char *why = NULL;

    enum err e = check_signature(c, compact, &payload);
    if (e)
        return e;
    if (claims_read(c->mem, payload, &claims, &why))
        return refused(c, why);
    e = judge(c, &claims, issuer, &token);
    if (!e)
        *out = token;
    return e;
}
