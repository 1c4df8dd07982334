/*
 * store - the durable data of one service.
 *
 * A service hands units to the store.  A unit is a function that runs SQL
 * (db.h) and touches nothing but its db, its arg and the arena in it: no rpc,
 * no call of the store, no effect elsewhere, because it may run twice.
 *
 *   store_read   the unit sees one snapshot and changes nothing
 *   store_write  the unit is all or nothing, and store_write returns only when
 *                the outcome is durable: acknowledged means on disk
 *
 * A unit that returns OK keeps its changes; any other result undoes them and
 * is handed to the caller.  So a refusal whose changes must stay (an attempt
 * that is counted, a code that is burnt) is put into *arg, and the unit
 * returns OK.
 *
 * Two drivers keep the same promises.
 *
 * The SQLite driver groups: one thread commits all that is queued as one
 * transaction, each unit in a savepoint.  If the group is lost (disk full,
 * failed COMMIT) its units run again one by one.  Processes that share a file
 * take turns by a lock beside it (turn.h).  A file that fails to sync ends the
 * process: the log has what it lost, and the next start puts it back.
 *
 * The PostgreSQL driver (store_postgres.h) runs a unit in its caller's thread,
 * as a transaction on a connection of its own, beside others: db_lock in db.h.
 * Each service has a schema in one database.
 *
 * Threads: everything but open and close may be called by any thread at once.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H
#include "base.h"

struct arena;
struct store;
struct store_driver;
struct db; /* what a unit works on; valid inside the unit only */

/*
 * One step of the schema.  Steps only expand (new tables, new columns that may
 * be absent); what is no longer used goes one release later.  Usually:
 *
 *   EMBED(schema_first, EMBED_DIR "/schema/0001_first.sql");
 *   static const struct migration migrations[] = {{1, "first", schema_first}};
 */
struct migration {
    int version; /* 1, 2, 3 … without holes */
    const char *name;
    const char *sqlite; /* statements; no BEGIN or COMMIT */
    /* NULL: the same, with the types that PostgreSQL has for these (postgres_schema.h). */
    const char *postgres;
};

/* What a copy says of itself (store_copy). */
struct copy_mark {
    const char *service; /* "authsvc": whose data */
    const char *batch;   /* the same in copies that belong together; letters, digits and '-' */
    int64_t taken_at;    /* ms since 1970 */
};

struct store_options {
    const char *path;   /* "data/default/authsvc.db"; folders are made, mode 0700 */
    const char *server; /* "postgresql://…" in place of a file; NULL: the file */
    const char *schema; /* where on the server: "default_authsvc"; made if it is not there */
    const struct store_driver *driver;  /* for the server; NULL: there can be none */
    const struct migration *migrations; /* ascending; borrowed until store_open returns */
    size_t n_migrations;
    int oldest_reader;  /* the oldest schema version whose programs can use this schema */
    size_t readers;     /* units that may read at once, at least 1; opened when needed */
    bool inline_writer; /* store_write runs in the calling thread: for tests in one process */

    /* Where the data turn out to be a copy that was put back: ends what was ended since, in the
     * transaction that makes it a database like others.  Whoever opens it first does this, and
     * nobody can use it before.  A copy of another service is refused here.  NULL: nothing has to
     * end. */
    enum err (*put_back)(struct db *db, const struct copy_mark *mark);
};

/*
 * Opens the database, makes it if there is none, and brings its schema up to
 * date.  Any number of processes may do so at once.  The reason of a failure
 * is logged.  ERR_CONFIG: the schema is of a newer program that no longer
 * admits this one, or of another service; or the server cannot be meant.
 * ERR_UNAVAILABLE: the server is away.  ERR_STORAGE: all else.
 */
enum err store_open(const struct store_options *options, struct store **out) MUST_CHECK;

/* Finishes what is queued: whoever waits in store_write gets the answer.  Nobody may read, or
 * enter a call.  NULL is fine. */
void store_close(struct store **self);

/* What the unit returns, or ERR_STORAGE, or ERR_UNAVAILABLE: the server is away.  Waits for a free
 * connection. */
enum err store_read(struct store *self, enum err (*unit)(struct db *db, void *arg),
                    void *arg) MUST_CHECK;

/* What the unit returned, once that is durable.  ERR_STORAGE: nothing was changed.
 * ERR_UNAVAILABLE: the server is away and nothing was changed, unless it went during COMMIT, when
 * nobody knows.  ERR_BUSY: too many are waiting, the unit did not run, or (on a server) was in a
 * deadlock too often. */
enum err store_write(struct store *self, enum err (*unit)(struct db *db, void *arg),
                     void *arg) MUST_CHECK;

/*
 * Writes the data, as of one moment, to a file in the folder backup beside the
 * database, while everything goes on: path, in mem.  Mode 0600; whole and on
 * disk, or not there.  It knows that it is a copy.  ERR_CONFIG: a server has
 * ways of its own.  ERR_EXISTS: this batch has a copy already.
 */
enum err store_copy(struct store *self, const struct copy_mark *mark, struct arena *mem,
                    const char **path) MUST_CHECK;

struct store_stats {
    int64_t units;       /* write units answered */
    int64_t commits;     /* transactions that became durable */
    int64_t lost;        /* groups that had to run again one by one; on a server: units rerun */
    int64_t checkpoints; /* times the log was copied back into the file */
    int64_t queued;      /* waiting now */
};
void store_stats(struct store *self, struct store_stats *out);

#endif
