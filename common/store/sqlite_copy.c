/* sqlite_copy.c - a copy of a database that is in use. */
#include "durable.h"
#include "log.h"
#include "sqlite.h"
#include <unistd.h>

enum { PATIENCE_MS = 2000 };

/* A connection of its own: those of units may attach no other file, and this one is as long in its
 * snapshot as the copying takes. */
struct connection {
    sqlite3 *conn;
    sqlite3_stmt *stmt;
};

static void connection_done(struct connection *self)
{
    sqlite3_finalize(self->stmt);
    sqlite3_close(self->conn);
}

static enum err failed(const struct connection *self, const char *what, const char *path)
{
    log_error("store: %s %s: %s", path, what, sqlite3_errmsg(self->conn));
    return ERR_STORAGE;
}

static bool connect(struct connection *self, const char *path)
{
    return sqlite3_open_v2(path, &self->conn, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
               SQLITE_OK &&
           sqlite3_busy_timeout(self->conn, PATIENCE_MS) == SQLITE_OK;
}

static bool prepare(struct connection *self, const char *sql)
{
    return sqlite3_prepare_v2(self->conn, sql, -1, &self->stmt, NULL) == SQLITE_OK;
}

/* Into a file that is empty, page after page in the order of the tables. */
static enum err vacuum_into(const char *file, const char *to)
{
    AUTO(connection) from = {0};

    if (!connect(&from, file) || !prepare(&from, "VACUUM INTO ?1") ||
        sqlite3_bind_text(from.stmt, 1, to, -1, SQLITE_STATIC) != SQLITE_OK ||
        sqlite3_step(from.stmt) != SQLITE_DONE)
        return failed(&from, "cannot be copied", file);
    return OK;
}

/* Without a journal: a copy that was not finished is thrown away. */
static enum err put_mark(const char *path, const struct copy_mark *mark)
{
    AUTO(connection) copy = {0};

    if (!connect(&copy, path) ||
        sqlite3_exec(copy.conn, "PRAGMA journal_mode = OFF; DELETE FROM copy_mark;", NULL, NULL,
                     NULL) != SQLITE_OK ||
        !prepare(&copy, "INSERT INTO copy_mark (service, batch, taken_at) VALUES (?1, ?2, ?3)") ||
        sqlite3_bind_text(copy.stmt, 1, mark->service, -1, SQLITE_STATIC) != SQLITE_OK ||
        sqlite3_bind_text(copy.stmt, 2, mark->batch, -1, SQLITE_STATIC) != SQLITE_OK ||
        sqlite3_bind_int64(copy.stmt, 3, mark->taken_at) != SQLITE_OK ||
        sqlite3_step(copy.stmt) != SQLITE_DONE)
        return failed(&copy, "cannot be marked as a copy", path);
    return OK;
}

static enum err copy_as(const char *file, const char *part, const char *path,
                        const struct copy_mark *mark, struct arena *mem)
{
    unlink(part); /* what a process that was killed has left */
    enum err e = durable_make_file(mem, part);
    if (!e)
        e = vacuum_into(file, part);
    if (!e)
        e = put_mark(part, mark);
    if (!e)
        e = durable_sync(part);
    if (!e)
        e = durable_rename(mem, part, path);
    if (e)
        unlink(part);
    return e;
}

enum err sqlite_copy(const char *file, const struct copy_mark *mark, struct arena *mem,
                     const char **path)
{
    const char *folder = arena_printf(mem, "%s/backup", durable_folder_of(mem, file));
    const char *to = arena_printf(mem, "%s/%s-%s.db", folder, mark->service, mark->batch);

    if (access(to, F_OK) == 0)
        return ERR_EXISTS;
    enum err e = durable_make_folder(mem, folder);
    if (!e)
        e = copy_as(file, arena_printf(mem, "%s.part", to), to, mark, mem);
    if (!e)
        *path = to;
    return e;
}
