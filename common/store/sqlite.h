/*
 * sqlite - what the files of the SQLite driver share; for nobody else.
 *
 * A struct db is one connection with its prepared statements, used by one
 * thread at a time.
 */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H
#include "db.h"
#include "turn.h"
#include <sqlite3.h>

enum { PARAMS_MAX = 64 }; /* of one statement */

struct prepared {
    const struct sql *sql;
    sqlite3_stmt *handle;
    bool open;          /* between db_query and stmt_done */
    int n_params;       /* $1 … $n */
    int at[PARAMS_MAX]; /* at[n - 1]: SQLite's index of $n */
};

struct db {
    sqlite3 *conn;
    struct prepared **slots; /* hashed by the address of the struct sql; NULL: free */
    size_t room, used;       /* room: 0 or a power of two, never full */
    size_t n_open;           /* statements between db_query and stmt_done */
    enum err failed;         /* the first error of the unit */
    int log_pages;           /* in the write-ahead log after the last commit of this connection */
};

/* sqlite_db.c: connections and transactions.  Failures are logged there. */
enum db_use { DB_READS, DB_WRITES };
enum err db_open(const char *path, enum db_use use, struct db **out) MUST_CHECK;
void db_close(struct db **self);

enum err db_begin(struct db *self, enum db_use use) MUST_CHECK;
enum err db_commit(struct db *self) MUST_CHECK; /* failed: it is rolled back */
void db_rollback(struct db *self);
bool db_in_transaction(const struct db *self); /* no: SQLite has rolled it back on its own */
enum err db_run(struct db *self, const struct sql *sql) MUST_CHECK; /* outside units: SAVEPOINT … */
enum err db_unit(struct db *self, enum err (*unit)(struct db *db, void *arg),
                 void *arg) MUST_CHECK; /* runs it, inside a transaction */

/* sqlite_stmt.c */
void db_forget_statements(struct db *self);

/* sqlite_migrate.c: brings the schema up to date.  The caller has the turn. */
enum err db_migrate(struct db *self, const struct store_options *options) MUST_CHECK;

/* sqlite_checkpoint.c: copies the log back into the file, by a thread of its own. */
struct checkpointer;
enum err checkpointer_open(const char *path, const char *lock, bool in_caller,
                           struct checkpointer **out) MUST_CHECK;
void checkpointer_close(struct checkpointer **self);
void checkpointer_note(struct checkpointer *self, int log_pages); /* by the writer, not in turn */
int64_t checkpointer_done(struct checkpointer *self);             /* how often so far */

/* sqlite_writer.c: the queue of units and the thread that commits them.  Borrows its parts. */
struct writer;
struct writer *writer_open(struct db *db, struct turn *turn, struct checkpointer *checkpointer,
                           bool in_caller);
void writer_close(struct writer **self); /* after all that is queued */
enum err writer_run(struct writer *self, enum err (*unit)(struct db *db, void *arg),
                    void *arg) MUST_CHECK;
void writer_stats(struct writer *self, struct store_stats *out);

/* sqlite_readers.c: connections that read, opened when needed. */
struct readers;
struct readers *readers_open(const char *path, size_t most);
void readers_close(struct readers **self);
enum err readers_take(struct readers *self, struct db **out) MUST_CHECK; /* waits for a free one */
void readers_give(struct readers *self, struct db *db);

#endif
