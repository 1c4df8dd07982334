#include "signing_keys.h"
#include "clock.h"
#include "log.h"
#include "random.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    SCRATCH = 1 << 18,
    ASK_AGAIN = 100, /* ms: strangers' kids make us ask no more often */
};

struct signing_keys {
    struct store *store;
    struct key_wrap wrap;
    uint8_t kek[SECRET_KEY_LEN];
    char *tenant;

    pthread_mutex_t lock; /* of what follows */
    struct key_set *set;
    int64_t asked_at; /* steady clock */
};

/* --- reading --- */

static enum err load(struct signing_keys *self)
{
    AUTO(arena) mem;
    struct key_rows rows = {0};
    struct key_set *fresh = NULL;

    arena_init(&mem, SCRATCH);
    enum err e = key_store_load(self->store, &mem, &rows);
    if (e || (e = key_set_open(&rows, &self->wrap, &fresh)))
        return e;
    key_set_close(&self->set);
    self->set = fresh;
    return OK;
}

/* Under the lock: sees to it that the set is no older than age. */
static enum err refresh(struct signing_keys *self, int64_t age)
{
    int64_t now = clock_steady(), change = 0;

    if (now - self->asked_at < age)
        return OK;
    enum err e = key_store_change(self->store, &change);
    if (!e && change != self->set->change)
        e = load(self);
    if (!e)
        self->asked_at = now;
    return e;
}

static bool knows(const struct key_set *set, const char *kid)
{
    for (size_t i = 0; i < set->n_signing; i++) {
        if (strcmp(jwk_kid(set->signing[i].jwk), kid) == 0)
            return true;
    }
    return false;
}

enum err signing_keys_with(struct signing_keys *self, const char *kid, struct key_set **out)
{
    pthread_mutex_lock(&self->lock);
    enum err e = refresh(self, SIGNING_KEYS_FRESH);
    if (!e && kid && !knows(self->set, kid))
        e = refresh(self, ASK_AGAIN);
    if (!e)
        *out = key_set_hold(self->set);
    pthread_mutex_unlock(&self->lock);
    return e;
}

enum err signing_keys_now(struct signing_keys *self, struct key_set **out)
{
    return signing_keys_with(self, NULL, out);
}

/* --- making --- */

static enum err make(const struct signing_keys *self, struct arena *mem, struct key_row *row)
{
    AUTO_CLOSE(jwk) *jwk = NULL;
    struct bytes der;

    enum err e = jwk_make(row->alg, &jwk);
    if (e || (e = jwk_private_der(jwk, mem, &der)))
        return e;
    row->kid = arena_strdup(mem, jwk_kid(jwk));
    row->wrapped = key_wrap_signing(mem, &self->wrap, row->kid, der);
    return OK;
}

static bool has_alg(const struct key_set *set, enum jose_alg alg)
{
    for (size_t i = 0; i < set->n_signing; i++) {
        if (jwk_alg(set->signing[i].jwk) == alg)
            return true;
    }
    return false;
}

static enum err make_first(struct signing_keys *self, struct call *c, enum jose_alg alg)
{
    AUTO(arena) mem;
    struct key_row row = {.alg = alg, .number = 1, .active_at = c->now};

    arena_init(&mem, SCRATCH);
    if (has_alg(self->set, alg))
        return OK;
    enum err e = make(self, &mem, &row);
    return e ? e : key_store_add_first(self->store, c, &row);
}

static enum err make_first_mac(struct signing_keys *self)
{
    AUTO(arena) mem;
    struct mac_row row = {.kid = 1};

    arena_init(&mem, SCRATCH);
    if (self->set->n_mac > 0)
        return OK;
    uint8_t *key = arena_alloc(&mem, SECRET_KEY_LEN);
    random_bytes(key, SECRET_KEY_LEN);
    row.wrapped = key_wrap_mac(&mem, &self->wrap, row.kid, (struct bytes){key, SECRET_KEY_LEN});
    return key_store_add_first_mac(self->store, &row);
}

enum err signing_keys_rotate(struct signing_keys *self, struct call *c, enum jose_alg alg,
                             const char **kid)
{
    struct key_row row = {.alg = alg, .active_at = c->now + SIGNING_KEYS_PENDING};

    enum err e = make(self, c->mem, &row);
    if (e || (e = key_store_rotate(self->store, c, &row, SIGNING_KEYS_RETIRING)))
        return e;
    pthread_mutex_lock(&self->lock);
    e = refresh(self, 0);
    pthread_mutex_unlock(&self->lock);
    if (!e)
        *kid = row.kid;
    return e;
}

/* --- opening --- */

static enum err open_all(struct signing_keys *self, struct call *c)
{
    enum err e = OK;

    if ((e = load(self)) || (e = make_first(self, c, JOSE_ES256)) ||
        (e = make_first(self, c, JOSE_RS256)) || (e = make_first_mac(self)))
        return e;
    self->asked_at = clock_steady();
    return load(self);
}

enum err signing_keys_open(struct store *store, const struct key_wrap *wrap, struct call *c,
                           struct signing_keys **out)
{
    if (wrap->kek.n != SECRET_KEY_LEN) {
        log_error("the key-encryption key of %d bytes is missing; without it no key can be read",
                  SECRET_KEY_LEN);
        return ERR_CONFIG;
    }
    AUTO_CLOSE(signing_keys) *self = xcalloc(1, sizeof *self);
    pthread_mutex_init(&self->lock, NULL);
    self->store = store;
    self->tenant = xstrdup(wrap->tenant);
    memcpy(self->kek, wrap->kek.p, sizeof self->kek);
    self->wrap = (struct key_wrap){{self->kek, sizeof self->kek}, self->tenant};
    enum err e = open_all(self, c);
    if (e)
        return e;
    *out = self;
    self = NULL;
    return OK;
}

void signing_keys_close(struct signing_keys **self)
{
    struct signing_keys *keys = *self;

    *self = NULL;
    if (!keys)
        return;
    key_set_close(&keys->set);
    pthread_mutex_destroy(&keys->lock);
    secret_wipe(keys->kek, sizeof keys->kek);
    free(keys->tenant);
    free(keys);
}
