#include "log.h"
#include "sqlite.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct store {
    char *path;
    struct turn turn;
    struct db *db; /* the connection that writes */
    struct checkpointer *checkpointer;
    struct writer *writer;
    struct readers *readers;
};

/* --- the file --- */

static enum err refuse_path(const char *path)
{
    log_error("store: %s: %s", path, strerrordesc_np(errno));
    return ERR_STORAGE;
}

static const char *folder_of(struct arena *mem, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return ".";
    return slash == path ? "/" : arena_strndup(mem, path, (size_t)(slash - path));
}

/* A new name survives a power failure once its folder is synced. */
static void sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

static enum err make_folder(struct arena *mem, const char *folder)
{
    if (access(folder, F_OK) == 0)
        return OK;
    const char *parent = folder_of(mem, folder);
    enum err e = make_folder(mem, parent);
    if (e)
        return e;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return refuse_path(folder);
    sync_folder(parent);
    return OK;
}

/* SQLite would make it readable for others.  An existing file is not even opened: closing it
 * again would drop the locks that other connections of this process hold on it (fcntl(2)). */
static enum err make_file(const char *path, const char *folder)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0)
        return errno == EEXIST ? OK : refuse_path(path);
    close(fd);
    sync_folder(folder);
    return OK;
}

/* --- the store --- */

/* In our turn, so that of several processes one makes the file and its schema. */
static enum err open_file(struct store *self, const struct store_options *options,
                          const char *folder, const char *lock)
{
    enum err e = make_file(self->path, folder);

    if (!e)
        e = db_open(self->path, DB_WRITES, &self->db);
    if (!e)
        e = db_migrate(self->db, options);
    if (!e)
        e = checkpointer_open(self->path, lock, options->inline_writer, &self->checkpointer);
    return e;
}

static enum err set_up(struct store *self, const struct store_options *options, struct arena *mem)
{
    const char *folder = folder_of(mem, self->path);
    const char *lock = arena_printf(mem, "%s.lock", self->path);

    enum err e = make_folder(mem, folder);
    if (!e)
        e = turn_init(&self->turn, lock);
    if (!e)
        e = turn_take(&self->turn);
    if (e)
        return e;
    e = open_file(self, options, folder, lock);
    turn_leave(&self->turn);
    if (e)
        return e;
    self->readers = readers_open(self->path, options->readers);
    self->writer = writer_open(self->db, &self->turn, self->checkpointer, options->inline_writer);
    return OK;
}

enum err store_open(const struct store_options *options, struct store **out)
{
    AUTO_CLOSE(store) *self = xcalloc(1, sizeof *self);
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    self->path = xstrdup(options->path);
    self->turn.fd = -1;
    enum err e = set_up(self, options, &mem);
    if (e)
        return e;
    *out = self;
    self = NULL;
    return OK;
}

void store_close(struct store **self)
{
    struct store *store = *self;

    *self = NULL;
    if (!store)
        return;
    writer_close(&store->writer);
    checkpointer_close(&store->checkpointer); /* it may be waiting for its turn */
    /* The last connection to a file clears its log away; nobody may open it meanwhile. */
    bool ours = store->turn.fd >= 0 && turn_take(&store->turn) == OK;
    readers_close(&store->readers);
    db_close(&store->db);
    if (ours)
        turn_leave(&store->turn);
    turn_done(&store->turn);
    free(store->path);
    free(store);
}

enum err store_read(struct store *self, enum err (*unit)(struct db *db, void *arg), void *arg)
{
    struct db *db = NULL;
    enum err e = readers_take(self->readers, &db);

    if (e)
        return e;
    e = db_begin(db, DB_READS);
    if (!e)
        e = db_unit(db, unit, arg);
    db_rollback(db); /* there is nothing to keep */
    readers_give(self->readers, db);
    return e;
}

enum err store_write(struct store *self, enum err (*unit)(struct db *db, void *arg), void *arg)
{
    return writer_run(self->writer, unit, arg);
}

void store_stats(struct store *self, struct store_stats *out)
{
    writer_stats(self->writer, out);
    out->checkpoints = checkpointer_done(self->checkpointer);
}
