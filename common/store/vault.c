#include "vault.h"
#include "db.h"
#include "random.h"
#include "secret.h"

/* -- the owner's key --------------------------------------------------------------------------- */

static const char *key_place(struct arena *mem, const struct vault *self, const char *owner)
{
    return arena_printf(mem, "owner_key:%s:%s", self->tenant, owner);
}

static const struct sql SQL_KEY = {"vault_key", "SELECT wrapped FROM owner_key WHERE owner = $1"};

static enum err find_key(struct db *db, struct arena *mem, const struct vault *self,
                         const char *owner, struct bytes *key)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_KEY, "t", owner);
    if (e || (e = db_row(&st)))
        return e;
    return secret_unwrap(mem, self->kek, key_place(mem, self, owner), stmt_bytes(&st, 0, mem), key);
}

static const struct sql SQL_MAKE = {"vault_make",
                                    "INSERT INTO owner_key (owner, wrapped) VALUES ($1, $2)"
                                    " ON CONFLICT (owner) DO NOTHING"};

/* Unless there is one.  Of two who make it at once both end with the first. */
static enum err make_key(struct db *db, struct arena *mem, const struct vault *self,
                         const char *owner)
{
    uint8_t *drawn = arena_alloc(mem, SECRET_KEY_LEN);

    random_bytes(drawn, SECRET_KEY_LEN);
    struct bytes wrapped = secret_wrap(mem, self->kek, key_place(mem, self, owner),
                                       (struct bytes){drawn, SECRET_KEY_LEN});
    return db_exec(db, &SQL_MAKE, "tb", owner, wrapped);
}

/* -- copies ------------------------------------------------------------------------------------ */

static const char *place_text(struct arena *mem, const struct vault *self,
                              const struct vault_place *place)
{
    return arena_printf(mem, "%s:%s:%s", place->kind, self->tenant, place->id);
}

enum err vault_seal(struct db *db, struct arena *mem, const struct vault *self,
                    const struct vault_place *place, const char *secret, struct bytes *sealed)
{
    struct bytes key;

    enum err e = make_key(db, mem, self, place->owner);
    if (!e)
        e = find_key(db, mem, self, place->owner, &key);
    if (!e)
        *sealed = secret_wrap(mem, key, place_text(mem, self, place), bytes_of(secret));
    return e;
}

enum err vault_open(struct db *db, struct arena *mem, const struct vault *self,
                    const struct vault_place *place, struct bytes sealed, const char **secret)
{
    struct bytes key, plain;

    enum err e = find_key(db, mem, self, place->owner, &key);
    if (!e)
        e = secret_unwrap(mem, key, place_text(mem, self, place), sealed, &plain);
    if (!e)
        *secret = arena_strndup(mem, (const char *)plain.p, plain.n);
    return e;
}

static const struct sql SQL_FORGET = {"vault_forget", "DELETE FROM owner_key WHERE owner = $1"};

enum err vault_forget(struct db *db, const char *owner)
{
    return db_exec(db, &SQL_FORGET, "t", owner);
}
