#include "client_secret.h"
#include "authsvc.h"
#include "bot_proof_store.h"
#include "client_secret_store.h"
#include "dialect.h"
#include "random.h"
#include "secret.h"

struct client_secret client_secret_draw(struct arena *mem, const struct shape *shape)
{
    return client_secret_of(mem, shape_draw(mem, shape));
}

struct client_secret client_secret_of(struct arena *mem, const char *text)
{
    uint8_t *key = arena_alloc(mem, SECRET_KEY_LEN);

    random_bytes(key, SECRET_KEY_LEN);
    struct bytes own = {key, SECRET_KEY_LEN};
    return (struct client_secret){text, {.key = own, .hash = secret_mac(mem, own, bytes_of(text))}};
}

bool client_secret_is_kept(const struct client *client)
{
    return client->owner && client->confidential && dialect_shows_again(client->dialects);
}

enum err client_secret_has_copy(struct db *db, struct call *c, const struct client *client,
                                bool *out)
{
    struct bytes sealed = {0};
    enum err e = client_secret_store_sealed(db, c->mem, client->client_id, &sealed);

    if (e && e != ERR_NOT_FOUND)
        return e;
    *out = !e && client->owner;
    return OK;
}

static struct vault_place place_of(const struct client *client)
{
    return (struct vault_place){client->owner, "client_secret", client->client_id};
}

enum err client_secret_put(struct db *db, struct call *c, const struct client *client,
                           const struct client_secret *secret)
{
    struct authsvc *svc = c->svc;
    const struct bot_policy *bots = bot_policy_among(client->dialects);
    const struct vault_place place = place_of(client);
    struct bytes sealed = {0};
    enum err e = OK;

    if (client_secret_is_kept(client))
        e = vault_seal(db, c->mem, &svc->vault, &place, secret->text, &sealed);
    if (!e)
        e = client_secret_store_put(db, client->client_id, &secret->check, sealed);
    if (e || !bots)
        return e;
    return bot_proof_put(db, c->mem, bots, client->client_id, secret->text, &secret->check);
}

enum err client_secret_show(struct db *db, struct call *c, const struct client *client,
                            const char **text)
{
    struct authsvc *svc = c->svc;
    const struct vault_place place = place_of(client);
    struct bytes sealed = {0};

    if (!client->owner)
        return ERR_NOT_FOUND;
    enum err e = client_secret_store_sealed(db, c->mem, client->client_id, &sealed);
    return e ? e : vault_open(db, c->mem, &svc->vault, &place, sealed, text);
}
