#include "mail_folder.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int fd, struct bytes in)
{
    while (in.n > 0) {
        ssize_t n = write(fd, in.p, in.n);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0)
            in = (struct bytes){in.p + n, in.n - (size_t)n};
    }
    return true;
}

static enum outcome failed(struct arena *mem, const char *path, const char **why)
{
    *why = arena_printf(mem, "%s: %s", path, strerrordesc_np(errno));
    return OUTCOME_FAILED;
}

enum outcome mail_folder_put(const char *folder, struct arena *mem, const char *id, int64_t now,
                             struct bytes message, const char **why)
{
    const char *path = arena_printf(mem, "%s/%lld-%s.eml", folder, (long long)now, id);
    const char *begun = arena_printf(mem, "%s/.%s", folder, id);

    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return failed(mem, folder, why);
    int fd = open(begun, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return failed(mem, begun, why);
    bool good = write_all(fd, message);
    good = close(fd) == 0 && good;
    if (!good || rename(begun, path) != 0)
        return failed(mem, path, why);
    return OUTCOME_SENT;
}
