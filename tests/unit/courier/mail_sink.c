#include "mail_sink.h"
#include "check.h"
#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEARD_MAX = 256 << 10 };

struct mail_sink {
    const struct mail_sink_answers *answers;
    int door;
    _Atomic int line; /* the connection that is open; -1: none */
    char url[64];
    pthread_t thread;
    pthread_mutex_t lock;
    char *heard;
    size_t n;
    int mails;
    bool in_data;
};

static void say(int fd, const char *text, const char *usual)
{
    const char *line = text ? text : usual;

    if (send(fd, line, strlen(line), MSG_NOSIGNAL) < 0)
        return;
}

static void note(struct mail_sink *self, const char *line)
{
    size_t n = strlen(line);

    pthread_mutex_lock(&self->lock);
    if (self->n + n < HEARD_MAX) {
        memcpy(self->heard + self->n, line, n + 1);
        self->n += n;
    }
    pthread_mutex_unlock(&self->lock);
}

static bool begins(const char *line, const char *with)
{
    return strncasecmp(line, with, strlen(with)) == 0;
}

static void end_of_mail(struct mail_sink *self, int fd)
{
    self->in_data = false;
    pthread_mutex_lock(&self->lock);
    self->mails++;
    pthread_mutex_unlock(&self->lock);
    say(fd, self->answers->end, "250 taken\r\n");
}

static void answer(struct mail_sink *self, int fd, const char *line)
{
    const struct mail_sink_answers *a = self->answers;

    if (self->in_data) {
        if (strcmp(line, ".\r\n") == 0)
            end_of_mail(self, fd);
        return;
    }
    if (begins(line, "EHLO"))
        say(fd, a->hello, "250-sink\r\n250 8BITMIME\r\n");
    else if (begins(line, "MAIL"))
        say(fd, a->from, "250 ok\r\n");
    else if (begins(line, "RCPT"))
        say(fd, a->recipient, "250 ok\r\n");
    else if (begins(line, "DATA")) {
        self->in_data = !a->data;
        say(fd, a->data, "354 go on\r\n");
    } else
        say(fd, NULL, begins(line, "QUIT") ? "221 bye\r\n" : "502 no\r\n");
}

static void serve(struct mail_sink *self, int fd)
{
    FILE *in = fdopen(dup(fd), "r");
    char line[4096];

    self->in_data = false;
    if (!self->answers->silent)
        say(fd, self->answers->greeting, "220 sink\r\n");
    while (in && fgets(line, sizeof line, in)) {
        note(self, line);
        if (!self->answers->silent)
            answer(self, fd, line);
    }
    if (in)
        fclose(in);
}

static void *run(void *arg)
{
    struct mail_sink *self = arg;
    int fd;

    while ((fd = accept(self->door, NULL, NULL)) >= 0) {
        self->line = fd;
        serve(self, fd);
        self->line = -1;
        close(fd);
    }
    return NULL;
}

struct mail_sink *mail_sink_open(const struct mail_sink_answers *answers)
{
    struct mail_sink *self = xcalloc(1, sizeof *self);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t n = sizeof at;

    self->answers = answers;
    self->heard = xcalloc(1, HEARD_MAX);
    self->line = -1;
    pthread_mutex_init(&self->lock, NULL);
    self->door = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(self->door, (struct sockaddr *)&at, sizeof at) || listen(self->door, 8) ||
        getsockname(self->door, (struct sockaddr *)&at, &n))
        abort();
    snprintf(self->url, sizeof self->url, "smtp://127.0.0.1:%d", ntohs(at.sin_port));
    if (pthread_create(&self->thread, NULL, run, self) != 0)
        abort();
    return self;
}

void mail_sink_close(struct mail_sink **self)
{
    struct mail_sink *sink = *self;

    shutdown(sink->door, SHUT_RDWR);
    if (sink->line >= 0)
        shutdown(sink->line, SHUT_RDWR);
    pthread_join(sink->thread, NULL);
    close(sink->door);
    pthread_mutex_destroy(&sink->lock);
    free(sink->heard);
    free(sink);
    *self = NULL;
}

const char *mail_sink_url(const struct mail_sink *self)
{
    return self->url;
}

const char *mail_sink_heard(struct mail_sink *self)
{
    pthread_mutex_lock(&self->lock);
    const char *copy = arena_strdup(check_mem(), self->heard);
    pthread_mutex_unlock(&self->lock);
    return copy;
}

int mail_sink_mails(struct mail_sink *self)
{
    pthread_mutex_lock(&self->lock);
    int n = self->mails;
    pthread_mutex_unlock(&self->lock);
    return n;
}
