#include "handlers.h"
#include "key_view.h"
#include "tokensvc.h"
#include <string.h>

static enum err rotate(struct call *c, enum jose_alg alg, const char **kid)
{
    const struct tokensvc *svc = c->svc;

    enum err e = signing_keys_rotate(svc->keys, c, alg, kid);
    if (e == ERR_EXISTS)
        return refuse_openly(c, e, "there is a new %s key already; it does not sign yet",
                             jose_alg_name(alg));
    if (e == ERR_BUSY)
        return refuse_openly(c, e, "too many %s keys are still published", jose_alg_name(alg));
    return e;
}

enum err on_key_rotate(struct call *c, const struct key_rotate_request *q, struct signing_key *a)
{
    const struct tokensvc *svc = c->svc;
    AUTO_CLOSE(key_set) *keys = NULL;
    const char *kid = NULL;
    enum jose_alg alg;

    if (!jose_alg_by_name(q->alg, &alg))
        return refuse_openly(c, ERR_BAD_FIELD, "alg is neither ES256 nor RS256");
    enum err e = rotate(c, alg, &kid);
    if (e || (e = signing_keys_now(svc->keys, &keys)))
        return e;
    for (size_t i = 0; i < keys->n_signing; i++) {
        if (strcmp(jwk_kid(keys->signing[i].jwk), kid) == 0)
            *a = key_view(c, &keys->signing[i]);
    }
    return OK;
}
