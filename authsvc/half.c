#include "half.h"
#include "authsvc.h"
#include "random.h"

enum { TOKEN_LEN = 32 }; /* random bytes */

static struct bytes hash_of(struct call *c, const char *text)
{
    return text ? secret_digest(c->mem, bytes_of(text)) : (struct bytes){0};
}

static struct half half_at(struct call *c, const char *token, const struct half_place *place)
{
    const char *dialect = place->dialect ? place->dialect : "";

    return (struct half){
        .hash = hash_of(c, arena_printf(c->mem, "half\n%s\n%s", dialect, token)),
        .browser = hash_of(c, place->browser),
        .dialect = place->dialect,
        .transaction = hash_of(c, place->handle),
    };
}

enum err half_begin(struct call *c, const struct person *person, const struct half_place *place,
                    const char **token)
{
    const struct authsvc *svc = c->svc;
    const char *drawn = random_token(c->mem, TOKEN_LEN);
    struct half half = half_at(c, drawn, place);

    half.person = person->id;
    half.generation = person->generation;
    half.expires_at = c->now + HALF_LIFE_MS;
    enum err e = half_store_put(svc->store, &half);
    if (!e)
        *token = drawn;
    return e;
}

enum err half_prove(struct call *c, const char *token, const char *code,
                    const struct half_place *place, struct half *half,
                    struct second_factor_proof *out)
{
    const struct authsvc *svc = c->svc;
    const struct half which = half_at(c, token, place);
    struct second_factor_proof proof = {0};

    enum err e = half_store_find(svc->store, c->mem, &which, c->now, half);
    if (e == ERR_NOT_FOUND)
        return refuse(c, ERR_EXPIRED, "no sign-in waits for a code here");
    if (e)
        return e;
    const struct second_factor_attempt attempt = {.id = half->person, .code = code};
    e = usersvc_second_factor_prove(c, &attempt, &proof);
    if (e)
        return e;
    if (proof.person->generation != half->generation)
        return refuse(c, ERR_EXPIRED, "the password is another one since");
    *out = proof;
    return OK;
}
