#include "put_back.h"
#include "durable.h"
#include "turn.h"
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What SQLite locks in a file as long as it has it open (its file format, "locking bytes"). */
enum { LOCK_BYTES = 0x40000000, LOCK_LEN = 512 };

struct put_back {
    char *path, *staged;
    struct turn turn;
};

static enum err say(struct arena *mem, const char **why, enum err e, const char *path,
                    const char *what)
{
    *why = arena_printf(mem, "%s %s", path, what);
    return e;
}

/* --- nobody uses it --- */

static bool is_open_elsewhere(const char *path)
{
    struct flock lock = {
        .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_BYTES, .l_len = LOCK_LEN};
    int fd = open(path, O_RDWR | O_CLOEXEC);

    if (fd < 0)
        return false; /* it is not there */
    bool known = fcntl(fd, F_OFD_GETLK, &lock) == 0;
    close(fd);
    return !known || lock.l_type != F_UNLCK;
}

enum err put_back_open(const char *path, struct put_back **out, struct arena *mem, const char **why)
{
    AUTO_CLOSE(put_back) *self = xcalloc(1, sizeof *self);

    self->path = xstrdup(path);
    self->staged = xprintf("%s.staged", path);
    self->turn.fd = -1;
    enum err e = durable_make_folder(mem, durable_folder_of(mem, path));
    if (!e)
        e = turn_init(&self->turn, arena_printf(mem, "%s.lock", path));
    if (!e)
        e = turn_take(&self->turn);
    if (e)
        return say(mem, why, e, path, "cannot be locked");
    if (is_open_elsewhere(path))
        return say(mem, why, ERR_BUSY, path, "is in use: what uses it has to be stopped");
    *out = self;
    self = NULL;
    return OK;
}

void put_back_close(struct put_back **self)
{
    struct put_back *it = *self;

    *self = NULL;
    if (!it)
        return;
    if (it->turn.fd >= 0) {
        unlink(it->staged);
        turn_leave(&it->turn);
    }
    turn_done(&it->turn);
    free(it->path);
    free(it->staged);
    free(it);
}

/* --- what it is --- */

struct reading {
    sqlite3 *conn;
    sqlite3_stmt *stmt;
};

static void reading_done(struct reading *self)
{
    sqlite3_finalize(self->stmt);
    sqlite3_close(self->conn);
}

static bool next_row(struct reading *self, const char *sql)
{
    sqlite3_finalize(self->stmt);
    self->stmt = NULL;
    return sqlite3_prepare_v2(self->conn, sql, -1, &self->stmt, NULL) == SQLITE_OK &&
           sqlite3_step(self->stmt) == SQLITE_ROW;
}

static const char *text(const struct reading *self, int col, struct arena *mem)
{
    const unsigned char *p = sqlite3_column_text(self->stmt, col);

    return p ? arena_strdup(mem, (const char *)p) : "";
}

static bool is_whole(struct reading *self, struct arena *mem)
{
    return next_row(self, "PRAGMA integrity_check(1)") && strcmp(text(self, 0, mem), "ok") == 0;
}

static enum err look_at(const char *path, struct arena *mem, struct copy_about *out,
                        const char **why)
{
    AUTO(reading) file = {0};

    if (sqlite3_open_v2(path, &file.conn, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        !is_whole(&file, mem))
        return say(mem, why, ERR_BAD_MESSAGE, path, "is damaged");
    if (!next_row(&file, "SELECT service, batch, taken_at FROM copy_mark"))
        return say(mem, why, ERR_BAD_MESSAGE, path, "is not what a backup wrote");
    out->mark = (struct copy_mark){text(&file, 0, mem), text(&file, 1, mem),
                                   sqlite3_column_int64(file.stmt, 2)};
    if (!next_row(&file, "SELECT max(version), max(oldest_reader) FROM schema_version"))
        return say(mem, why, ERR_BAD_MESSAGE, path, "has no schema");
    out->schema = sqlite3_column_int64(file.stmt, 0);
    out->oldest_reader = sqlite3_column_int64(file.stmt, 1);
    return OK;
}

enum err put_back_stage(struct put_back *self, const char *copy, struct arena *mem,
                        struct copy_about *about, const char **why)
{
    if (access(copy, R_OK) != 0)
        return say(mem, why, ERR_NOT_FOUND, copy, strerrordesc_np(errno));
    unlink(self->staged); /* what a process that was killed has left */
    enum err e = durable_copy(mem, copy, self->staged);
    if (e)
        return say(mem, why, e, copy, "cannot be copied into the data folder");
    e = look_at(self->staged, mem, about, why);
    return e == ERR_BAD_MESSAGE ? say(mem, why, e, copy, *why + strlen(self->staged) + 1) : e;
}

/* --- in its place --- */

/* A log beside the old database would be read into the new one.  Whoever closes a database last
 * copies its log into it, as far as it can; a log that is still there is kept with it. */
static enum err fold_log(const struct put_back *self, const char *kept, struct arena *mem)
{
    const char *log = arena_printf(mem, "%s-wal", self->path);
    sqlite3 *conn = NULL;

    if (access(self->path, F_OK) == 0 &&
        sqlite3_open_v2(self->path, &conn, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
        sqlite3_exec(conn, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
    sqlite3_close(conn);
    unlink(arena_printf(mem, "%s-shm", self->path));
    if (access(log, F_OK) != 0)
        return OK;
    return durable_rename(mem, log, arena_printf(mem, "%s-wal", kept));
}

enum err put_back_swap(struct put_back *self, const char *kept, struct arena *mem, const char **why)
{
    enum err e = fold_log(self, kept, mem);

    if (!e && access(self->path, F_OK) == 0)
        e = durable_link(mem, self->path, kept);
    if (!e)
        e = durable_rename(mem, self->staged, self->path);
    return e ? say(mem, why, e, self->path, "cannot be replaced") : OK;
}
