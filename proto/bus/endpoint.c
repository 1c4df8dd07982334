#include "endpoint.h"
#include "log.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { REPLICAS_MAX = 64 };

/* fd, or -1: somebody holds it (EAGAIN), or it cannot be made. */
static int lock_file(const char *path)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0 || fcntl(fd, F_OFD_SETLK, &whole) == 0)
        return fd;
    int why = errno;
    close(fd);
    errno = why == EACCES ? EAGAIN : why; /* POSIX lets a held lock be either */
    return -1;
}

static const char *path_of(const struct endpoint *self)
{
    return self->address + strlen("ipc://");
}

static bool take(const char *service, unsigned n, struct endpoint *out)
{
    char *lock = xprintf("bus/%s.%u.lock", service, n);
    int fd = lock_file(lock);
    int why = errno;

    free(lock);
    errno = why;
    if (fd < 0)
        return false;
    *out = (struct endpoint){
        .lock = fd,
        .instance = xprintf("%s.%u", service, n),
        .address = xprintf("ipc://bus/%s.%u.sock", service, n),
    };
    endpoint_hide(out);
    return true;
}

enum err endpoint_take(const char *service, struct endpoint *out)
{
    if (mkdir("bus", 0770) != 0 && errno != EEXIST) {
        log_error("folder bus cannot be made: %s", strerrordesc_np(errno));
        return ERR_UNAVAILABLE;
    }
    for (unsigned n = 0; n < REPLICAS_MAX; n++) {
        if (take(service, n, out))
            return OK;
        if (errno != EAGAIN)
            break;
    }
    log_error("no place for %s in folder bus: %s", service, strerrordesc_np(errno));
    return ERR_UNAVAILABLE;
}

void endpoint_shared(const struct endpoint *self)
{
    /* Callers may run under users of their own.  Who may speak is CURVE's and ZAP's to decide. */
    if (chmod(path_of(self), 0660) != 0)
        log_warn("%s: %s", self->address, strerrordesc_np(errno));
}

void endpoint_hide(struct endpoint *self)
{
    unlink(path_of(self)); /* that it is not there is fine */
}

void endpoint_release(struct endpoint *self)
{
    if (!self->address)
        return;
    endpoint_hide(self);
    close(self->lock);
    free(self->instance);
    free(self->address);
    *self = (struct endpoint){.lock = -1};
}
