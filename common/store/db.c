#include "driver.h"
#include "log.h"
#include <string.h>

enum err db_fail(struct db *self, const struct sql *sql, bool taken)
{
    if (!taken)
        log_error("store: %s: %s", sql->name, self->driver->why(self));
    self->failed = taken ? ERR_EXISTS : ERR_STORAGE;
    return self->failed;
}

enum err db_unit(struct db *self, enum err (*unit)(struct db *db, void *arg), void *arg)
{
    self->failed = OK;
    self->looked = self->settled = false;
    enum err e = unit(self, arg);
    self->looked = false; /* what follows is the driver's */
    self->settled = true;
    assert(self->n_open == 0); /* a statement without AUTO(stmt) */
    return e ? e : self->failed;
}

enum err db_lock(struct db *db, const char *kind, const char *a, const char *b)
{
    if (db->failed)
        return db->failed;
    db->settled = true;
    return db->driver->lock ? db->driver->lock(db, kind, a, b) : OK;
}

bool db_serial(const struct db *db)
{
    return !db->driver->lock;
}

/* What a unit has read without a lock may be over when it writes.  One that begins by writing
 * holds the rows it wrote. */
static void keep_order(struct db *self, const struct sql *sql)
{
    if (strncmp(sql->text, "SELECT", 6) == 0) {
        self->looked = self->looked || !self->settled;
        return;
    }
    assert(!self->looked); /* a unit that reads first takes a db_lock before that */
    self->settled = true;
}

/* --- statements --- */

static enum err start(struct db *db, struct stmt *st, const struct sql *sql, const char *types,
                      va_list *ap)
{
    if (db->failed)
        return db->failed;
    keep_order(db, sql);
    *st = (struct stmt){.db = db};
    db->n_open++;
    return db->driver->start(st, sql, types, ap);
}

enum err db_exec(struct db *db, const struct sql *sql, const char *types, ...)
{
    AUTO(stmt) st = {0};
    va_list ap;

    va_start(ap, types);
    enum err e = start(db, &st, sql, types, &ap);
    va_end(ap);
    assert(e != OK); /* rows: db_query */
    return e == ERR_NOT_FOUND ? OK : e;
}

int64_t db_changes(const struct db *db)
{
    return db->driver->changes(db);
}

enum err db_query(struct db *db, struct stmt *stmt, const struct sql *sql, const char *types, ...)
{
    va_list ap;

    assert(!stmt->db);
    va_start(ap, types);
    enum err e = start(db, stmt, sql, types, &ap);
    va_end(ap);
    stmt->fetched = e == OK;
    stmt->ended = e != OK;
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err db_row(struct stmt *stmt)
{
    assert(stmt->db);
    if (stmt->db->failed)
        return stmt->db->failed;
    if (stmt->ended)
        return ERR_NOT_FOUND;
    if (stmt->fetched) {
        stmt->fetched = false;
        return OK;
    }
    enum err e = stmt->db->driver->step(stmt);
    stmt->ended = e != OK;
    return e;
}

void stmt_done(struct stmt *stmt)
{
    if (!stmt->db)
        return;
    stmt->db->driver->done(stmt);
    stmt->db->n_open--;
    *stmt = (struct stmt){0};
}

/* --- columns --- */

static const struct db_driver *at_row(const struct stmt *stmt)
{
    assert(stmt->db && !stmt->fetched && !stmt->ended); /* after db_row gave OK */
    return stmt->db->driver;
}

bool stmt_null(struct stmt *stmt, int col)
{
    return at_row(stmt)->null(stmt, col);
}

int64_t stmt_int(struct stmt *stmt, int col)
{
    return at_row(stmt)->integer(stmt, col);
}

const char *stmt_text(struct stmt *stmt, int col, struct arena *mem)
{
    return at_row(stmt)->text(stmt, col, mem);
}

struct bytes stmt_bytes(struct stmt *stmt, int col, struct arena *mem)
{
    return at_row(stmt)->bytes(stmt, col, mem);
}
