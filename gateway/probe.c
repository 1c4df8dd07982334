#include "probe.h"
#include "base.h"
#include "text.h"
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { PATIENCE_SECONDS = 5, ANSWER_ROOM = 4096 };

static bool read_target(struct arena *mem, const char *listen, struct sockaddr_in *out)
{
    const char *first = arena_strndup(mem, listen, strcspn(listen, ","));
    const char *colon = strchr(first, ':');
    int64_t port;

    if (!colon || !text_int(colon + 1, &port) || port < 1 || port > UINT16_MAX)
        return false;
    *out = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    const char *address = arena_strndup(mem, first, (size_t)(colon - first));
    if (inet_pton(AF_INET, address, &out->sin_addr) != 1)
        return false;
    if (out->sin_addr.s_addr == htonl(INADDR_ANY))
        out->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return true;
}

/* The status line and what follows; false: no answer. */
static bool ask(int fd, const struct sockaddr_in *to, char answer[ANSWER_ROOM])
{
    static const char question[] =
        "GET /health HTTP/1.1\r\nHost: health\r\nConnection: close\r\n\r\n";
    const struct timeval patience = {.tv_sec = PATIENCE_SECONDS};
    size_t n = 0;
    ssize_t got = 1;

    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(fd, (const struct sockaddr *)to, sizeof *to) != 0 ||
        send(fd, question, sizeof question - 1, MSG_NOSIGNAL) != (ssize_t)sizeof question - 1)
        return false;
    while (got > 0 && n < ANSWER_ROOM - 1) {
        got = recv(fd, answer + n, ANSWER_ROOM - 1 - n, 0);
        n += got > 0 ? (size_t)got : 0;
    }
    answer[n] = '\0';
    return n > 0;
}

int probe_health(const char *listen)
{
    AUTO(arena) mem;
    struct sockaddr_in to;
    char answer[ANSWER_ROOM];

    arena_init(&mem, ARENA_LIMIT);
    if (!read_target(&mem, listen, &to)) {
        fprintf(stderr, "gateway/listen is \"%s\", not ADDRESS:PORT\n", listen);
        return EXIT_FAILURE;
    }
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool answered = fd >= 0 && ask(fd, &to, answer);
    if (fd >= 0)
        close(fd);
    if (!answered) {
        fprintf(stderr, "nothing answers on %s\n", listen);
        return EXIT_FAILURE;
    }
    if (strncmp(answer, "HTTP/1.1 200 ", 13) == 0)
        return EXIT_SUCCESS;
    const char *body = strstr(answer, "\r\n\r\n");
    fprintf(stderr, "not ready: %s\n", body ? body + 4 : answer);
    return EXIT_FAILURE;
}
