#include "log.h"
#include "pool.h"
#include "sqlite.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct file_store {
    struct store store; /* first */
    char *path;
    struct turn turn;
    struct sqlite *db; /* the connection that writes */
    struct checkpointer *checkpointer;
    struct writer *writer;
    struct pool *readers;
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

/* --- connections --- */

static enum err open_reader(void *path, struct db **out)
{
    struct sqlite *reader = NULL;

    enum err e = sqlite_open(path, DB_READS, &reader);
    if (!e)
        *out = &reader->db;
    return e;
}

static void close_reader(struct db *db)
{
    struct sqlite *reader = (struct sqlite *)db;

    sqlite_close(&reader);
}

static enum err bring_up_to_date(struct sqlite *db, const struct store_options *options)
{
    enum err e = sqlite_begin(db, DB_WRITES);

    if (e)
        return e;
    e = db_unit(&db->db, migrate, &(struct migrate){options, options->path});
    if (!e)
        return sqlite_commit(db);
    sqlite_rollback(db);
    return e;
}

/* --- the store --- */

/* In our turn, so that of several processes one makes the file and its schema. */
static enum err open_file(struct file_store *self, const struct store_options *options,
                          const char *folder, const char *lock)
{
    enum err e = make_file(self->path, folder);

    if (!e)
        e = sqlite_open(self->path, DB_WRITES, &self->db);
    if (!e)
        e = bring_up_to_date(self->db, options);
    if (!e)
        e = checkpointer_open(self->path, lock, options->inline_writer, &self->checkpointer);
    return e;
}

static enum err set_up(struct file_store *self, const struct store_options *options,
                       struct arena *mem)
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
    self->readers = pool_open(&(struct pool_kind){
        .open = open_reader, .close = close_reader, .arg = self->path, .most = options->readers});
    self->writer = writer_open(self->db, &self->turn, self->checkpointer, options->inline_writer);
    return OK;
}

static void close_file(struct store *store)
{
    struct file_store *self = (struct file_store *)store;

    writer_close(&self->writer);
    checkpointer_close(&self->checkpointer); /* it may be waiting for its turn */
    /* The last connection to a file clears its log away; nobody may open it meanwhile. */
    bool ours = self->turn.fd >= 0 && turn_take(&self->turn) == OK;
    pool_close(&self->readers);
    sqlite_close(&self->db);
    if (ours)
        turn_leave(&self->turn);
    turn_done(&self->turn);
    free(self->path);
    free(self);
}

static enum err open_store(const struct store_options *options, struct store **out)
{
    struct file_store *self = xcalloc(1, sizeof *self);
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    self->store.driver = &store_sqlite;
    self->path = xstrdup(options->path);
    self->turn.fd = -1;
    enum err e = set_up(self, options, &mem);
    if (e)
        close_file(&self->store);
    else
        *out = &self->store;
    return e;
}

static enum err read_file(struct store *store, enum err (*unit)(struct db *db, void *arg),
                          void *arg)
{
    struct file_store *self = (struct file_store *)store;
    struct db *db = NULL;
    enum err e = pool_take(self->readers, &db);

    if (e)
        return e;
    struct sqlite *reader = (struct sqlite *)db;
    e = sqlite_begin(reader, DB_READS);
    if (!e)
        e = db_unit(db, unit, arg);
    sqlite_rollback(reader); /* there is nothing to keep */
    pool_give(self->readers, db);
    return e;
}

static enum err write_file(struct store *store, enum err (*unit)(struct db *db, void *arg),
                           void *arg)
{
    return writer_run(((struct file_store *)store)->writer, unit, arg);
}

static void file_stats(struct store *store, struct store_stats *out)
{
    struct file_store *self = (struct file_store *)store;

    writer_stats(self->writer, out);
    out->checkpoints = checkpointer_done(self->checkpointer);
}

const struct store_driver store_sqlite = {
    .open = open_store,
    .close = close_file,
    .read = read_file,
    .write = write_file,
    .stats = file_stats,
};
