/*
 * tally - what happens to apps, counted beside the work and never in its way.
 *
 * To count is to add one in memory, under a lock held for a moment; idle work
 * writes what has come together as one unit that adds to the rows that are
 * there (tally_store.h), so that any number of replicas count together.  What
 * was counted and not yet written goes with a process that is killed: these are
 * figures for an app's owner to look at, nothing is decided by them.
 *
 * Bounded: between two writes there are at most TALLY_ROOM different things in
 * memory, what else happens in that second is not counted; in the database a row
 * per app, thing and day, for TALLY_DAYS.  Thread-safe.
 */
#ifndef TALLY_TALLY_H
#define TALLY_TALLY_H
#include "call.h"
#include "mishap.h"

enum { TALLY_ROOM = 512, TALLY_DAYS = 31, TALLY_DETAIL_MAX = 2048 };

#define TALLY_TOKENS "tokens" /* answers of the token endpoint that held some */

struct store;
struct tally;
struct tally *tally_open(void);
void tally_close(struct tally **self); /* NULL is fine; what is not written is lost */

/* Of an app that there is.  what lives for ever; detail, which may be NULL, is copied: something of
 * the app's own, such as a redirect URI that it has registered, and never what was sent. */
void tally_count(struct tally *self, const struct call *c, const char *client_id, const char *what,
                 const char *detail);
void tally_mishap(struct tally *self, const struct call *c, const char *client_id,
                  enum mishap mishap, const char *detail);

/* Idle work: writes what there is.  What cannot be written is kept for the next time, and logged.
 */
void tally_flush(struct tally *self, struct store *store, int64_t now);

#endif
