/*
 * Copying the log back into the file takes as long as a hundred commits, so it
 * is done beside the writer.  SQLite begins the log anew only when all of it
 * has been copied and synced, which is never while somebody writes: past
 * LOG_MAX the rest is copied in our turn.  By then the file is synced and the
 * rest is small, so that writers wait for one millisecond instead of fifty.
 */
#include "log.h"
#include "sqlite.h"
#include <pthread.h>
#include <stdlib.h>

enum {
    STEP = 1000,     /* pages the log grows between two checkpoints */
    LOG_MAX = 4000,  /* pages (of 4 KiB) after which it should begin anew */
    PATIENCE_MS = 20 /* for readers that still need the log; if they last, the next step tries */
};

struct checkpointer {
    struct sqlite *db;
    struct turn turn;
    bool in_caller;
    int noted;        /* pages in the log when last woken; the writer's */
    pthread_t thread; /* unless in_caller */

    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t woken;
    bool due, closing;
    int64_t done;
};

static bool good(int rc)
{
    if (rc == SQLITE_OK || rc == SQLITE_BUSY)
        return rc == SQLITE_OK;
    log_error("store: checkpoint: %s", sqlite3_errstr(rc));
    /* The kernel tells only once of a page that it could not write.  The log has it still, and
     * must not begin anew; the next start copies all of it again. */
    if (rc == SQLITE_IOERR_FSYNC)
        abort();
    return false;
}

/* Pages in the log; 0 when another process is at it. */
static int copy(struct checkpointer *self, int how)
{
    int pages = 0;

    int rc = sqlite3_wal_checkpoint_v2(self->db->conn, "main", how, &pages, NULL);
    return good(rc) ? pages : 0;
}

/* What SQLite would do in our turn. */
static bool sync_file(struct checkpointer *self)
{
    sqlite3_file *file = NULL;

    sqlite3_file_control(self->db->conn, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    return good(file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY));
}

/* Waits for nobody.  True: the log is too long. */
static bool copy_beside(struct checkpointer *self)
{
    int pages = copy(self, SQLITE_CHECKPOINT_PASSIVE);

    return pages > 0 && sync_file(self) && pages >= LOG_MAX;
}

static void checkpoint(struct checkpointer *self)
{
    bool too_long = copy_beside(self);

    if (too_long)
        too_long = copy_beside(self); /* what came meanwhile: now little is left */
    if (too_long && turn_take(&self->turn) == OK) {
        copy(self, SQLITE_CHECKPOINT_RESTART);
        turn_leave(&self->turn);
    }
    pthread_mutex_lock(&self->lock);
    self->done++;
    pthread_mutex_unlock(&self->lock);
}

/* False: it is time to end. */
static bool wait_until_due(struct checkpointer *self)
{
    pthread_mutex_lock(&self->lock);
    while (!self->due && !self->closing)
        pthread_cond_wait(&self->woken, &self->lock);
    bool closing = self->closing;
    self->due = false;
    pthread_mutex_unlock(&self->lock);
    return !closing;
}

static void *work(void *arg)
{
    struct checkpointer *self = arg;

    while (wait_until_due(self))
        checkpoint(self);
    return NULL;
}

static void wake(struct checkpointer *self, bool *why)
{
    pthread_mutex_lock(&self->lock);
    *why = true;
    pthread_cond_signal(&self->woken);
    pthread_mutex_unlock(&self->lock);
}

void checkpointer_note(struct checkpointer *self, int log_pages)
{
    if (log_pages < self->noted)
        self->noted = 0; /* the log began anew */
    if (log_pages - self->noted < STEP)
        return;
    self->noted = log_pages;
    if (self->in_caller)
        checkpoint(self);
    else
        wake(self, &self->due);
}

enum err checkpointer_open(const char *path, const char *lock, bool in_caller,
                           struct checkpointer **out)
{
    AUTO_CLOSE(checkpointer) *self = xcalloc(1, sizeof *self);

    self->in_caller = true; /* until there is a thread */
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->woken, NULL);
    enum err e = turn_init(&self->turn, lock);
    if (!e)
        e = sqlite_open(path, DB_WRITES, &self->db);
    if (e)
        return e;
    sqlite3_busy_timeout(self->db->conn, PATIENCE_MS);
    if (!in_caller) {
        int failed = pthread_create(&self->thread, NULL, work, self);
        assert(!failed);
        self->in_caller = false;
    }
    *out = self;
    self = NULL;
    return OK;
}

void checkpointer_close(struct checkpointer **self)
{
    struct checkpointer *checkpointer = *self;

    *self = NULL;
    if (!checkpointer)
        return;
    if (!checkpointer->in_caller) {
        wake(checkpointer, &checkpointer->closing);
        pthread_join(checkpointer->thread, NULL);
    }
    sqlite_close(&checkpointer->db);
    turn_done(&checkpointer->turn);
    pthread_cond_destroy(&checkpointer->woken);
    pthread_mutex_destroy(&checkpointer->lock);
    free(checkpointer);
}

int64_t checkpointer_done(struct checkpointer *self)
{
    pthread_mutex_lock(&self->lock);
    int64_t done = self->done;
    pthread_mutex_unlock(&self->lock);
    return done;
}
