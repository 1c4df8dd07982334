#include "password.h"
#include "random.h"
#include <errno.h>
#include <string.h>

const struct password_cost password_cost_default = {.passes = 2, .memory = 19 << 20};

static enum err run(struct passwords *self, char out[crypto_pwhash_STRBYTES], const char *password)
{
    self->runs++;
    if (crypto_pwhash_str(out, password, strlen(password), self->cost.passes, self->cost.memory))
        return ERR_CRYPTO;
    return OK;
}

enum err password_setup(struct passwords *self, const struct password_cost *cost)
{
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    self->cost = *cost;
    enum err e = run(self, self->decoy, random_token(&mem, 32));
    self->runs = 0;
    return e;
}

enum err password_hash(struct passwords *self, struct arena *mem, const char *password,
                       const char **out)
{
    char *hash = arena_alloc(mem, crypto_pwhash_STRBYTES);
    enum err e = run(self, hash, password);

    if (e)
        return e;
    *out = hash;
    return OK;
}

/* 0: of the present cost; 1: of another; -1: no hash at all. */
static int standing(const struct passwords *self, const char *hash)
{
    return crypto_pwhash_str_needs_rehash(hash, self->cost.passes, self->cost.memory);
}

enum err password_verify(struct passwords *self, const char *hash, const char *password)
{
    const char *against = hash ? hash : self->decoy;

    if (standing(self, against) < 0)
        return ERR_CRYPTO;
    self->runs++;
    errno = 0;
    if (crypto_pwhash_str_verify(against, password, strlen(password)) == 0)
        return hash ? OK : ERR_WRONG_PASSWORD;
    /* libsodium answers -1 for every failure; of a good hash, EINVAL says that it does not match.
     */
    return errno == EINVAL ? ERR_WRONG_PASSWORD : ERR_CRYPTO;
}

bool password_outdated(const struct passwords *self, const char *hash)
{
    return standing(self, hash) == 1;
}
