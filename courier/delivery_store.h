/*
 * delivery_store - the queue of what is to be sent.
 *
 * A delivery is *taken* by whoever tries it: it counts as a try from then on,
 * and nobody else takes it, or another one for the same destination, before the
 * time that was asked for has passed.  So a courier that dies in mid-try costs a
 * wait, and any number of couriers may work on one queue.
 * Each function but delivery_add is a unit of its own; results live in mem.
 */
#ifndef COURIER_DELIVERY_STORE_H
#define COURIER_DELIVERY_STORE_H
#include "arena.h"
#include "store.h"

#define DELIVERY_WAITING "waiting"
#define DELIVERY_DONE "done"
#define DELIVERY_GIVEN_UP "given_up"

struct delivery_row {
    const char *id, *kind, *what;
    struct bytes sealed;
    const char *destination, *state;
    int64_t tries, next_at;
    const char *error;
    int64_t created_at, end_at;
};

/* Inside a unit.  One that is there already stays as it is. */
enum err delivery_add(struct db *db, const struct delivery_row *row) MUST_CHECK;
enum err delivery_store_add(struct store *store, const struct delivery_row *row) MUST_CHECK;

/* ERR_NOT_FOUND: none of this kind can be tried now. */
enum err delivery_store_take(struct store *store, struct arena *mem, const char *kind, int64_t now,
                             int64_t until, struct delivery_row *out) MUST_CHECK;

/* When the next of this kind can be tried; INT64_MAX: there is none. */
enum err delivery_store_next(struct store *store, const char *kind, int64_t *out) MUST_CHECK;

/* How a try ended: what changes in the row, and when its destination may be sent to again.  Without
 * effect when the row was taken by somebody else meanwhile (the try outlasted its time). */
struct delivery_end {
    const char *state, *error; /* error NULL: none */
    int64_t next_at;           /* while it waits */
    int64_t end_at;            /* once it does not */
    int64_t open_at;
};
enum err delivery_store_end(struct store *store, const struct delivery_row *taken,
                            const struct delivery_end *how) MUST_CHECK;

/* Gives up what has waited too long and removes what is past its time, a few rows each.
 * *given_up: how many of the former. */
enum err delivery_store_sweep(struct store *store, int64_t now, int64_t keep_until,
                              int64_t *given_up) MUST_CHECK;

/* -- for the administrator -- */

enum err delivery_store_get(struct store *store, struct arena *mem, const char *id,
                            struct delivery_row *out) MUST_CHECK;

struct delivery_rows {
    struct delivery_row *v;
    size_t n;
    bool more;
};
/* By id, those after `after`; state NULL: any. */
enum err delivery_store_page(struct store *store, struct arena *mem, const char *state,
                             const char *after, int64_t limit,
                             struct delivery_rows *out) MUST_CHECK;

struct delivery_counts {
    int64_t waiting, given_up;
};
enum err delivery_store_count(struct store *store, struct delivery_counts *out) MUST_CHECK;

/* Waiting as from the start.  ERR_NOT_FOUND also for one that is done. */
enum err delivery_store_retry(struct store *store, const char *id, int64_t now,
                              int64_t end_at) MUST_CHECK;
enum err delivery_store_drop(struct store *store, const char *id) MUST_CHECK; /* ERR_NOT_FOUND */

#endif
