#include "id_token.h"
#include "digest.h"
#include "json.h"
#include "jws.h"
#include "tokensvc.h"

static struct bytes print(struct call *c, const struct id_token *in)
{
    const struct family *family = in->family;
    int64_t iat = c->now / 1000;
    struct buf out;
    struct json json;

    buf_init(&out, c->mem, 640);
    json_init(&json, &out);
    json_open(&json, NULL, '{');
    json_str(&json, "iss", in->issuer);
    json_str(&json, "sub", family->sub);
    json_str(&json, "aud", family->client_id);
    json_int(&json, "iat", iat);
    json_int(&json, "exp", iat + ID_TOKEN_LIFETIME);
    json_int(&json, "auth_time", family->auth_time / 1000);
    json_str(&json, "nonce", in->nonce);
    json_str(&json, "acr", family->acr);
    if (family->amr)
        json_words(&json, "amr", family->amr);
    json_str(&json, "at_hash", digest_left_half(c->mem, in->access_token));
    json_str(&json, "sid", family->sid);
    json_close(&json, '}');
    return buf_bytes(&out);
}

enum err id_token_mint(struct call *c, const struct id_token *in, const char **compact)
{
    const struct tokensvc *svc = c->svc;
    AUTO_CLOSE(key_set) *keys = NULL;
    enum jose_alg alg;

    if (!jose_alg_by_name(in->alg, &alg))
        return refuse(c, ERR_CRYPTO, "the client wants ID tokens signed with %s", in->alg);
    enum err e = signing_keys_now(svc->keys, &keys);
    if (e)
        return e;
    const struct jwk *key = key_set_signer(keys, alg, c->now);
    if (!key)
        return refuse(c, ERR_CRYPTO, "no %s key is active", in->alg);
    return jws_sign(c->mem, key, "JWT", print(c, in), compact);
}
