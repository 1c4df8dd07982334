#include "durable.h"
#include "pool.h"
#include "sqlite.h"
#include <stdlib.h>

struct file_store {
    struct store store; /* first */
    char *path;
    struct turn turn;
    struct sqlite *db; /* the connection that writes */
    struct checkpointer *checkpointer;
    struct writer *writer;
    struct pool *readers;
};

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
                          const char *lock, struct arena *mem)
{
    enum err e = durable_make_file(mem, self->path);

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
    const char *lock = arena_printf(mem, "%s.lock", self->path);

    enum err e = durable_make_folder(mem, durable_folder_of(mem, self->path));
    if (!e)
        e = turn_init(&self->turn, lock);
    if (!e)
        e = turn_take(&self->turn);
    if (e)
        return e;
    e = open_file(self, options, lock, mem);
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

static enum err copy_file(struct store *store, const struct copy_mark *mark, struct arena *mem,
                          const char **path)
{
    return sqlite_copy(((struct file_store *)store)->path, mark, mem, path);
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
    .copy = copy_file,
    .stats = file_stats,
};
