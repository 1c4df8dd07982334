#include "turn.h"
#include "log.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { NEXT, WRITING }; /* the bytes */

enum err turn_init(struct turn *self, const char *path)
{
    self->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (self->fd < 0) {
        log_error("store: %s: %s", path, strerrordesc_np(errno));
        return ERR_STORAGE;
    }
    return OK;
}

void turn_done(struct turn *self)
{
    if (self->fd >= 0)
        close(self->fd);
    self->fd = -1;
}

static bool set(const struct turn *self, short kind, int byte)
{
    struct flock lock = {.l_type = kind, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};

    while (fcntl(self->fd, F_OFD_SETLKW, &lock) != 0) {
        if (errno != EINTR)
            return false;
    }
    return true;
}

enum err turn_take(struct turn *self)
{
    bool got = set(self, F_WRLCK, NEXT) && set(self, F_WRLCK, WRITING);
    int why = errno;

    set(self, F_UNLCK, NEXT);
    if (!got) {
        log_error("store: no turn to write: %s", strerrordesc_np(why));
        return ERR_STORAGE;
    }
    return OK;
}

void turn_leave(struct turn *self)
{
    set(self, F_UNLCK, WRITING);
}
