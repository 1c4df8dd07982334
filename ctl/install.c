#include "install.h"
#include "actor.h"
#include "keyfile.h"
#include "keyring.h"
#include "random.h"
#include "secret.h"
#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char ACTOR_PUBLIC[] = "keys/public/actor.pub";
static const char ACTOR_SECRET[] = "keys/authsvc/actor.secret";

void install_init(struct install *self, struct arena *mem)
{
    *self = (struct install){.mem = mem};
    buf_init(&self->made_text, mem, 1024);
    buf_init(&self->kept_text, mem, 1024);
    json_init(&self->made, &self->made_text);
    json_init(&self->kept, &self->kept_text);
}

static bool there(const char *path)
{
    return access(path, F_OK) == 0;
}

/* The outcome of making one thing. */
static enum err note(struct install *self, enum err e, const char *path)
{
    if (e && e != ERR_EXISTS)
        return e;
    json_str(e ? &self->kept : &self->made, NULL, path);
    return OK;
}

/* --- folders --- */

static enum err make_folder(struct install *self, const char *path)
{
    if (mkdir(path, 0700) == 0)
        return note(self, OK, path);
    if (errno == EEXIST)
        return note(self, ERR_EXISTS, path);
    self->why = arena_printf(self->mem, "%s: %s", path, strerrordesc_np(errno));
    return ERR_STORAGE;
}

enum err install_folders(struct install *self)
{
    static const char *const folders[] = {"bus", "default", "keys", "keys/public", "log", "run"};

    for (size_t i = 0; i < ARRAY_LEN(folders); i++) {
        enum err e = make_folder(self, folders[i]);
        if (e)
            return e;
    }
    return OK;
}

/* --- keys --- */

static enum err half(struct install *self, const char *left, const char *gone)
{
    self->why = arena_printf(self->mem,
                             "%s is there without %s: a key that was withdrawn is not made anew;"
                             " remove what is left of it to have another",
                             left, gone);
    return ERR_CONFIG;
}

static enum err make_bus_key(struct install *self, const char *name, enum role role)
{
    const char *public_half = arena_printf(self->mem, "keys/public/%s.cert", name);
    const char *secret_half = arena_printf(self->mem, "keys/%s/bus.cert_secret", name);

    enum err e = keyring_make(name, role, TENANT_DEFAULT, self->mem, &self->why);
    if (e == ERR_EXISTS && !there(public_half))
        return half(self, secret_half, public_half);
    if (e == ERR_EXISTS && !there(secret_half))
        return half(self, public_half, secret_half);
    return note(self, e, secret_half);
}

static enum err make_kek(struct install *self, const char *service)
{
    const char *path = arena_printf(self->mem, "keys/%s/kek", service);
    uint8_t *key = arena_alloc(self->mem, SECRET_KEY_LEN);

    if (there(path))
        return note(self, ERR_EXISTS, path);
    random_bytes(key, SECRET_KEY_LEN);
    enum err e = keyfile_write(path, KEYFILE_PRIVATE, (struct bytes){key, SECRET_KEY_LEN},
                               self->mem, &self->why);
    return note(self, e, path);
}

static enum err make_actor_secret(struct install *self)
{
    uint8_t public_key[ACTOR_PUBLIC_LEN];
    uint8_t *secret_key = arena_alloc(self->mem, ACTOR_SECRET_LEN);

    if (there(ACTOR_SECRET))
        return note(self, ERR_EXISTS, ACTOR_SECRET);
    if (there(ACTOR_PUBLIC))
        return half(self, ACTOR_PUBLIC, ACTOR_SECRET);
    actor_keys_make(public_key, secret_key);
    enum err e = keyfile_write(ACTOR_SECRET, KEYFILE_PRIVATE,
                               (struct bytes){secret_key, ACTOR_SECRET_LEN}, self->mem, &self->why);
    return note(self, e, ACTOR_SECRET);
}

/* From the secret half, so that the two always belong together. */
static enum err make_actor_public(struct install *self)
{
    uint8_t public_key[ACTOR_PUBLIC_LEN];
    struct bytes secret_key;

    static_assert(ACTOR_SECRET_LEN == crypto_sign_SECRETKEYBYTES, "an Ed25519 secret key");
    if (there(ACTOR_PUBLIC))
        return note(self, ERR_EXISTS, ACTOR_PUBLIC);
    enum err e = keyfile_read(ACTOR_SECRET, KEYFILE_PRIVATE, ACTOR_SECRET_LEN, self->mem,
                              &secret_key, &self->why);
    if (e)
        return e;
    crypto_sign_ed25519_sk_to_pk(public_key, secret_key.p);
    e = keyfile_write(ACTOR_PUBLIC, KEYFILE_PUBLIC, (struct bytes){public_key, ACTOR_PUBLIC_LEN},
                      self->mem, &self->why);
    return note(self, e, ACTOR_PUBLIC);
}

enum err install_keys(struct install *self)
{
    static const struct {
        const char *name;
        enum role role;
        bool owns_data;
    } keys[] = {
        {"gateway", ROLE_GATEWAY, false}, {"tokensvc", ROLE_TOKENSVC, true},
        {"authsvc", ROLE_AUTHSVC, true},  {"usersvc", ROLE_USERSVC, true},
        {"courier", ROLE_COURIER, true},  {"admin", ROLE_ADMIN, false},
    };

    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        enum err e = make_bus_key(self, keys[i].name, keys[i].role);
        if (!e && keys[i].owns_data)
            e = make_kek(self, keys[i].name);
        if (e)
            return e;
    }
    enum err e = make_actor_secret(self);
    return e ? e : make_actor_public(self);
}

/* --- other files --- */

enum err install_file(struct install *self, const char *path, const char *text)
{
    if (there(path))
        return note(self, ERR_EXISTS, path);
    enum err e = keyfile_write(path, KEYFILE_PUBLIC, bytes_of(text), self->mem, &self->why);
    return note(self, e, path);
}
