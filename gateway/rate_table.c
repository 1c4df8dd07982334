#include "rate_table.h"
#include "random.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* A name has one place, and in it as many slots as fit into a few lines of cache. */
enum { SLOTS = 8, PLACES = RATE_TABLE_ROOM / SLOTS };

struct slot {
    char whom[RATE_NAME_MAX + 1];
    unsigned which;
    int64_t began, n; /* n 0: empty */
};

struct rate_table {
    pthread_mutex_t lock;
    uint64_t seed; /* nobody outside knows who shares a place with whom */
    struct slot slots[PLACES][SLOTS];
};

struct rate_table *rate_table_open(void)
{
    struct rate_table *self = xcalloc(1, sizeof *self);

    pthread_mutex_init(&self->lock, NULL);
    random_bytes(&self->seed, sizeof self->seed);
    return self;
}

void rate_table_close(struct rate_table **self)
{
    if (!*self)
        return;
    pthread_mutex_destroy(&(*self)->lock);
    free(*self);
    *self = NULL;
}

/* FNV-1a, from a beginning of our own. */
static size_t place_of(const struct rate_table *self, unsigned which, const char *whom)
{
    uint64_t h = self->seed ^ which;

    for (size_t i = 0; whom[i] && i < RATE_NAME_MAX; i++)
        h = (h ^ (uint8_t)whom[i]) * 0x100000001b3;
    return (h ^ h >> 32) % PLACES;
}

static bool is_over(const struct slot *slot, int64_t now)
{
    return now < slot->began || now - slot->began >= RATE_WINDOW_MS; /* a clock may be set back */
}

/* Theirs; else the one whose minute began the longest ago, empty ones before all. */
static struct slot *slot_of(struct slot *place, unsigned which, const char *whom, int64_t now)
{
    struct slot *oldest = place;

    for (struct slot *s = place; s < place + SLOTS; s++) {
        if (s->n > 0 && s->which == which && strncmp(s->whom, whom, RATE_NAME_MAX) == 0) {
            if (is_over(s, now))
                s->n = 0;
            return s;
        }
        if (s->n == 0 || (oldest->n > 0 && s->began < oldest->began))
            oldest = s;
    }
    *oldest = (struct slot){.which = which};
    strncpy(oldest->whom, whom, RATE_NAME_MAX);
    return oldest;
}

struct rate_count rate_table_add(struct rate_table *self, unsigned which, const char *whom,
                                 int64_t now)
{
    size_t place = place_of(self, which, whom);

    pthread_mutex_lock(&self->lock);
    struct slot *slot = slot_of(self->slots[place], which, whom, now);
    if (slot->n++ == 0)
        slot->began = now;
    const struct rate_count out = {slot->n, slot->began + RATE_WINDOW_MS};
    pthread_mutex_unlock(&self->lock);
    return out;
}
