#include "wrapped_token.h"
#include "claims.h"
#include "json.h"
#include "jws_mac.h"
#include "text.h"
#include "tokensvc.h"
#include <string.h>

static const char KID[] = "HS256-", TYPE[] = "JWT";

/* A key of its own: no MAC of a refresh token is ever one of these. */
static struct oct_key key_from(struct arena *mem, const char *tenant, const struct mac_key *from)
{
    struct buf purpose;

    buf_init(&purpose, mem, 64);
    buf_str(&purpose, "tokensvc.wrapped_token");
    buf_char(&purpose, '\0');
    buf_str(&purpose, tenant);
    return (struct oct_key){
        .kid = arena_printf(mem, "%s%lld", KID, (long long)from->kid),
        .secret = secret_mac(mem, (struct bytes){from->key, sizeof from->key}, buf_bytes(&purpose)),
    };
}

static struct bytes payload(struct arena *mem, const struct wrapped_token *in)
{
    struct buf out;
    struct json json;

    buf_init(&out, mem, 512);
    json_init(&json, &out);
    json_open(&json, NULL, '{');
    json_str(&json, "scope", in->scope);
    json_str(&json, "access_token", in->inner);
    json_str(&json, "email", in->email);
    json_int(&json, "iat", in->iat);
    json_int(&json, "exp", in->exp);
    json_str(&json, "sub", arena_printf(mem, "%lld", (long long)in->number));
    json_close(&json, '}');
    return buf_bytes(&out);
}

enum err wrapped_token_print(struct call *c, const struct wrapped_token *in, const char **compact)
{
    const struct tokensvc *svc = c->svc;
    AUTO_CLOSE(key_set) *keys = NULL;

    enum err e = signing_keys_now(svc->keys, &keys);
    if (e)
        return e;
    const struct oct_key key = key_from(c->mem, svc->tenant, key_set_newest_mac(keys));
    return jws_mac_sign(c->mem, &key, TYPE, payload(c->mem, in), compact);
}

/* The number of the MAC key; 0: the token is none of these. */
static int64_t key_number(struct arena *mem, const char *compact)
{
    const char *kid = NULL;
    int64_t number = 0;

    if (jws_peek_kid(mem, compact, &kid) || !kid || strncmp(kid, KID, sizeof KID - 1) != 0)
        return 0;
    return text_int(kid + sizeof KID - 1, &number) && number > 0 ? number : 0;
}

bool wrapped_token_like(struct arena *mem, const char *text)
{
    return strchr(text, '.') && key_number(mem, text) > 0;
}

static enum err open_jwt(struct call *c, const char *compact, struct bytes *content,
                         const char **why)
{
    const struct tokensvc *svc = c->svc;
    AUTO_CLOSE(key_set) *keys = NULL;

    enum err e = signing_keys_now(svc->keys, &keys);
    if (e)
        return e;
    const struct mac_key *from = key_set_mac(keys, key_number(c->mem, compact));
    if (!from) {
        *why = "the key is not one of ours";
        return ERR_INVALID_TOKEN;
    }
    const struct oct_key key = key_from(c->mem, svc->tenant, from);
    return jws_mac_verify(c->mem, &key, TYPE, compact, content, why);
}

enum err wrapped_token_read(struct call *c, const char *compact, struct wrapped_token *out)
{
    AUTO(claims) claims = {0};
    struct bytes content;
    const char *why = NULL;

    enum err e = open_jwt(c, compact, &content, &why);
    if (!e)
        e = claims_read(c->mem, content, &claims, &why);
    if (e)
        return e == ERR_INVALID_TOKEN ? refuse(c, e, "JWT: %s", why) : e;
    *out = (struct wrapped_token){
        .inner = claims_str(&claims, "access_token"),
        .email = claims_str(&claims, "email"),
    };
    bool whole = out->inner && out->email && claims_int(&claims, "iat", &out->iat) &&
                 claims_int(&claims, "exp", &out->exp);
    return whole ? OK : refuse(c, ERR_INVALID_TOKEN, "JWT: it is not around an access token");
}
