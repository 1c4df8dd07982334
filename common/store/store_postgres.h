/*
 * store_postgres - the PostgreSQL driver of the store, for programs that hand it to store_open.
 *
 * A unit runs in its caller's thread, on a connection from a pool that is
 * filled when needed; there are no threads here.  Writing units are READ
 * COMMITTED and hold what they named by db_lock (an advisory lock).  A unit that
 * was given up to end a deadlock (SQLSTATE 40P01) runs again.  Reading units see
 * one snapshot.
 *
 * A connection that is gone is replaced, and the unit runs again once, unless
 * it was gone during COMMIT: then nobody knows whether the unit was kept, it
 * does not run again, and its caller gets ERR_UNAVAILABLE, as everybody does
 * while the server is away.
 *
 * The server: PostgreSQL 13 or newer with an UTF8 database.  Between it and
 * us may stand what keeps sessions (no pooler that shares them).
 */
#ifndef STORE_STORE_POSTGRES_H
#define STORE_STORE_POSTGRES_H
#include "store.h"

extern const struct store_driver store_postgres;

#endif
