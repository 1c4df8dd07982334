#include "connections.h"
#include "text.h"
#include <dirent.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

void connections_init(struct connections *self, size_t threads, size_t bound)
{
    *self = (struct connections){.n_slots = threads, .bound = bound};
    self->slots = xcalloc(threads, sizeof *self->slots);
    pthread_mutex_init(&self->lock, NULL);
}

void connections_done(struct connections *self)
{
    free(self->slots);
    pthread_mutex_destroy(&self->lock);
    *self = (struct connections){0};
}

bool connections_begin(struct connections *self, const char *address, int port)
{
    struct connections_slot *empty = NULL;
    size_t held = 1;

    pthread_mutex_lock(&self->lock);
    for (size_t i = 0; i < self->n_slots; i++) {
        struct connections_slot *slot = &self->slots[i];
        if (!slot->taken)
            empty = empty ? empty : slot;
        else
            held += strcmp(slot->address, address) == 0;
    }
    assert(empty); /* each thread has one connection */
    empty->taken = true;
    empty->port = port;
    strncpy(empty->address, address, sizeof empty->address - 1);
    pthread_mutex_unlock(&self->lock);
    return self->bound == 0 || held <= self->bound;
}

void connections_end(struct connections *self, const char *address, int port)
{
    pthread_mutex_lock(&self->lock);
    for (size_t i = 0; i < self->n_slots; i++) {
        struct connections_slot *slot = &self->slots[i];
        if (slot->taken && slot->port == port && strcmp(slot->address, address) == 0) {
            *slot = (struct connections_slot){0};
            break;
        }
    }
    pthread_mutex_unlock(&self->lock);
}

static bool comes_from(int fd, const char *address, int port)
{
    struct sockaddr_storage peer;
    socklen_t n = sizeof peer;
    char host[CONNECTIONS_ADDRESS_ROOM], service[8];
    int64_t number;

    return getpeername(fd, (struct sockaddr *)&peer, &n) == 0 &&
           getnameinfo((struct sockaddr *)&peer, n, host, sizeof host, service, sizeof service,
                       NI_NUMERICHOST | NI_NUMERICSERV) == 0 &&
           strcmp(host, address) == 0 && text_int(service, &number) && number == port;
}

void connections_cut(const char *address, int port)
{
    DIR *descriptors = opendir("/proc/self/fd");
    struct dirent *entry;
    int64_t fd;

    while (descriptors && (entry = readdir(descriptors))) {
        if (text_int(entry->d_name, &fd) && comes_from((int)fd, address, port))
            shutdown((int)fd, SHUT_RDWR);
    }
    if (descriptors)
        closedir(descriptors);
}
