/*
 * driver - what a driver of the store provides; for the files of common/store only.
 *
 * Both kinds of object begin with what all drivers share, and a driver puts
 * its own behind that.  What units call (db.h) and services call (store.h) is
 * in db.c and store.c, which keep the rules that hold for every driver: the
 * first error ends the unit, every statement is closed.
 */
#ifndef STORE_DRIVER_H
#define STORE_DRIVER_H
#include "db.h"
#include <stdarg.h>

struct db {
    const struct db_driver *driver;
    enum err failed; /* the first error of the unit */
    size_t n_open;   /* statements between db_query and stmt_done */
    bool looked;     /* it began by reading, without a lock */
    bool settled;    /* it began otherwise */
};

struct db_driver {
    /* Finds the statement, gives it its values and fetches the first row: OK, or ERR_NOT_FOUND
     * without one.  Other errors went through db_fail. */
    enum err (*start)(struct stmt *stmt, const struct sql *sql, const char *types, va_list *ap);
    enum err (*step)(struct stmt *stmt); /* the next row, in the same manner */
    void (*done)(struct stmt *stmt);     /* also after errors: what start left in stmt->run */
    int64_t (*changes)(const struct db *db);
    /* As db_lock says; NULL: units that write come one after the other. */
    enum err (*lock)(struct db *db, const char *kind, const char *a, const char *b);
    enum err (*script)(struct db *db, const struct migration *step); /* logs nothing: *why */
    const char *(*why)(struct db *db); /* the last error, without any values */

    bool (*null)(const struct stmt *stmt, int col);
    int64_t (*integer)(const struct stmt *stmt, int col);
    const char *(*text)(const struct stmt *stmt, int col, struct arena *mem);
    struct bytes (*bytes)(const struct stmt *stmt, int col, struct arena *mem);
};

/* Ends the unit.  taken: a key exists already, which is not logged. */
enum err db_fail(struct db *self, const struct sql *sql, bool taken) MUST_CHECK;

/* Runs a unit inside a transaction that has begun. */
enum err db_unit(struct db *self, enum err (*unit)(struct db *db, void *arg), void *arg) MUST_CHECK;

struct store {
    const struct store_driver *driver;
};

struct store_driver {
    enum err (*open)(const struct store_options *options, struct store **out);
    void (*close)(struct store *self); /* half open ones too */
    enum err (*read)(struct store *self, enum err (*unit)(struct db *db, void *arg), void *arg);
    enum err (*write)(struct store *self, enum err (*unit)(struct db *db, void *arg), void *arg);
    enum err (*copy)(struct store *self, const struct copy_mark *mark, struct arena *mem,
                     const char **path); /* NULL: copies are made elsewhere */
    void (*stats)(struct store *self, struct store_stats *out);
};

extern const struct store_driver store_sqlite;

/* migrate.c: a unit that brings the schema up to date; arg: struct migrate.  Only one process at a
 * time: the caller sees to that. */
struct migrate {
    const struct store_options *options;
    const char *where; /* for logs: the file, or the schema */
};
enum err migrate(struct db *db, void *arg) MUST_CHECK;

#endif
