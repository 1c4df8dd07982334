#include "key_set.h"
#include "log.h"
#include <stdlib.h>
#include <string.h>

enum { SCRATCH = 1 << 18 };

/* --- wrapping --- */

static const char *signing_place(struct arena *mem, const char *tenant, const char *kid)
{
    return arena_printf(mem, "tokensvc.signing_key:%s:%s", tenant, kid);
}

static const char *mac_place(struct arena *mem, const char *tenant, int64_t kid)
{
    return arena_printf(mem, "tokensvc.mac_key:%s:%lld", tenant, (long long)kid);
}

struct bytes key_wrap_signing(struct arena *mem, const struct key_wrap *self, const char *kid,
                              struct bytes der)
{
    return secret_wrap(mem, self->kek, signing_place(mem, self->tenant, kid), der);
}

struct bytes key_wrap_mac(struct arena *mem, const struct key_wrap *self, int64_t kid,
                          struct bytes key)
{
    return secret_wrap(mem, self->kek, mac_place(mem, self->tenant, kid), key);
}

/* --- opening --- */

static enum err unwrap(struct arena *mem, const struct key_wrap *wrap, const char *place,
                       struct bytes wrapped, struct bytes *plain)
{
    enum err e = secret_unwrap(mem, wrap->kek, place, wrapped, plain);

    if (e)
        log_error("the key-encryption key does not open %s: it is another one, or the row is "
                  "damaged",
                  place);
    return e;
}

static enum err open_signing(struct arena *mem, const struct key_wrap *wrap,
                             const struct key_row *row, struct key_entry *out)
{
    struct bytes der;

    enum err e = unwrap(mem, wrap, signing_place(mem, wrap->tenant, row->kid), row->wrapped, &der);
    if (e)
        return e;
    *out = (struct key_entry){NULL, row->active_at, row->retired_at, row->removed_at};
    e = jwk_from_private_der(der, &out->jwk);
    if (!e && jwk_alg(out->jwk) == row->alg && strcmp(jwk_kid(out->jwk), row->kid) == 0)
        return OK;
    log_error("signing key %s is not what its row says", row->kid);
    jwk_close(&out->jwk);
    return ERR_CRYPTO;
}

static enum err open_mac(struct arena *mem, const struct key_wrap *wrap, const struct mac_row *row,
                         struct mac_key *out)
{
    struct bytes key;

    enum err e = unwrap(mem, wrap, mac_place(mem, wrap->tenant, row->kid), row->wrapped, &key);
    if (e)
        return e;
    if (key.n != sizeof out->key)
        return ERR_CRYPTO;
    out->kid = row->kid;
    memcpy(out->key, key.p, key.n);
    return OK;
}

enum err key_set_open(const struct key_rows *rows, const struct key_wrap *wrap,
                      struct key_set **out)
{
    AUTO(arena) mem;
    AUTO_CLOSE(key_set) *self = xcalloc(1, sizeof *self);
    enum err e = OK;

    arena_init(&mem, SCRATCH);
    atomic_init(&self->holders, 1);
    self->change = rows->change;
    for (size_t i = 0; !e && i < rows->n_signing; i++) {
        e = open_signing(&mem, wrap, &rows->signing[i], &self->signing[i]);
        self->n_signing = e ? i : i + 1;
    }
    for (size_t i = 0; !e && i < rows->n_mac; i++)
        e = open_mac(&mem, wrap, &rows->mac[i], &self->mac[i]);
    self->n_mac = rows->n_mac;
    if (e)
        return e;
    *out = self;
    self = NULL;
    return OK;
}

struct key_set *key_set_hold(struct key_set *self)
{
    atomic_fetch_add(&self->holders, 1);
    return self;
}

void key_set_close(struct key_set **self)
{
    struct key_set *set = *self;

    *self = NULL;
    if (!set || atomic_fetch_sub(&set->holders, 1) > 1)
        return;
    for (size_t i = 0; i < set->n_signing; i++)
        jwk_close(&set->signing[i].jwk);
    secret_wipe(set->mac, sizeof set->mac);
    free(set);
}

/* --- finding --- */

enum key_state key_entry_state(const struct key_entry *self, int64_t now)
{
    if (self->removed_at && self->removed_at <= now)
        return KEY_GONE;
    if (self->retired_at && self->retired_at <= now)
        return KEY_RETIRING;
    return self->active_at <= now ? KEY_ACTIVE : KEY_PENDING;
}

const char *key_state_name(enum key_state state)
{
    static const char *const names[] = {
        [KEY_PENDING] = "pending",
        [KEY_ACTIVE] = "active",
        [KEY_RETIRING] = "retiring",
        [KEY_GONE] = "gone",
    };

    return names[state];
}

const struct jwk *key_set_signer(const struct key_set *self, enum jose_alg alg, int64_t now)
{
    const struct jwk *oldest = NULL;

    for (size_t i = 0; i < self->n_signing; i++) {
        const struct key_entry *entry = &self->signing[i];
        if (jwk_alg(entry->jwk) != alg)
            continue;
        enum key_state state = key_entry_state(entry, now);
        if (state == KEY_ACTIVE)
            return entry->jwk;
        if (state == KEY_PENDING)
            oldest = entry->jwk; /* newest first */
    }
    return oldest;
}

const struct jwk *key_set_find(const struct key_set *self, const char *kid, int64_t now)
{
    for (size_t i = 0; i < self->n_signing; i++) {
        const struct key_entry *entry = &self->signing[i];
        if (strcmp(jwk_kid(entry->jwk), kid) == 0)
            return key_entry_state(entry, now) == KEY_GONE ? NULL : entry->jwk;
    }
    return NULL;
}

const struct mac_key *key_set_mac(const struct key_set *self, int64_t kid)
{
    for (size_t i = 0; i < self->n_mac; i++) {
        if (self->mac[i].kid == kid)
            return &self->mac[i];
    }
    return NULL;
}

const struct mac_key *key_set_mac_ending(const struct key_set *self, int64_t bits)
{
    for (size_t i = 0; i < self->n_mac; i++) {
        if ((self->mac[i].kid & 0xff) == bits)
            return &self->mac[i];
    }
    return NULL;
}

const struct mac_key *key_set_newest_mac(const struct key_set *self)
{
    assert(self->n_mac > 0); /* signing_keys_open saw to it */
    return &self->mac[0];
}
