/* peers_send.c - calls on their way out. */
#include "peers.h"

static void wait_for_replica(struct peers *self, struct flight *f, int64_t now)
{
    if (!f->waits_until)
        f->waits_until = now + FLIGHT_PATIENCE_MS;
    self->destinations[f->destination].wanted = true;
    flight_move(f, &self->calls->waiting);
    if (self->next_look > now + PEERS_LOOK_SOON_MS)
        self->next_look = now;
}

/* Takes the next call that has somewhere to go. */
static struct replica *take_next(struct peers *self, int64_t now, int64_t *id, struct frames *out)
{
    struct replica *to = NULL;
    struct flight *f;

    bell_lock(self->bell);
    while (!to && (f = TAILQ_FIRST(&self->calls->to_send))) {
        to = destination_choose(&self->destinations[f->destination]);
        if (to) {
            *id = f->id;
            frames_copy(out, &f->request);
            flight_send_to(f, to);
        } else {
            wait_for_replica(self, f, now);
        }
    }
    bell_unlock(self->bell);
    return to;
}

void peers_send(struct peers *self, int64_t now)
{
    struct frames frames;
    struct replica *to;
    int64_t id = 0;

    while ((to = take_next(self, now, &id, &frames))) {
        if (replica_send(to, &frames))
            continue;
        /* The connection went a moment ago.  The call was not heard by anyone: it can wait for
         * another, whatever it is. */
        bell_lock(self->bell);
        struct flight *f = outstanding_find(self->calls, id, to);
        if (f)
            wait_for_replica(self, f, now);
        bell_unlock(self->bell);
    }
}
