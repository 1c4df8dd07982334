#include "tally.h"
#include "log.h"
#include "tally_store.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_MS = 86400 * 1000, SLOTS = 2 * TALLY_ROOM };

/* Counted since the last write. */
struct thing {
    char *client_id; /* NULL: the slot is free */
    const char *what;
    char *detail;
    int64_t day, n, last_at;
};

struct tally {
    pthread_mutex_t lock; /* of what follows */
    struct thing *things; /* SLOTS of them; a thing is in the first free one behind its hash */
    size_t used;
    int64_t left_out;
};

/* -- in memory --------------------------------------------------------------------------------- */

struct tally *tally_open(void)
{
    struct tally *self = xcalloc(1, sizeof *self);

    pthread_mutex_init(&self->lock, NULL);
    self->things = xcalloc(SLOTS, sizeof *self->things);
    return self;
}

static void free_things(struct thing *things)
{
    for (size_t i = 0; i < SLOTS; i++) {
        free(things[i].client_id);
        free(things[i].detail);
    }
    free(things);
}

void tally_close(struct tally **self)
{
    struct tally *tally = *self;

    *self = NULL;
    if (!tally)
        return;
    free_things(tally->things);
    pthread_mutex_destroy(&tally->lock);
    free(tally);
}

/* FNV-1a: whoever makes many collide has made that many apps. */
static size_t hash_of(const char *client_id, const char *what)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (const char *p = client_id; *p; p++)
        hash = (hash ^ (uint8_t)*p) * UINT64_C(1099511628211);
    for (const char *p = what; *p; p++)
        hash = (hash ^ (uint8_t)*p) * UINT64_C(1099511628211);
    return (size_t)(hash % SLOTS);
}

static bool is(const struct thing *thing, const struct tally_row *row)
{
    return thing->day == row->day && strcmp(thing->what, row->what) == 0 &&
           strcmp(thing->client_id, row->client_id) == 0;
}

/* NULL: there is no more room. */
static struct thing *find_or_add(struct tally *self, const struct tally_row *row)
{
    size_t at = hash_of(row->client_id, row->what);

    while (self->things[at].client_id && !is(&self->things[at], row))
        at = (at + 1) % SLOTS;
    struct thing *thing = &self->things[at];
    if (thing->client_id)
        return thing;
    if (self->used == TALLY_ROOM)
        return NULL;
    self->used++;
    *thing = (struct thing){xstrdup(row->client_id), row->what, NULL, row->day, 0, 0};
    return thing;
}

static void add(struct tally *self, const struct tally_row *row)
{
    struct thing *thing = find_or_add(self, row);

    if (!thing) {
        self->left_out += row->n;
        return;
    }
    thing->n += row->n;
    if (row->last_at < thing->last_at)
        return;
    thing->last_at = row->last_at;
    if (!row->detail || (thing->detail && strcmp(thing->detail, row->detail) == 0))
        return;
    free(thing->detail);
    thing->detail = xstrdup(row->detail);
}

void tally_count(struct tally *self, const struct call *c, const char *client_id, const char *what,
                 const char *detail)
{
    bool fits = detail && strlen(detail) <= TALLY_DETAIL_MAX;
    const struct tally_row row = {client_id,       what, fits ? detail : NULL,
                                  c->now / DAY_MS, 1,    c->now};

    pthread_mutex_lock(&self->lock);
    add(self, &row);
    pthread_mutex_unlock(&self->lock);
}

void tally_mishap(struct tally *self, const struct call *c, const char *client_id,
                  enum mishap mishap, const char *detail)
{
    if (mishap != MISHAP_none)
        tally_count(self, c, client_id, mishap_name(mishap), detail);
}

/* -- to the database ----------------------------------------------------------------------------
 */

static int by_key(const void *left, const void *right)
{
    const struct tally_row *a = left, *b = right;
    int order = strcmp(a->client_id, b->client_id);

    if (!order)
        order = strcmp(a->what, b->what);
    return order ? order : (a->day > b->day) - (a->day < b->day);
}

/* The rows borrow from the things. */
static size_t rows_of(const struct thing *things, struct tally_row *rows)
{
    size_t n = 0;

    for (size_t i = 0; i < SLOTS; i++) {
        const struct thing *t = &things[i];
        if (t->client_id)
            rows[n++] =
                (struct tally_row){t->client_id, t->what, t->detail, t->day, t->n, t->last_at};
    }
    qsort(rows, n, sizeof *rows, by_key);
    return n;
}

/* What was counted until now, which is the caller's; NULL: nothing. */
static struct thing *take(struct tally *self, int64_t *left_out)
{
    struct thing *fresh = xcalloc(SLOTS, sizeof *fresh), *taken = NULL;

    pthread_mutex_lock(&self->lock);
    *left_out = self->left_out;
    self->left_out = 0;
    if (self->used) {
        taken = self->things;
        self->things = fresh;
        self->used = 0;
        fresh = NULL;
    }
    pthread_mutex_unlock(&self->lock);
    free(fresh);
    return taken;
}

static void give_back(struct tally *self, const struct tally_row *rows, size_t n)
{
    pthread_mutex_lock(&self->lock);
    for (size_t i = 0; i < n; i++)
        add(self, &rows[i]);
    pthread_mutex_unlock(&self->lock);
}

void tally_flush(struct tally *self, struct store *store, int64_t now)
{
    int64_t left_out = 0;
    struct thing *things = take(self, &left_out);

    if (left_out)
        log_warn("%lld things that happened to apps were not counted", (long long)left_out);
    if (!things)
        return;
    struct tally_row *rows = xcalloc(TALLY_ROOM, sizeof *rows);
    size_t n = rows_of(things, rows);
    enum err e = tally_store_add(store, rows, n, now);
    if (e) {
        log_warn("what happened to apps could not be written: %s", err_name(e));
        give_back(self, rows, n);
    }
    free(rows);
    free_things(things);
}
