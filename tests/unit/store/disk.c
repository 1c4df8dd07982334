#include "disk.h"
#include <assert.h>
#include <sqlite3.h>
#include <stddef.h>

static int (*watch)(enum disk_file file, enum disk_act act);

/* SQLite's own layer, and its methods by kind of file, with ours put over two of them. */
static sqlite3_vfs *under, over;
static const sqlite3_io_methods *real[2];
static sqlite3_io_methods watched[2];

static int ask(enum disk_file file, enum disk_act act)
{
    return watch ? watch(file, act) : SQLITE_OK;
}

static int write_file(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    int rc = ask(DISK_FILE, DISK_WRITE);

    return rc ? rc : real[DISK_FILE]->xWrite(f, p, n, at);
}

static int write_log(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    int rc = ask(DISK_LOG, DISK_WRITE);

    return rc ? rc : real[DISK_LOG]->xWrite(f, p, n, at);
}

static int sync_file(sqlite3_file *f, int flags)
{
    int rc = ask(DISK_FILE, DISK_SYNC);

    return rc ? rc : real[DISK_FILE]->xSync(f, flags);
}

static int sync_log(sqlite3_file *f, int flags)
{
    int rc = ask(DISK_LOG, DISK_SYNC);

    return rc ? rc : real[DISK_LOG]->xSync(f, flags);
}

static void put_over(sqlite3_file *f, enum disk_file kind)
{
    if (!real[kind]) {
        real[kind] = f->pMethods;
        watched[kind] = *f->pMethods;
        watched[kind].xWrite = kind == DISK_FILE ? write_file : write_log;
        watched[kind].xSync = kind == DISK_FILE ? sync_file : sync_log;
    }
    assert(f->pMethods == real[kind]);
    f->pMethods = &watched[kind];
}

static int open_file(sqlite3_vfs *self, const char *name, sqlite3_file *f, int flags, int *out)
{
    int rc = under->xOpen(under, name, f, flags, out);

    (void)self;
    if (rc == SQLITE_OK && (flags & SQLITE_OPEN_MAIN_DB))
        put_over(f, DISK_FILE);
    if (rc == SQLITE_OK && (flags & SQLITE_OPEN_WAL))
        put_over(f, DISK_LOG);
    return rc;
}

void disk_watch(int (*hook)(enum disk_file file, enum disk_act act))
{
    watch = hook;
    if (under)
        return;
    under = sqlite3_vfs_find(NULL);
    over = *under;
    over.zName = "watched";
    over.pNext = NULL;
    over.xOpen = open_file;
    sqlite3_vfs_register(&over, 1);
}
