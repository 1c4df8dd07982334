/*
 * postgres - what the files of the PostgreSQL driver share; for nobody else.
 *
 * A struct postgres is one connection with its prepared statements, used by
 * one thread at a time.
 */
#ifndef STORE_POSTGRES_H
#define STORE_POSTGRES_H
#include "driver.h"
#include "sql_map.h"
#include <libpq-fe.h>

/* Where the data are; borrowed by every connection. */
struct postgres_place {
    char *server; /* connection string; it may hold a password */
    char *schema;
};

/* Why a statement failed, as far as it decides what is done next. */
enum postgres_trouble {
    POSTGRES_NONE,
    POSTGRES_LOST,   /* in a deadlock: run again */
    POSTGRES_GONE,   /* the connection is: connect and run again */
    POSTGRES_UNSURE, /* it was gone during COMMIT */
    POSTGRES_TAKEN,  /* a key exists */
    POSTGRES_FAILED  /* all else; logged */
};

struct postgres {
    struct db db; /* first: what a unit is given */
    const struct postgres_place *place;
    PGconn *conn;
    struct sql_map prepared;
    size_t n_prepared; /* ever: their names are numbered */
    int64_t changes;
    enum postgres_trouble trouble; /* the first one of the transaction */
    char why[200];                 /* the last one, for logs: no values in it */
};

/* postgres_db.c: connections and transactions.  Failures to connect are logged there. */
enum err postgres_open(const struct postgres_place *place, struct postgres **out) MUST_CHECK;
void postgres_close(struct postgres **self);
enum err postgres_reconnect(struct postgres *self) MUST_CHECK;

enum postgres_use { POSTGRES_READS, POSTGRES_WRITES };
/* These leave self->trouble behind, and log what is POSTGRES_FAILED. */
enum err postgres_begin(struct postgres *self, enum postgres_use use) MUST_CHECK;
enum err postgres_commit(struct postgres *self) MUST_CHECK; /* failed: it is rolled back */
void postgres_rollback(struct postgres *self);
enum err postgres_command(struct postgres *self, const char *sql) MUST_CHECK; /* one or several */

/* Is it a result?  If not, the trouble is noted. */
bool postgres_good(struct postgres *self, const PGresult *result);

/* postgres_stmt.c */
extern const struct db_driver postgres_statements;
void postgres_forget_statements(struct postgres *self);

#endif
