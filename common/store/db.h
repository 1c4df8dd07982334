/*
 * db - SQL inside a unit (store.h).  Only *_store.c files include this.
 *
 *   static const struct sql SQL_TAKE = {
 *       "code_take", "UPDATE code SET used = used + 1 WHERE hash = $1 RETURNING used, client"};
 *
 *   AUTO(stmt) st = {0};
 *   enum err e = db_query(db, &st, &SQL_TAKE, "t", hash);
 *   if (e || (e = db_row(&st)))
 *       return e;
 *   out->client = stmt_text(&st, 1, mem);
 *
 * A statement is a constant with a name.  It is prepared once per connection
 * and found again by its address; it can be open once at a time.  SQL is kept
 * to what SQLite and PostgreSQL share; parameters are $1, $2, …
 *
 * Values follow a string of types, one letter each:
 *   t  const char *   text; NULL is SQL's NULL
 *   i  int64_t        exactly that type: write (int64_t)1, not 1
 *   b  struct bytes   a blob; NULL when p is NULL
 * They are borrowed until the statement is done.
 *
 * Other units may run at the same time, and what one of them commits is seen by
 * the next statement.  So a race is decided by one statement (UPDATE … WHERE …
 * RETURNING), and a unit that reads first and writes what follows from it takes
 * a lock before it reads (db_lock); one that does not fails an assertion.
 *
 * The first error ends the unit, as it does in PostgreSQL: every statement
 * after it fails alike, and the unit is undone even if it returns OK.  To go
 * on where a row exists already, say ON CONFLICT DO NOTHING and look at
 * db_changes.
 */
#ifndef STORE_DB_H
#define STORE_DB_H
#include "arena.h"
#include "store.h"

struct sql {
    const char *name; /* for logs */
    const char *text;
};

struct stmt {
    struct db *db;       /* NULL: closed */
    void *run;           /* the driver's */
    int row;             /* the driver's */
    bool fetched, ended; /* a row was fetched and not handed out yet; there are no more */
};
void stmt_done(struct stmt *stmt); /* fine when never opened, or twice */

/* A statement without rows.  ERR_EXISTS: a unique or primary key is taken.  ERR_STORAGE: all
 * else, logged. */
enum err db_exec(struct db *db, const struct sql *sql, const char *types, ...) MUST_CHECK;

/* Until this unit is over, no other one, of whatever process, gets past the same lock: what is read
 * from now on about the thing that kind, a and b name (NULL: nothing) still holds when it is
 * written, if all who write it take this lock.  Before anything else in the unit; where there are
 * two, in the same order everywhere. */
enum err db_lock(struct db *db, const char *kind, const char *a, const char *b) MUST_CHECK;

/* Do units that write come one after the other here, whether they take a lock or not? */
bool db_serial(const struct db *db);

/* Rows the last db_exec inserted, updated or deleted. */
int64_t db_changes(const struct db *db);

/* A statement with rows.  It has run when this returns, and its errors (as those of db_exec) show
 * here.  stmt: closed; stmt_done is the caller's, also after an error. */
enum err db_query(struct db *db, struct stmt *stmt, const struct sql *sql, const char *types,
                  ...) MUST_CHECK;

/* The next row; ERR_NOT_FOUND: there is none, which is no error of the unit. */
enum err db_row(struct stmt *stmt) MUST_CHECK;

/* Columns of the current row, counted from 0. */
bool stmt_null(struct stmt *stmt, int col);
int64_t stmt_int(struct stmt *stmt, int col);                         /* 0 for NULL */
const char *stmt_text(struct stmt *stmt, int col, struct arena *mem); /* a copy; NULL for NULL */
struct bytes stmt_bytes(struct stmt *stmt, int col,
                        struct arena *mem); /* a copy; absent for NULL */

#endif
