#include "resolver.h"
#include "futex.h"
#include "log.h"
#include "thread.h"
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

enum { AGAIN_MS = 1000, ADDRESSES_MAX = 64 };

struct place {
    char *host, *port; /* NULL: not one to resolve */
    char *found[ADDRESSES_MAX];
    size_t n;
    bool said_unknown;
};

struct resolver {
    pthread_t thread;
    pthread_mutex_t lock; /* of found and n */
    _Atomic uint32_t stop;
    size_t n;
    struct place places[];
};

/* "host:port"; an IPv6 address stands in brackets, which are taken off. */
static bool split(const char *text, struct place *out)
{
    const char *colon = strrchr(text, ':');

    if (!colon || colon == text || !colon[1])
        return false;
    bool bracketed = text[0] == '[' && colon[-1] == ']';
    const char *host = bracketed ? text + 1 : text;
    size_t n = (size_t)(colon - host) - (bracketed ? 1 : 0);
    if (n == 0 || (!bracketed && memchr(text, ':', (size_t)(colon - text))))
        return false;
    out->host = xprintf("%.*s", (int)n, host);
    out->port = xstrdup(colon + 1);
    return true;
}

static char *address_of(const struct addrinfo *info)
{
    char host[NI_MAXHOST], port[NI_MAXSERV];

    if (getnameinfo(info->ai_addr, info->ai_addrlen, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return NULL;
    return xprintf(info->ai_family == AF_INET6 ? "tcp://[%s]:%s" : "tcp://%s:%s", host, port);
}

static void forget(char **found, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(found[i]);
}

static void look_up(struct resolver *self, struct place *place)
{
    const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *list = NULL;
    char *found[ADDRESSES_MAX];
    size_t n = 0;

    int fault = getaddrinfo(place->host, place->port, &hints, &list);
    if (fault && !place->said_unknown)
        log_warn("%s:%s has no address: %s", place->host, place->port, gai_strerror(fault));
    place->said_unknown = fault != 0;
    if (fault)
        return;
    for (struct addrinfo *i = list; i && n < ADDRESSES_MAX; i = i->ai_next) {
        found[n] = address_of(i);
        n += found[n] ? 1 : 0;
    }
    freeaddrinfo(list);

    pthread_mutex_lock(&self->lock);
    forget(place->found, place->n);
    memcpy(place->found, found, n * sizeof found[0]);
    place->n = n;
    pthread_mutex_unlock(&self->lock);
}

static void *run(void *arg)
{
    struct resolver *self = arg;

    while (!self->stop) {
        for (size_t i = 0; i < self->n; i++) {
            if (self->places[i].host)
                look_up(self, &self->places[i]);
        }
        futex_wait(&self->stop, 0, AGAIN_MS);
    }
    return NULL;
}

static void free_all(struct resolver *self)
{
    for (size_t i = 0; i < self->n; i++) {
        forget(self->places[i].found, self->places[i].n);
        free(self->places[i].host);
        free(self->places[i].port);
    }
    free(self);
}

enum err resolver_open(const char *const *places, size_t n, struct resolver **out)
{
    struct resolver *self = xcalloc(1, sizeof *self + n * sizeof self->places[0]);

    self->n = n;
    for (size_t i = 0; i < n; i++) {
        if (places[i] && !split(places[i], &self->places[i])) {
            log_error("\"%s\" is not of the form host:port", places[i]);
            free_all(self);
            return ERR_CONFIG;
        }
    }
    pthread_mutex_init(&self->lock, NULL);
    self->thread = thread_start("resolver", run, self);
    *out = self;
    return OK;
}

void resolver_close(struct resolver **self)
{
    struct resolver *r = *self;

    if (!r)
        return;
    r->stop = 1;
    futex_wake(&r->stop);
    pthread_join(r->thread, NULL);
    pthread_mutex_destroy(&r->lock);
    free_all(r);
    *self = NULL;
}

void resolver_addresses(struct resolver *self, size_t index, struct arena *mem,
                        struct addresses *out)
{
    const struct place *place = &self->places[index];

    pthread_mutex_lock(&self->lock);
    out->n = place->n;
    out->v = arena_array(mem, place->n, sizeof *out->v);
    for (size_t i = 0; i < place->n; i++)
        out->v[i] = arena_strdup(mem, place->found[i]);
    pthread_mutex_unlock(&self->lock);
}
