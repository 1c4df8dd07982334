#include "keyfile.h"
#include "file.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum err keyfile_private(const char *path, struct arena *mem, const char **why)
{
    struct stat st;

    if (stat(path, &st) != 0) {
        *why = arena_printf(mem, "%s: %s", path, strerrordesc_np(errno));
        return errno == ENOENT ? ERR_NOT_FOUND : ERR_CONFIG;
    }
    if (st.st_mode & (S_IRWXG | S_IRWXO)) {
        *why = arena_printf(mem,
                            "%s holds a private key and is open to others (mode %04o): "
                            "make it 0600, and a new key if anybody else may have read it",
                            path, (unsigned)st.st_mode & 07777);
        return ERR_CONFIG;
    }
    return OK;
}

enum err keyfile_read(const char *path, enum keyfile_kind kind, size_t n, struct arena *mem,
                      struct bytes *out, const char **why)
{
    struct bytes key;

    enum err e = kind == KEYFILE_PRIVATE ? keyfile_private(path, mem, why) : OK;
    if (e)
        return e;
    e = file_read(path, n, mem, &key);
    if (e == OK && key.n == n) {
        *out = key;
        return OK;
    }
    if (e == OK || e == ERR_TOO_LARGE)
        *why = arena_printf(mem, "%s is no key: it has not %zu bytes", path, n);
    else
        *why = arena_printf(mem, "%s: %s", path, strerrordesc_np(errno));
    return e == ERR_NOT_FOUND ? e : ERR_CONFIG;
}

static bool write_all(int fd, struct bytes key)
{
    ssize_t n = write(fd, key.p, key.n); /* a few bytes into a new file: all or nothing */

    return n == (ssize_t)key.n && fsync(fd) == 0;
}

enum err keyfile_write(const char *path, enum keyfile_kind kind, struct bytes key,
                       struct arena *mem, const char **why)
{
    mode_t mode = kind == KEYFILE_PRIVATE ? 0600 : 0644;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);

    if (fd < 0) {
        *why = arena_printf(mem, "%s: %s", path, strerrordesc_np(errno));
        return errno == EEXIST ? ERR_EXISTS : ERR_STORAGE;
    }
    bool written = write_all(fd, key);
    if (!written) {
        *why = arena_printf(mem, "%s: %s", path, strerrordesc_np(errno));
        unlink(path);
    }
    close(fd);
    return written ? OK : ERR_STORAGE;
}
