#include "handlers.h"
#include "json.h"
#include "tokensvc.h"

static const char *member(struct arena *mem, const json_t *jwk, const char *name)
{
    return arena_strdup(mem, json_string_value(json_object_get(jwk, name)));
}

static enum err describe(struct call *c, const struct jwk *key, struct jwk_public *out)
{
    struct bytes text = bytes_of(jwk_public_json(key));
    const char *why = NULL;
    json_t *jwk = NULL;

    if (json_read(c->mem, (const char *)text.p, text.n, &jwk, &why))
        return refuse(c, ERR_INTERNAL, "our own key cannot be read: %s", why);
    *out = (struct jwk_public){
        .kty = member(c->mem, jwk, "kty"),
        .kid = member(c->mem, jwk, "kid"),
        .use = member(c->mem, jwk, "use"),
        .alg = member(c->mem, jwk, "alg"),
        .crv = member(c->mem, jwk, "crv"),
        .x = member(c->mem, jwk, "x"),
        .y = member(c->mem, jwk, "y"),
        .n = member(c->mem, jwk, "n"),
        .e = member(c->mem, jwk, "e"),
    };
    json_decref(jwk);
    return OK;
}

enum err on_jwks(struct call *c, const struct nothing *q, struct jwks_reply *a)
{
    const struct tokensvc *svc = c->svc;
    struct jwk_public *out = arena_array(c->mem, KEY_ROWS_MAX, sizeof *out);
    AUTO_CLOSE(key_set) *keys = NULL;
    size_t n = 0;

    (void)q;
    enum err e = signing_keys_now(svc->keys, &keys);
    for (size_t i = 0; !e && i < keys->n_signing; i++) {
        if (key_entry_state(&keys->signing[i], c->now) != KEY_GONE)
            e = describe(c, keys->signing[i].jwk, &out[n++]);
    }
    if (e)
        return e;
    a->keys.v = out;
    a->keys.n = n;
    return OK;
}
