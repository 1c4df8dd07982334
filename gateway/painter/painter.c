#include "painter.h"
#include "paint.h"
#include "sandbox.h"
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    PICTURE_BYTES_MAX = 12 << 20, /* whoever asks has a bound of its own */
    MEMORY_MAX = 320 << 20,
    CPU_SECONDS = 5,
    SECONDS = 15,
    NICE = 5,
};

/* -- the child -------------------------------------------------------------------------------- */

static void limit(int what, rlim_t most)
{
    const struct rlimit both = {most, most};

    if (setrlimit((__rlimit_resource_t)what, &both) != 0)
        abort();
}

static void confine(void)
{
    limit(RLIMIT_CPU, CPU_SECONDS);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    alarm(SECONDS);
    setpriority(PRIO_PROCESS, 0, NICE);
    if (!sandbox_is_possible())
        return;
    limit(RLIMIT_AS, MEMORY_MAX);
    limit(RLIMIT_NOFILE, 0);
    if (sandbox_compute() != OK)
        abort();
}

/* false: there was more than is read. */
static bool read_all(int fd, struct bytes *out)
{
    uint8_t *p = xmalloc(PICTURE_BYTES_MAX);
    size_t n = 0;
    ssize_t got = 1;

    while (got > 0 && n < PICTURE_BYTES_MAX) {
        got = read(fd, p + n, PICTURE_BYTES_MAX - n);
        n += got > 0 ? (size_t)got : 0;
    }
    *out = (struct bytes){p, n};
    return got == 0;
}

static void write_all(int fd, const uint8_t *p, size_t n)
{
    ssize_t put = 1;

    for (; n > 0 && put > 0; n -= (size_t)put, p += put)
        put = write(fd, p, n);
}

static _Noreturn void paint_one(int fd)
{
    struct painting png = {NULL, 0};
    struct bytes in;

    confine();
    enum painted is = read_all(fd, &in) ? paint(in, &png) : PAINTED_WIDE;
    write_all(fd, &(uint8_t){(uint8_t)is}, 1);
    write_all(fd, png.p, png.n);
    _exit(EXIT_SUCCESS);
}

/* -- the one that waits ------------------------------------------------------------------------ */

/* A socket that came with a message; -1: there will be no more. */
static int next_socket(int from)
{
    char byte;
    struct iovec data = {&byte, 1};
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    struct msghdr message = {.msg_iov = &data,
                             .msg_iovlen = 1,
                             .msg_control = control.room,
                             .msg_controllen = sizeof control.room};

    ssize_t got = recvmsg(from, &message, MSG_CMSG_CLOEXEC);
    const struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (got <= 0 || !header || header->cmsg_type != SCM_RIGHTS)
        return -1;
    return *(const int *)(const void *)CMSG_DATA(header);
}

int painter_run(int socket)
{
    int fd;

    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    signal(SIGCHLD, SIG_IGN); /* nobody asks what became of a child */
    signal(SIGTERM, SIG_IGN); /* it ends when whoever it serves has ended */
    signal(SIGINT, SIG_IGN);
    while ((fd = next_socket(socket)) >= 0) {
        pid_t child = fork();
        if (child == 0) {
            close(socket);
            paint_one(fd);
        }
        close(fd); /* no child: whoever asks is told nothing, and can tell that */
    }
    return EXIT_SUCCESS;
}
