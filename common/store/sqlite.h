/*
 * sqlite - what the files of the SQLite driver share; for nobody else.
 *
 * A struct sqlite is one connection with its prepared statements, used by one
 * thread at a time.
 */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H
#include "driver.h"
#include "sql_map.h"
#include "turn.h"
#include <sqlite3.h>

struct sqlite {
    struct db db; /* first: what a unit is given */
    sqlite3 *conn;
    struct sql_map prepared;
    int log_pages; /* in the write-ahead log after the last commit of this connection */
};

/* sqlite_db.c: connections and transactions.  Failures are logged there. */
enum db_use { DB_READS, DB_WRITES };
enum err sqlite_open(const char *path, enum db_use use, struct sqlite **out) MUST_CHECK;
void sqlite_close(struct sqlite **self);

enum err sqlite_begin(struct sqlite *self, enum db_use use) MUST_CHECK;
enum err sqlite_commit(struct sqlite *self) MUST_CHECK; /* failed: it is rolled back */
void sqlite_rollback(struct sqlite *self);
bool sqlite_in_transaction(
    const struct sqlite *self); /* no: SQLite has rolled it back on its own */
enum err sqlite_run(struct sqlite *self,
                    const struct sql *sql) MUST_CHECK; /* outside units: SAVEPOINT … */

/* sqlite_stmt.c */
extern const struct db_driver sqlite_statements;
void sqlite_forget_statements(struct sqlite *self);

/* sqlite_checkpoint.c: copies the log back into the file, by a thread of its own. */
struct checkpointer;
enum err checkpointer_open(const char *path, const char *lock, bool in_caller,
                           struct checkpointer **out) MUST_CHECK;
void checkpointer_close(struct checkpointer **self);
void checkpointer_note(struct checkpointer *self, int log_pages); /* by the writer, not in turn */
int64_t checkpointer_done(struct checkpointer *self);             /* how often so far */

/* sqlite_writer.c: the queue of units and the thread that commits them.  Borrows its parts. */
struct writer;
struct writer *writer_open(struct sqlite *db, struct turn *turn, struct checkpointer *checkpointer,
                           bool in_caller);
void writer_close(struct writer **self); /* after all that is queued */
enum err writer_run(struct writer *self, enum err (*unit)(struct db *db, void *arg),
                    void *arg) MUST_CHECK;
void writer_stats(struct writer *self, struct store_stats *out);

/* sqlite_copy.c: as store_copy says, of the database in that file. */
enum err sqlite_copy(const char *file, const struct copy_mark *mark, struct arena *mem,
                     const char **path) MUST_CHECK;

#endif
