#include "visitor.h"
#include "clock.h"
#include "text.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { IN_ROOM = 16 << 10, IN_MAX = 256 << 10, OUT_ROOM = 1024, SHOWN = 300 };

void visitor_init(struct visitor *self, const struct site *site, size_t number)
{
    *self = (struct visitor){.site = site, .person = xprintf("bench%zu", number), .fd = -1};
    arena_init(&self->mem, ARENA_LIMIT);
    self->in_room = IN_ROOM;
    self->in = xmalloc(IN_ROOM);
}

void visitor_done(struct visitor *self)
{
    visitor_leave(self);
    arena_done(&self->mem);
    for (size_t i = 0; i < KEPT_COUNT; i++)
        free(self->kept[i]);
    free(self->in);
    free(self->person);
}

bool visitor_keep(struct visitor *self, enum kept which, const char *value)
{
    free(self->kept[which]);
    self->kept[which] = value ? xstrdup(value) : NULL;
    return value != NULL;
}

void visitor_leave(struct visitor *self)
{
    if (self->fd >= 0)
        close(self->fd);
    self->fd = -1;
}

bool visitor_connect(struct visitor *self, int epoll)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)self->site->port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
                                .data.ptr = self};
    const int on = 1;

    visitor_leave(self);
    self->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (self->fd >= 0 &&
        connect(self->fd, (const struct sockaddr *)&address, sizeof address) == 0 &&
        setsockopt(self->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0 &&
        epoll_ctl(epoll, EPOLL_CTL_ADD, self->fd, &event) == 0)
        return true;
    visitor_leave(self);
    return false;
}

/* False: the connection is gone. */
static bool send_rest(struct visitor *self)
{
    while (self->sent < self->out.n) {
        ssize_t n = send(self->fd, self->out.p + self->sent, self->out.n - self->sent,
                         MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0)
            return errno == EAGAIN;
        self->sent += (size_t)n;
    }
    return true;
}

/* What fails here is seen when the answer is awaited. */
static void ask(struct visitor *self)
{
    arena_reset(&self->mem);
    buf_init(&self->out, &self->mem, OUT_ROOM);
    self->sent = 0;
    self->in_len = 0;
    self->step->ask(self, &self->out);
    (void)send_rest(self);
}

void visitor_begin(struct visitor *self, const struct step *script)
{
    self->step = script;
    self->began = clock_micros();
    ask(self);
}

/* Bytes that came; 0: nothing now; -1: nothing any more. */
static ssize_t receive(struct visitor *self)
{
    if (self->in_len == self->in_room) {
        if (self->in_room == IN_MAX)
            return -1;
        self->in_room *= 2;
        self->in = xrealloc(self->in, self->in_room);
    }
    ssize_t n = recv(self->fd, self->in + self->in_len, self->in_room - self->in_len, MSG_DONTWAIT);
    if (n < 0)
        return errno == EAGAIN ? 0 : -1;
    if (n == 0)
        return -1;
    self->in_len += (size_t)n;
    return n;
}

static enum answer_state await(struct visitor *self, struct answer *out)
{
    ssize_t got = 0;

    while ((got = receive(self)) > 0) {
        enum answer_state state = answer_read(self->in, self->in_len, out);
        if (state != ANSWER_PART)
            return state;
    }
    return got == 0 ? ANSWER_PART : ANSWER_BROKEN;
}

static const char *describe(struct visitor *self, const struct answer *a, const char *fault)
{
    size_t n = a->body_len < SHOWN ? a->body_len : SHOWN;

    return arena_printf(&self->mem, "%s, in an answer of status %d: %s", fault, a->status,
                        text_printable(&self->mem, arena_strndup(&self->mem, a->body, n)));
}

enum progress visitor_go_on(struct visitor *self, const char **why)
{
    struct answer a;

    enum answer_state state = send_rest(self) ? await(self, &a) : ANSWER_BROKEN;
    if (state == ANSWER_PART)
        return PROGRESS_WAITS;
    if (state == ANSWER_BROKEN) {
        *why = self->in_len > 0 ? "the answer is broken" : "the connection was closed";
        return PROGRESS_FAILED;
    }
    const char *fault = self->step->take(self, &a);
    if (!fault && a.last)
        fault = "the server ends the connection";
    if (fault) {
        *why = describe(self, &a, fault);
        return PROGRESS_FAILED;
    }
    self->step++;
    if (!self->step->name)
        return PROGRESS_ROUND;
    ask(self);
    return PROGRESS_WAITS;
}
