#include "identity.h"
#include "arena.h"
#include "text.h"
#include "words.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <unistd.h>

enum { STARTED_FIELD = 22 };

/* The name of the program (field 2) may hold blanks and brackets: count from the last bracket. */
static bool started_of(struct arena *mem, const char *stat, int64_t *out)
{
    const char *at = strrchr(stat, ')');
    const char *word = at;

    for (int field = 2; word && field <= STARTED_FIELD; field++)
        word = words_next(mem, &at);
    return word && text_int(word, out);
}

enum err identity_of(pid_t pid, struct identity *out)
{
    AUTO(arena) mem;
    arena_init(&mem, ARENA_LIMIT);
    FILE *f = fopen(arena_printf(&mem, "/proc/%d/stat", (int)pid), "re");
    char stat[1024] = "";
    int64_t started;

    if (!f)
        return ERR_NOT_FOUND;
    size_t n = fread(stat, 1, sizeof stat - 1, f);
    fclose(f);
    if (n == 0 || !started_of(&mem, stat, &started))
        return ERR_NOT_FOUND;
    *out = (struct identity){pid, started};
    return OK;
}

/* True as well for one that has ended but was not waited for by its parent. */
static bool ended(int pidfd, int wait)
{
    struct pollfd end = {.fd = pidfd, .events = POLLIN};

    return poll(&end, 1, wait) == 1;
}

enum err identity_open(struct identity who, int *pidfd)
{
    int fd = pidfd_open(who.pid, 0);
    struct identity now;

    if (fd < 0)
        return ERR_NOT_FOUND;
    if (identity_of(who.pid, &now) || now.started != who.started || ended(fd, 0)) {
        close(fd);
        return ERR_NOT_FOUND;
    }
    *pidfd = fd;
    return OK;
}

enum err identity_end(int pidfd, int signal, int wait)
{
    if (pidfd_send_signal(pidfd, signal, NULL, 0) && errno == EPERM)
        return ERR_FORBIDDEN;
    return ended(pidfd, wait) ? OK : ERR_DEADLINE;
}
