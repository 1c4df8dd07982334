#include "file.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

/* Reads until n bytes or the end of the file. */
static ssize_t read_up_to(int fd, uint8_t *into, size_t n)
{
    size_t have = 0;

    while (have < n) {
        ssize_t got = read(fd, into + have, n - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        have += (size_t)got;
    }
    return (ssize_t)have;
}

static enum err open_file(const char *path, int *fd)
{
    *fd = open(path, O_RDONLY | O_CLOEXEC);
    if (*fd >= 0)
        return OK;
    return errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_STORAGE;
}

enum err file_read(const char *path, size_t max, struct arena *mem, struct bytes *out)
{
    int fd;
    enum err e = open_file(path, &fd);

    if (e)
        return e;
    uint8_t *text = arena_alloc(mem, max + 1);
    ssize_t n = read_up_to(fd, text, max + 1);
    close(fd);
    if (n < 0)
        return ERR_STORAGE;
    if ((size_t)n > max)
        return ERR_TOO_LARGE;
    text[n] = 0;
    *out = (struct bytes){text, (size_t)n};
    return OK;
}

enum { CHUNK = 64 << 10 };

/* -1: it cannot be read to the end. */
static int64_t digest(int fd, uint8_t *chunk, uint8_t *out)
{
    crypto_hash_sha256_state state;
    int64_t size = 0;
    ssize_t n;

    crypto_hash_sha256_init(&state);
    while ((n = read_up_to(fd, chunk, CHUNK)) > 0) {
        crypto_hash_sha256_update(&state, chunk, (unsigned long long)n);
        size += n;
    }
    crypto_hash_sha256_final(&state, out);
    return n < 0 ? -1 : size;
}

enum err file_digest(const char *path, struct arena *mem, struct bytes *out, int64_t *size)
{
    uint8_t *hash = arena_alloc(mem, crypto_hash_sha256_BYTES);
    int fd;
    enum err e = open_file(path, &fd);

    if (e)
        return e;
    int64_t n = digest(fd, arena_alloc(mem, CHUNK), hash);
    close(fd);
    if (n < 0)
        return ERR_STORAGE;
    *out = (struct bytes){hash, crypto_hash_sha256_BYTES};
    *size = n;
    return OK;
}
