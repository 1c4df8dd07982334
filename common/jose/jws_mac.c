#include "jws_mac.h"
#include "jws_inside.h"
#include "secret.h"

static const char ALG[] = "HS256";

static bool too_short(const struct oct_key *key)
{
    return key->secret.n < OCT_KEY_MIN;
}

enum err jws_mac_sign(struct arena *mem, const struct oct_key *key, const char *typ,
                      struct bytes payload, const char **compact)
{
    struct buf out;

    if (too_short(key))
        return ERR_CRYPTO;
    jws_begin(mem, &(struct jws_header){.alg = ALG, .typ = typ, .kid = key->kid}, payload, &out);
    *compact = jws_end(&out, mem, secret_mac(mem, key->secret, buf_bytes(&out)));
    return OK;
}

enum err jws_mac_verify(struct arena *mem, const struct oct_key *key, const char *typ,
                        const char *compact, struct bytes *payload, const char **why)
{
    struct jws_opened opened;

    if (too_short(key))
        return ERR_CRYPTO;
    enum err e = jws_open(mem, ALG, typ, compact, &opened, why);
    if (e)
        return e;
    if (!secret_equal(opened.signature, secret_mac(mem, key->secret, opened.input))) {
        *why = "the signature is not right";
        return ERR_INVALID_TOKEN;
    }
    *payload = opened.payload;
    return OK;
}
