#include "redraw.h"
#include "clock.h"
#include "log.h"
#include "painter/painted.h"
#include "picture.h"
#include <errno.h>
#include <poll.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PATIENCE_MS = 8000, PATH_ROOM = 4096 };

/* -- the process ------------------------------------------------------------------------------- */

static const char PAINTER[] = "ostiary-painter";

/* Beside the program that runs. */
static bool find_painter(char path[PATH_ROOM])
{
    ssize_t n = readlink("/proc/self/exe", path, PATH_ROOM - sizeof PAINTER);
    char *name = NULL;

    if (n <= 0)
        return false;
    path[n] = '\0';
    name = strrchr(path, '/');
    if (!name)
        return false;
    memcpy(name + 1, PAINTER, sizeof PAINTER);
    return true;
}

/* With nothing of ours but the socket. */
static int start(const char *path, int socket)
{
    char name[sizeof PAINTER];
    char *const argv[] = {memcpy(name, PAINTER, sizeof PAINTER), NULL}, *const nothing[] = {NULL};
    posix_spawn_file_actions_t actions;
    pid_t pid;

    posix_spawn_file_actions_init(&actions);
    int bad = posix_spawn_file_actions_adddup2(&actions, socket, PAINTER_SOCKET);
    if (!bad)
        bad = posix_spawn_file_actions_addclosefrom_np(&actions, PAINTER_SOCKET + 1);
    if (!bad)
        bad = posix_spawn(&pid, path, &actions, NULL, argv, nothing);
    posix_spawn_file_actions_destroy(&actions);
    return bad;
}

int redraw_start(const char *program)
{
    char path[PATH_ROOM];
    int ends[2] = {-1, -1};

    if (!program)
        program = find_painter(path) ? path : "";
    int bad = socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0 ? 0 : errno;
    if (!bad)
        bad = start(program, ends[1]);
    if (ends[1] >= 0)
        close(ends[1]);
    if (!bad)
        return ends[0];
    if (ends[0] >= 0)
        close(ends[0]);
    log_warn("%s does not start (%s): no pictures can be uploaded", PAINTER, strerrordesc_np(bad));
    return -1;
}

/* -- a picture --------------------------------------------------------------------------------- */

/* Hands over one end of a pair. */
static bool hand(int painter, int fd)
{
    struct iovec data = {(char[]){'.'}, 1};
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {.room = {0}};
    struct msghdr message = {.msg_iov = &data,
                             .msg_iovlen = 1,
                             .msg_control = control.room,
                             .msg_controllen = sizeof control.room};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);

    *header = (struct cmsghdr){CMSG_LEN(sizeof fd), SOL_SOCKET, SCM_RIGHTS};
    memcpy(CMSG_DATA(header), &fd, sizeof fd);
    return sendmsg(painter, &message, MSG_NOSIGNAL | MSG_DONTWAIT) == 1;
}

static bool wait_for(int fd, short what, int64_t deadline)
{
    struct pollfd waiting = {.fd = fd, .events = what};
    int64_t left = deadline - clock_steady();

    return left > 0 && poll(&waiting, 1, (int)left) == 1;
}

static bool send_all(int fd, struct bytes in, int64_t deadline)
{
    while (in.n > 0 && wait_for(fd, POLLOUT, deadline)) {
        ssize_t put = send(fd, in.p, in.n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (put <= 0)
            return false;
        in.p += put;
        in.n -= (size_t)put;
    }
    return in.n == 0 && shutdown(fd, SHUT_WR) == 0;
}

/* The byte that says how it went, and the picture: how many there were. */
static size_t hear_all(int fd, uint8_t *p, size_t room, int64_t deadline)
{
    size_t n = 0;
    ssize_t got = 1;

    while (got > 0 && n < room) {
        if (!wait_for(fd, POLLIN, deadline))
            return 0;
        got = recv(fd, p + n, room - n, MSG_DONTWAIT);
        n += got > 0 ? (size_t)got : 0;
    }
    return got == 0 ? n : 0;
}

static enum err judge(struct call *c, uint8_t said)
{
    switch ((enum painted)said) {
    case PAINTED:
        return OK;
    case PAINTED_UNKNOWN:
        return refuse(c, ERR_PICTURE_UNKNOWN, "of none of the kinds that are read");
    case PAINTED_WIDE:
        return refuse(c, ERR_PICTURE_WIDE, "more pixels than are read");
    case PAINTED_BROKEN:
        break;
    }
    return refuse(c, ERR_PICTURE_BROKEN, "the painter said %d", said);
}

static enum err converse(struct call *c, int fd, struct bytes in, struct bytes *png)
{
    const size_t room = PICTURE_MAX + 2; /* more than it may be, so that it shows */
    uint8_t *answer = arena_alloc(c->mem, room);
    int64_t deadline = clock_steady() + PATIENCE_MS;

    bool sent = send_all(fd, in, deadline);
    size_t n = hear_all(fd, answer, room, deadline); /* it may know after a few bytes */
    if (n == 0 && clock_steady() >= deadline)
        return refuse(c, ERR_BUSY, "the painter takes too long");
    if (n == 0)
        return refuse(c, ERR_PICTURE_BROKEN, "the painter %s",
                      sent ? "did not answer" : "did not listen");
    enum err e = judge(c, answer[0]);
    if (e)
        return e;
    *png = (struct bytes){answer + 1, n - 1};
    const char *fault = picture_fault(*png);
    return fault ? refuse(c, ERR_INTERNAL, "what was painted will not do: %s", fault) : OK;
}

enum err redraw(struct call *c, int painter, struct bytes in, struct bytes *png)
{
    int ends[2];

    if (painter < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return refuse(c, ERR_UNAVAILABLE, "there is no painter");
    bool handed = hand(painter, ends[1]);
    close(ends[1]);
    enum err e =
        handed ? converse(c, ends[0], in, png) : refuse(c, ERR_UNAVAILABLE, "the painter is gone");
    close(ends[0]);
    return e;
}
