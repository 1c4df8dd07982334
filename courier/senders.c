#include "senders.h"
#include "attempt.h"
#include "clock.h"
#include "order.h"
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Webhooks go to servers of strangers, who may be slow; the mail server is our own. */
static const struct {
    const char *kind;
    size_t threads;
} crews[] = {{ORDER_MAIL, 2}, {ORDER_WEBHOOK, 6}};

enum { SENDERS = 8, LOOK_EVERY_MS = 1000 };

struct sender {
    struct attempt_means means;
    int bell; /* eventfd */
    pthread_t thread;
};

struct senders {
    struct sender v[SENDERS];
};

/* Mails wait while there is nobody to hand them to. */
static bool idle_crew(const struct courier *courier, const char *kind)
{
    return kind == crews[0].kind && courier_mail_fault(courier);
}

static void open_means(struct attempt_means *means, struct courier *courier, const char *kind)
{
    *means = (struct attempt_means){.courier = courier, .kind = kind};
    if (kind == crews[0].kind && courier->smtp.url)
        means->smtp = smtp_open(&courier->smtp);
}

static void sleep_until(struct sender *self, int64_t next_at)
{
    struct pollfd bell = {.fd = self->bell, .events = POLLIN};
    int64_t left = next_at == INT64_MAX ? LOOK_EVERY_MS : next_at - clock_now();
    uint64_t rings;

    if (left > LOOK_EVERY_MS)
        left = LOOK_EVERY_MS;
    if (poll(&bell, 1, left > 0 ? (int)left : 0) > 0 && read(self->bell, &rings, sizeof rings) < 0)
        assert(errno == EAGAIN || errno == EINTR);
}

static void *run(void *arg)
{
    struct sender *self = arg;
    struct courier *courier = self->means.courier;
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    while (!courier->stop) {
        int64_t next_at = INT64_MAX;
        if (idle_crew(courier, self->means.kind) || !attempt_one(&self->means, &mem, &next_at))
            sleep_until(self, next_at);
        arena_reset(&mem);
    }
    return NULL;
}

struct senders *senders_start(struct courier *courier)
{
    struct senders *self = xcalloc(1, sizeof *self);
    size_t n = 0;

    for (size_t crew = 0; crew < ARRAY_LEN(crews); crew++) {
        for (size_t i = 0; i < crews[crew].threads; i++) {
            struct sender *sender = &self->v[n++];
            open_means(&sender->means, courier, crews[crew].kind);
            sender->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
            if (sender->bell < 0 || pthread_create(&sender->thread, NULL, run, sender) != 0)
                abort();
        }
    }
    assert(n == SENDERS);
    return self;
}

void senders_wake(struct senders *self)
{
    const uint64_t one = 1;

    for (size_t i = 0; self && i < SENDERS; i++) {
        if (write(self->v[i].bell, &one, sizeof one) < 0)
            assert(errno == EAGAIN); /* it rings already */
    }
}

void senders_stop(struct senders **self)
{
    struct senders *all = *self;

    *self = NULL;
    if (!all)
        return;
    all->v[0].means.courier->stop = true;
    senders_wake(all);
    for (size_t i = 0; i < SENDERS; i++) {
        pthread_join(all->v[i].thread, NULL);
        close(all->v[i].bell);
        smtp_close(&all->v[i].means.smtp);
    }
    free(all);
}

void senders_run(struct courier *courier)
{
    for (size_t crew = 0; crew < ARRAY_LEN(crews); crew++) {
        struct attempt_means means;
        bool more = !idle_crew(courier, crews[crew].kind);
        open_means(&means, courier, crews[crew].kind);
        while (more) {
            AUTO(arena) mem;
            int64_t next_at;
            arena_init(&mem, ARENA_LIMIT);
            more = attempt_one(&means, &mem, &next_at);
        }
        smtp_close(&means.smtp);
    }
}
