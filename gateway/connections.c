#include "connections.h"
#include "clock.h"
#include "log.h"
#include "text.h"
#include <dirent.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { ADDRESS_ROOM = 48, LOOK_MS = 200, TRIM_MEMORY = 8 << 20 };

/* An address and how many it holds so far. */
struct holder {
    char address[ADDRESS_ROOM];
    size_t held;
    struct holder *next;
};

static bool name_of(const struct sockaddr_storage *of, socklen_t n, char address[ADDRESS_ROOM],
                    int64_t *port)
{
    char service[8];

    return getnameinfo((const struct sockaddr *)of, n, address, ADDRESS_ROOM, service,
                       sizeof service, NI_NUMERICHOST | NI_NUMERICSERV) == 0 &&
           text_int(service, port);
}

static bool is_among(const int *ports, size_t n, int64_t port)
{
    for (size_t i = 0; i < n; i++) {
        if (ports[i] == port)
            return true;
    }
    return false;
}

/* Does this descriptor lead from somebody to one of our ports? */
static bool is_client(int fd, const int *ports, size_t n, char address[ADDRESS_ROOM])
{
    struct sockaddr_storage here, there;
    socklen_t here_n = sizeof here, there_n = sizeof there;
    char own[ADDRESS_ROOM];
    int64_t local, remote;

    return getpeername(fd, (struct sockaddr *)&there, &there_n) == 0 &&
           getsockname(fd, (struct sockaddr *)&here, &here_n) == 0 &&
           name_of(&here, here_n, own, &local) && is_among(ports, n, local) &&
           name_of(&there, there_n, address, &remote);
}

static struct holder *holder_of(struct arena *mem, struct holder **all, const char *address)
{
    struct holder *h = *all;

    while (h && strcmp(h->address, address) != 0)
        h = h->next;
    if (!h) {
        h = ARENA_NEW(mem, holder);
        memcpy(h->address, address, strlen(address) + 1);
        h->next = *all;
        *all = h;
    }
    return h;
}

size_t connections_trim(const int *ports, size_t n_ports, size_t bound,
                        const struct proxies *proxies)
{
    DIR *descriptors = opendir("/proc/self/fd");
    struct holder *all = NULL;
    AUTO(arena) mem;
    struct dirent *entry;
    size_t shut = 0;

    arena_init(&mem, TRIM_MEMORY);
    while (descriptors && (entry = readdir(descriptors))) { /* NOLINT: the stream is ours */
        char address[ADDRESS_ROOM];
        int64_t fd;
        if (!text_int(entry->d_name, &fd) || !is_client((int)fd, ports, n_ports, address))
            continue;
        if (proxies && (source_is_loopback(address) || source_is_proxy(proxies, address)))
            continue;
        if (++holder_of(&mem, &all, address)->held > bound) {
            shutdown((int)fd, SHUT_RDWR);
            shut++;
        }
    }
    if (descriptors)
        closedir(descriptors);
    return shut;
}

static void rest(struct connections_watch *self)
{
    struct timespec until;
    int64_t then = clock_steady() + LOOK_MS;

    until = (struct timespec){then / 1000, (long)(then % 1000) * 1000000};
    if (!self->stop)
        pthread_cond_clockwait(&self->wake, &self->lock, CLOCK_MONOTONIC, &until);
}

static void *watch(void *argument)
{
    struct connections_watch *self = argument;

    pthread_mutex_lock(&self->lock);
    for (; !self->stop; rest(self)) {
        size_t shut = connections_trim(self->ports, self->n_ports, self->bound, self->proxies);
        if (shut > 0)
            log_info("%zu connections shut: more than %zu from one address", shut, self->bound);
    }
    pthread_mutex_unlock(&self->lock);
    return NULL;
}

void connections_watch_start(struct connections_watch *self)
{
    if (self->bound == 0)
        return;
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->wake, NULL);
    self->running = pthread_create(&self->thread, NULL, watch, self) == 0;
    assert(self->running);
}

void connections_watch_stop(struct connections_watch *self)
{
    if (!self->running)
        return;
    pthread_mutex_lock(&self->lock);
    self->stop = true;
    pthread_cond_signal(&self->wake);
    pthread_mutex_unlock(&self->lock);
    pthread_join(self->thread, NULL);
    pthread_cond_destroy(&self->wake);
    pthread_mutex_destroy(&self->lock);
    self->running = false;
}
