#include "manifest.h"
#include "file.h"
#include "msg_json.h"
#include "schema.h"
#include "text.h"
#include <string.h>

enum { TEXT_MAX = 64 << 10 };

static const struct manifest_service services[MANIFEST_SERVICES] = {
    {"courier", SCHEMA_courier},
    {"tokensvc", SCHEMA_tokensvc},
    {"authsvc", SCHEMA_authsvc},
    {"usersvc", SCHEMA_usersvc},
};

static bool has(const struct strs *names, const char *name)
{
    for (size_t i = 0; i < names->n; i++) {
        if (strcmp(names->v[i], name) == 0)
            return true;
    }
    return false;
}

static const char *stranger(const struct strs *names)
{
    for (size_t i = 0; i < names->n; i++) {
        bool known = false;
        for (size_t s = 0; s < MANIFEST_SERVICES; s++)
            known = known || strcmp(names->v[i], services[s].name) == 0;
        if (!known)
            return names->v[i];
    }
    return NULL;
}

enum err manifest_choose(const struct strs *names, struct arena *mem,
                         const struct manifest_service **out, size_t *n, const char **why)
{
    struct manifest_service *chosen = arena_array(mem, MANIFEST_SERVICES, sizeof *chosen);
    const char *odd = stranger(names);

    if (odd) {
        *why = arena_printf(mem, "%s is no service that keeps data", odd);
        return ERR_NOT_FOUND;
    }
    *n = 0;
    for (size_t i = 0; i < MANIFEST_SERVICES; i++) {
        if (names->n == 0 || has(names, services[i].name))
            chosen[(*n)++] = services[i];
    }
    *out = chosen;
    return OK;
}

enum err manifest_read(const char *folder, struct arena *mem, struct backup_manifest *out,
                       const char **why)
{
    const char *path = arena_printf(mem, "%s/" MANIFEST_FILE, folder), *fault = NULL;
    struct bytes text;

    enum err e = file_read(path, TEXT_MAX, mem, &text);
    if (e) {
        *why = arena_printf(mem, "%s cannot be read: only a backup that was finished has it", path);
        return ERR_NOT_FOUND;
    }
    e = msg_from_json(&backup_manifest_desc, (const char *)text.p, text.n, mem, out, &fault);
    if (!e)
        return OK;
    *why = arena_printf(mem, "%s: %s", path, fault);
    return ERR_BAD_MESSAGE;
}

const struct backup_copy *manifest_find(const struct backup_manifest *self, const char *service)
{
    for (size_t i = 0; i < self->copies.n; i++) {
        if (strcmp(self->copies.v[i].service, service) == 0)
            return &self->copies.v[i];
    }
    return NULL;
}

const char *manifest_copy(struct arena *mem, const char *folder, const char *service)
{
    return arena_printf(mem, "%s/%s.db", folder, service);
}

enum err manifest_check(const char *path, const struct backup_copy *copy, struct arena *mem,
                        const char **why)
{
    struct bytes sum;
    int64_t size = 0;

    enum err e = file_digest(path, mem, &sum, &size);
    if (e) {
        *why = arena_printf(mem, "%s cannot be read", path);
        return ERR_STORAGE;
    }
    if (size == copy->size && strcmp(text_hex(mem, sum), copy->sha256) == 0)
        return OK;
    *why = arena_printf(mem, "%s is not the file that was written: its SHA-256 is another", path);
    return ERR_BAD_MESSAGE;
}
