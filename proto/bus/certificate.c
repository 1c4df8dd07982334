/* certificate.c - files of bus keys, read (certificate.h, keyring_own) and made (keyring_make). */
#include "certificate.h"
#include "file.h"
#include "keyfile.h"
#include "secret.h"
#include "words.h"
#include <czmq.h>

enum { FILE_MAX = 4096 };

/* zcert_load reads the same form, but keeps a file open that it cannot parse. */
static zconfig_t *load(const char *path, struct arena *mem, const char **why)
{
    struct bytes text;

    enum err e = file_read(path, FILE_MAX, mem, &text);
    zconfig_t *file = e ? NULL : zconfig_str_load((const char *)text.p);
    if (e)
        *why = arena_printf(mem, "%s: %s", path, e == ERR_NOT_FOUND ? "not there" : err_text(e));
    else if (!file)
        *why = arena_printf(mem, "%s is no certificate", path);
    return file;
}

static bool copy_key(zconfig_t *file, const char *which, char out[KEYRING_Z85_LEN + 1])
{
    const char *z85 = zconfig_get(file, which, "");
    uint8_t raw[32];

    bool good = strlen(z85) == KEYRING_Z85_LEN && zmq_z85_decode(raw, z85);
    if (good)
        memcpy(out, z85, KEYRING_Z85_LEN + 1);
    secret_wipe(raw, sizeof raw);
    return good;
}

static const char *fill(zconfig_t *file, struct arena *mem, struct certificate *out)
{
    const char *role = zconfig_get(file, "metadata/role", "");
    const char *tenants = zconfig_get(file, "metadata/tenants", "");

    if (!copy_key(file, "curve/public-key", out->public_key))
        return "has no public key";
    if (!role_by_name(role, &out->role))
        return "has no role that there is";
    if (!*tenants || !words_valid(tenants, strlen(tenants)))
        return "names no tenants";
    out->tenants = arena_strdup(mem, tenants);
    return NULL;
}

enum err certificate_read(const char *path, struct arena *mem, struct certificate *out,
                          const char **why)
{
    zconfig_t *file = load(path, mem, why);

    if (!file)
        return ERR_CONFIG;
    const char *fault = fill(file, mem, out);
    zconfig_destroy(&file);
    if (fault)
        *why = arena_printf(mem, "%s %s", path, fault);
    return fault ? ERR_CONFIG : OK;
}

/* A pair whose halves do not belong together would be refused everywhere, and nobody would see
 * why. */
static bool belong_together(const struct keypair *pair)
{
    char derived[KEYRING_Z85_LEN + 1];

    return zmq_curve_public(derived, pair->secret_key) == 0 && streq(derived, pair->public_key);
}

enum err keyring_own(const char *name, struct arena *mem, struct keypair *out, const char **why)
{
    const char *path = arena_printf(mem, "keys/%s/bus.cert_secret", name);
    struct keypair pair;

    if (keyfile_private(path, mem, why) != OK)
        return ERR_CONFIG;
    zconfig_t *file = load(path, mem, why);
    if (!file)
        return ERR_CONFIG;
    bool good = copy_key(file, "curve/public-key", pair.public_key) &&
                copy_key(file, "curve/secret-key", pair.secret_key) && belong_together(&pair);
    zconfig_destroy(&file);
    if (good)
        *out = pair;
    else
        *why = arena_printf(mem, "%s has no pair of keys", path);
    secret_wipe(&pair, sizeof pair);
    return good ? OK : ERR_CONFIG;
}

/* -- making ----------------------------------------------------------------------------------- */

static bool make_folder(const char *path, mode_t mode)
{
    return mkdir(path, mode) == 0 || errno == EEXIST;
}

static enum err save(zcert_t *pair, const char *public_path, const char *secret_path,
                     struct arena *mem, const char **why)
{
    if (zcert_save_secret(pair, secret_path) == 0 && zcert_save_public(pair, public_path) == 0)
        return OK;
    *why = arena_printf(mem, "%s or %s cannot be written", secret_path, public_path);
    return ERR_STORAGE;
}

enum err keyring_make(const char *name, unsigned role, const char *tenants, struct arena *mem,
                      const char **why)
{
    const char *folder = arena_printf(mem, "keys/%s", name);
    const char *secret_path = arena_printf(mem, "%s/bus.cert_secret", folder);
    const char *public_path = arena_printf(mem, "keys/public/%s.cert", name);

    if (!make_folder("keys", 0755) || !make_folder("keys/public", 0755) ||
        !make_folder(folder, 0700)) {
        *why = arena_printf(mem, "%s: %s", folder, strerrordesc_np(errno));
        return ERR_STORAGE;
    }
    if (access(secret_path, F_OK) == 0 || access(public_path, F_OK) == 0) {
        *why = arena_printf(mem, "there is a key %s already", name);
        return ERR_EXISTS;
    }
    zcert_t *pair = zcert_new();
    zcert_set_meta(pair, "role", "%s", role_name((enum role)role));
    zcert_set_meta(pair, "tenants", "%s", tenants);
    enum err e = save(pair, public_path, secret_path, mem, why);
    zcert_destroy(&pair);
    return e;
}
