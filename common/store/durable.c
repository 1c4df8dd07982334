#include "durable.h"
#include "log.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err refuse_path(const char *path)
{
    log_error("store: %s: %s", path, strerrordesc_np(errno));
    return ERR_STORAGE;
}

/* --- folders --- */

const char *durable_folder_of(struct arena *mem, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return ".";
    return slash == path ? "/" : arena_strndup(mem, path, (size_t)(slash - path));
}

/* Where a file system cannot sync a folder it has a way of its own. */
static void sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

enum err durable_make_folder(struct arena *mem, const char *folder)
{
    if (access(folder, F_OK) == 0)
        return OK;
    const char *parent = durable_folder_of(mem, folder);
    enum err e = durable_make_folder(mem, parent);
    if (e)
        return e;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return refuse_path(folder);
    sync_folder(parent);
    return OK;
}

/* --- files --- */

static int make(const char *path)
{
    return open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

enum err durable_make_file(struct arena *mem, const char *path)
{
    int fd = make(path);

    if (fd < 0)
        return errno == EEXIST ? OK : refuse_path(path);
    close(fd);
    sync_folder(durable_folder_of(mem, path));
    return OK;
}

enum err durable_sync(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return refuse_path(path);
    enum err e = fsync(fd) == 0 ? OK : refuse_path(path);
    close(fd);
    return e;
}

enum err durable_rename(struct arena *mem, const char *from, const char *to)
{
    if (rename(from, to) != 0)
        return refuse_path(to);
    sync_folder(durable_folder_of(mem, to));
    return OK;
}

enum err durable_link(struct arena *mem, const char *from, const char *to)
{
    if (link(from, to) != 0)
        return refuse_path(to);
    sync_folder(durable_folder_of(mem, to));
    return OK;
}

/* --- copies --- */

enum { CHUNK = 64 << 10 };

static bool write_all(int fd, const uint8_t *p, size_t n)
{
    while (n > 0) {
        ssize_t put = write(fd, p, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        p += put;
        n -= (size_t)put;
    }
    return true;
}

static bool pour(int from, int to, uint8_t *chunk)
{
    ssize_t n;

    while ((n = read(from, chunk, CHUNK)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 || !write_all(to, chunk, (size_t)n))
            return false;
    }
    return fsync(to) == 0;
}

static enum err copy_to(int from, const char *to, uint8_t *chunk)
{
    int fd = make(to);

    if (fd < 0)
        return refuse_path(to);
    bool done = pour(from, fd, chunk);
    int why = errno;
    close(fd);
    if (done)
        return OK;
    unlink(to);
    errno = why;
    return refuse_path(to);
}

enum err durable_copy(struct arena *mem, const char *from, const char *to)
{
    int fd = open(from, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return refuse_path(from);
    enum err e = copy_to(fd, to, arena_alloc(mem, CHUNK));
    close(fd);
    if (!e)
        sync_folder(durable_folder_of(mem, to));
    return e;
}
