#include "keyring.h"
#include "certificate.h"
#include "log.h"
#include <dirent.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/stat.h>

#define FOLDER "keys/public"

/* One key.  It lives as long as the ring has it or a message of it is being served. */
struct entry {
    struct peer peer; /* first; key is its name */
    LIST_ENTRY(entry) link;
    char z85[KEYRING_Z85_LEN + 1];
    bool ambiguous; /* stands in two files: trusted in neither */
    _Atomic unsigned holders;
    char *name, *tenants;
};

LIST_HEAD(entries, entry);

struct keyring {
    struct entries entries;
    size_t n;
    uint64_t stamp; /* of the folder when it was read */
};

/* -- one entry -------------------------------------------------------------------------------- */

static struct entry *entry_new(const char *name, const struct certificate *certificate)
{
    struct entry *e = xcalloc(1, sizeof *e);

    memcpy(e->z85, certificate->public_key, sizeof e->z85);
    e->name = xstrdup(name);
    e->tenants = xstrdup(certificate->tenants);
    e->peer = (struct peer){e->name, certificate->role, e->tenants};
    e->holders = 1;
    return e;
}

void keyring_drop(struct peer *peer)
{
    struct entry *e = (struct entry *)peer;

    if (!e || atomic_fetch_sub(&e->holders, 1) > 1)
        return;
    free(e->name);
    free(e->tenants);
    free(e);
}

/* -- the folder ------------------------------------------------------------------------------- */

/* "usersvc.cert" gives "usersvc"; NULL: not a certificate. */
static const char *name_in(const char *file, struct arena *mem)
{
    size_t n = strlen(file);

    if (n <= 5 || file[0] == '.' || strcmp(file + n - 5, ".cert") != 0)
        return NULL;
    return arena_strndup(mem, file, n - 5);
}

static uint64_t mix(uint64_t stamp, const void *p, size_t n)
{
    const uint8_t *byte = p;

    for (size_t i = 0; i < n; i++)
        stamp = (stamp ^ byte[i]) * 0x100000001b3u; /* FNV-1a */
    return stamp;
}

/* Changes when a file comes, goes or is written.  The order of entries does not matter. */
static uint64_t stamp_of(const char *file)
{
    struct stat st = {0};
    char *path = xprintf(FOLDER "/%s", file);

    stat(path, &st);
    free(path);
    uint64_t stamp = mix(0xcbf29ce484222325u, file, strlen(file));
    stamp = mix(stamp, &st.st_mtim, sizeof st.st_mtim);
    stamp = mix(stamp, &st.st_size, sizeof st.st_size);
    return mix(stamp, &st.st_ino, sizeof st.st_ino);
}

typedef void each_file(struct keyring *self, const char *file);

/* False: the folder cannot be read. */
static bool walk(struct keyring *self, each_file *each)
{
    DIR *folder = opendir(FOLDER);
    struct dirent *entry;

    if (!folder)
        return false;
    while ((entry = readdir(folder))) /* NOLINT(concurrency-mt-unsafe): the stream is ours */
        each(self, entry->d_name);
    closedir(folder);
    return true;
}

static void add_stamp(struct keyring *self, const char *file)
{
    self->stamp += stamp_of(file);
}

static uint64_t folder_stamp(void)
{
    struct keyring now = {.stamp = 0};

    return walk(&now, add_stamp) ? now.stamp : 0;
}

/* -- the ring --------------------------------------------------------------------------------- */

static struct entry *find(const struct keyring *self, const char *z85)
{
    struct entry *e;

    LIST_FOREACH (e, &self->entries, link) {
        if (strcmp(e->z85, z85) == 0)
            return e;
    }
    return NULL;
}

static void read_certificate(struct keyring *self, const char *file)
{
    AUTO(arena) mem;
    struct certificate certificate;
    const char *why = NULL;

    arena_init(&mem, ARENA_LIMIT);
    const char *name = name_in(file, &mem);
    if (!name)
        return;
    const char *path = arena_printf(&mem, FOLDER "/%s", file);
    if (certificate_read(path, &mem, &certificate, &why) != OK) {
        log_warn("not trusted: %s", why);
        return;
    }
    struct entry *same = find(self, certificate.public_key);
    if (same) { /* what would the key stand for?  Neither is trusted. */
        log_warn("not trusted: %s has the same key as %s", path, same->name);
        same->ambiguous = true;
        return;
    }
    struct entry *entry = entry_new(name, &certificate);
    LIST_INSERT_HEAD(&self->entries, entry, link);
    self->n++;
}

static void clear(struct keyring *self)
{
    struct entry *e;

    while ((e = LIST_FIRST(&self->entries))) {
        LIST_REMOVE(e, link);
        keyring_drop(&e->peer);
    }
    self->n = 0;
}

/* The stamp is taken first: what changes while the folder is read is seen the next time. */
static bool read_folder(struct keyring *self)
{
    clear(self);
    self->stamp = folder_stamp();
    bool there = walk(self, read_certificate);
    if (!there)
        log_error("no key is known: " FOLDER ": %s", strerrordesc_np(errno));
    return there;
}

enum err keyring_open(struct keyring **out)
{
    struct keyring *self = xcalloc(1, sizeof *self);

    if (!read_folder(self)) {
        keyring_close(&self);
        return ERR_CONFIG;
    }
    *out = self;
    return OK;
}

void keyring_close(struct keyring **self)
{
    if (!*self)
        return;
    clear(*self);
    free(*self);
    *self = NULL;
}

bool keyring_refresh(struct keyring *self)
{
    if (folder_stamp() == self->stamp)
        return false;
    read_folder(self);
    log_info("bus keys read again: %zu known", self->n);
    return true;
}

const char *keyring_key_of(const struct keyring *self, const char *name)
{
    const struct entry *e;

    LIST_FOREACH (e, &self->entries, link) {
        if (strcmp(e->name, name) == 0 && !e->ambiguous)
            return e->z85;
    }
    return NULL;
}

struct peer *keyring_by_key(struct keyring *self, const char *z85)
{
    struct entry *e = find(self, z85);

    if (!e || e->ambiguous)
        return NULL;
    atomic_fetch_add(&e->holders, 1);
    return &e->peer;
}
