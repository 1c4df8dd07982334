#include "actor.h"
#include <sodium.h>
#include <string.h>

static_assert(ACTOR_PUBLIC_LEN == crypto_sign_PUBLICKEYBYTES, "public key");
static_assert(ACTOR_SECRET_LEN == crypto_sign_SECRETKEYBYTES, "secret key");

void actor_keys_make(uint8_t public_key[ACTOR_PUBLIC_LEN], uint8_t secret_key[ACTOR_SECRET_LEN])
{
    crypto_sign_keypair(public_key, secret_key);
}

enum err actor_mint(struct arena *mem, struct bytes secret_key, const struct actor *actor,
                    struct bytes *ticket)
{
    struct buf body;
    const char *why = NULL;

    if (secret_key.n != ACTOR_SECRET_LEN)
        return ERR_CRYPTO;
    buf_init(&body, mem, 256);
    if (msg_encode(&actor_desc, actor, &body, &why) != OK)
        return ERR_INTERNAL;
    uint8_t *out = arena_alloc(mem, crypto_sign_BYTES + body.n);
    if (crypto_sign(out, NULL, body.p, body.n, secret_key.p) != 0)
        return ERR_CRYPTO;
    *ticket = (struct bytes){out, crypto_sign_BYTES + body.n};
    return OK;
}

bool actor_acts_in(const struct actor *actor, const char *dialect)
{
    return !actor->dialect || strcmp(actor->dialect, dialect) == 0;
}

enum err actor_check(struct arena *mem, struct bytes public_key, struct bytes ticket, int64_t now,
                     struct actor *out)
{
    const char *why = NULL;
    struct actor actor;

    if (public_key.n != ACTOR_PUBLIC_LEN || !ticket.p || ticket.n <= crypto_sign_BYTES)
        return ERR_FORBIDDEN;
    if (crypto_sign_verify_detached(ticket.p, ticket.p + crypto_sign_BYTES,
                                    ticket.n - crypto_sign_BYTES, public_key.p) != 0)
        return ERR_FORBIDDEN;
    struct bytes body = {ticket.p + crypto_sign_BYTES, ticket.n - crypto_sign_BYTES};
    if (msg_decode(&actor_desc, body, MSG_TOLERATE_UNKNOWN, mem, &actor, &why) != OK)
        return ERR_FORBIDDEN;
    if (actor.expires_at <= now || actor.expires_at > now + 2 * (int64_t)ACTOR_LIFETIME_MS)
        return ERR_FORBIDDEN;
    *out = actor;
    return OK;
}
