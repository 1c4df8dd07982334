#include "bus_inside.h"
#include "clock.h"

enum { TICK_MS = 1000 };

/* True: somebody handed something over since it was looked at.  Otherwise the bell rings from now
 * on, and it is safe to sleep. */
static bool handed_over(struct bus *self)
{
    bell_lock(&self->bell);
    bool something = self->stop || !TAILQ_EMPTY(&self->calls.to_send) ||
                     (self->front && front_has_work(self->front));
    if (!something)
        bell_doze(&self->bell);
    bell_unlock(&self->bell);
    return something;
}

static void send_all(struct bus *self, int64_t now)
{
    peers_send(&self->peers, now);
    if (self->front)
        front_send(self->front, now);
}

static void wait_and_receive(struct bus *self, int64_t ms)
{
    struct pollset *set = &self->set;

    pollset_clear(set);
    pollset_add_fd(set, self->bell.fd);
    if (self->front)
        front_add(self->front, set);
    peers_add(&self->peers, set);
    pollset_wait(set, handed_over(self) || ms < 0 ? 0 : ms);
    bell_awake(&self->bell, pollset_ready(set));
    if (self->front)
        front_receive(self->front, set, clock_steady());
    peers_receive(&self->peers, set);
}

/* step: ms, or -1 for never. */
static int64_t sooner(int64_t left, int64_t step)
{
    return step >= 0 && step < left ? step : left;
}

/* What is due; returns the ms until something is due again. */
static int64_t look_after(struct bus *self, int64_t now, int64_t *next_tick)
{
    if (now >= *next_tick) {
        keyring_refresh(self->keyring);
        if (self->front)
            front_tick(self->front);
        *next_tick = now + TICK_MS;
    }
    peers_look(&self->peers, now);
    int64_t due = *next_tick < self->peers.next_look ? *next_tick : self->peers.next_look;
    if (!self->front)
        return due - now;
    int64_t left = sooner(due - now, drain_step(self->front, now));
    return sooner(left, doorbell_step(self->front, now));
}

static bool stopping(struct bus *self)
{
    bell_lock(&self->bell);
    bool stop = self->stop;
    bell_unlock(&self->bell);
    return stop;
}

void *bus_thread(void *arg)
{
    struct bus *self = arg;
    int64_t next_tick = 0;

    while (!stopping(self)) {
        int64_t now = clock_steady();
        send_all(self, now);
        wait_and_receive(self, look_after(self, now, &next_tick));
    }
    send_all(self, clock_steady());
    return NULL;
}
