/*
 * tally_store - what was counted, in the service's own database.
 */
#ifndef TALLY_TALLY_STORE_H
#define TALLY_TALLY_STORE_H
#include "messages.h"
#include "store.h"

/* Its table, as a step of a service's schema. */
extern const char tally_schema[];
#define TALLY_MIGRATION(number)                                                                    \
    {                                                                                              \
        .version = (number), .name = "tally", .sqlite = tally_schema                               \
    }

struct tally_row {
    const char *client_id, *what, *detail;
    int64_t day, n, last_at;
};

/* One unit: adds each row to the one that is there, and removes what is too old, a batch at a
 * time.  The rows are in the order of client_id, what, day: so replicas never wait for each other
 * in a circle. */
enum err tally_store_add(struct store *store, const struct tally_row *rows, size_t n,
                         int64_t now) MUST_CHECK;

/* All but the count of tokens, the newest first. */
enum err tally_store_mishaps(struct store *store, struct arena *mem, const char *client_id,
                             struct app_mishaps_reply *out) MUST_CHECK;

/* Tokens by the day, in the order of days, and when there were any last; 0: never that we know. */
enum err tally_store_tokens(struct store *store, struct arena *mem, const char *client_id,
                            int64_t now, struct app_use_reply *out) MUST_CHECK;

/* Inside a unit: all of an app that is gone. */
enum err tally_store_forget(struct db *db, const char *client_id, int64_t most) MUST_CHECK;

#endif
