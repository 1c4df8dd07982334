#include "file.h"
#include <errno.h>
#include <fcntl.h>
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

enum err file_read(const char *path, size_t max, struct arena *mem, struct bytes *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_STORAGE;
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
