/*
 * expired - removes rows whose time is over: in small units, so that nobody waits long behind them.
 */
#ifndef STORE_EXPIRED_H
#define STORE_EXPIRED_H
#include "db.h"
#include "store.h"

/* Inside a unit: removes `most` at most; db_changes tells how many. */
typedef enum err expired_batch(struct db *db, int64_t now, int64_t most);

/* As many as fit into one round of idle work; what is left goes next time. */
enum err expired_remove(struct store *store, expired_batch *batch, int64_t now) MUST_CHECK;

#endif
