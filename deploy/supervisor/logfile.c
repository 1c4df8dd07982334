#include "logfile.h"
#include <fcntl.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

enum err logfile_open(const char *path, int *fd)
{
    int opened = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (opened < 0)
        return ERR_STORAGE;
    *fd = opened;
    return OK;
}

static enum err copy(int from, const char *path)
{
    int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    off_t at = 0;
    ssize_t n = 1;

    if (to < 0)
        return ERR_STORAGE;
    while (n > 0)
        n = sendfile(to, from, &at, LOGFILE_MAX);
    close(to);
    return n == 0 ? OK : ERR_STORAGE;
}

enum err logfile_trim(const char *path, int64_t most)
{
    struct stat st;
    int fd;

    if (stat(path, &st) || st.st_size <= most)
        return OK;
    enum err e = logfile_open(path, &fd);
    if (e)
        return e;
    char *old = xprintf("%s.1", path);
    e = copy(fd, old);
    /* The service keeps its descriptor: it appends, and so begins again at the start. */
    if (!e && ftruncate(fd, 0))
        e = ERR_STORAGE;
    free(old);
    close(fd);
    return e;
}
