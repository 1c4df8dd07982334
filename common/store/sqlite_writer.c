/*
 * All waiting units are one transaction; their callers sleep until it is
 * durable.  The units are taken after the turn: those that came while another
 * process wrote are in the group as well.
 */
#include "sqlite.h"
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

enum {
    GROUP_MAX = 256, /* units of a transaction: bounds how long other processes wait */
    QUEUE_MAX = 512  /* units that wait; past it callers are told at once */
};

static const struct sql SQL_SAVEPOINT = {"savepoint", "SAVEPOINT unit"};
static const struct sql SQL_RELEASE = {"release", "RELEASE unit"};
static const struct sql SQL_UNDO = {"undo", "ROLLBACK TO unit"};

/* A call of store_write; lives on its caller's stack. */
struct job {
    struct job *next;
    enum err (*unit)(struct db *db, void *arg);
    void *arg;
    enum err result;
    sem_t done;
};

struct writer {
    struct sqlite *db;
    struct turn *turn;
    struct checkpointer *checkpointer;
    bool in_caller;
    pthread_t thread;        /* unless in_caller */
    pthread_mutex_t at_work; /* held by the caller who writes, if in_caller */

    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t woken;
    struct job *first, **end; /* the queue */
    bool asleep, closing;
    struct store_stats stats;
};

/* --- the queue --- */

static enum err enqueue(struct writer *self, struct job *job)
{
    enum err e = ERR_BUSY;

    pthread_mutex_lock(&self->lock);
    if (self->stats.queued < QUEUE_MAX) {
        e = OK;
        *self->end = job;
        self->end = &job->next;
        self->stats.queued++;
        if (self->asleep)
            pthread_cond_signal(&self->woken);
        self->asleep = false; /* one call is enough */
    }
    pthread_mutex_unlock(&self->lock);
    return e;
}

/* False: the queue is empty and will stay so. */
static bool wait_for_jobs(struct writer *self)
{
    pthread_mutex_lock(&self->lock);
    while (!self->first && !self->closing) {
        self->asleep = true;
        pthread_cond_wait(&self->woken, &self->lock);
    }
    self->asleep = false;
    bool some = self->first;
    pthread_mutex_unlock(&self->lock);
    return some;
}

static struct job *take_group(struct writer *self)
{
    struct job *group = NULL, **end = &group;

    pthread_mutex_lock(&self->lock);
    for (int n = 0; self->first && n < GROUP_MAX; n++) {
        *end = self->first;
        end = &self->first->next;
        self->first = self->first->next;
        self->stats.queued--;
    }
    *end = NULL;
    if (!self->first)
        self->end = &self->first;
    pthread_mutex_unlock(&self->lock);
    return group;
}

static void count(struct writer *self, int64_t *which, int64_t n)
{
    pthread_mutex_lock(&self->lock);
    *which += n;
    pthread_mutex_unlock(&self->lock);
}

static void answer(struct writer *self, struct job *group)
{
    int64_t n = 0;

    for (const struct job *job = group; job; job = job->next)
        n++;
    count(self, &self->stats.units, n);
    while (group) {
        struct job *job = group;
        group = job->next; /* before the caller wakes and job is gone */
        sem_post(&job->done);
    }
}

static void refuse(struct job *group, enum err e)
{
    for (; group; group = group->next)
        group->result = e;
}

/* --- transactions --- */

/* False: the transaction is not to be committed. */
static bool run_alone(struct sqlite *db, struct job *job)
{
    job->result = db_unit(&db->db, job->unit, job->arg);
    return job->result == OK;
}

/* False: the same; the failure of the unit itself is no reason. */
static bool run_in_savepoint(struct sqlite *db, struct job *job)
{
    if (sqlite_run(db, &SQL_SAVEPOINT))
        return false;
    job->result = db_unit(&db->db, job->unit, job->arg);
    if (!sqlite_in_transaction(db))
        return false;
    if (job->result && sqlite_run(db, &SQL_UNDO))
        return false;
    return sqlite_run(db, &SQL_RELEASE) == OK;
}

/* False: nothing of the group was kept. */
static bool transact(struct writer *self, struct job *group)
{
    bool alone = !group->next, sound = true;

    if (sqlite_begin(self->db, DB_WRITES)) {
        refuse(group, ERR_STORAGE);
        return true; /* no unit ran, and none would if tried alone */
    }
    for (struct job *job = group; job && sound; job = job->next)
        sound = alone ? run_alone(self->db, job) : run_in_savepoint(self->db, job);
    if (sound && sqlite_commit(self->db) == OK) {
        count(self, &self->stats.commits, 1);
        return true;
    }
    sqlite_rollback(self->db);
    if (sound)
        refuse(group, ERR_STORAGE);
    return false;
}

/* Takes the turn, and then what has come until now. */
static enum err take_turn(struct writer *self, struct job **group)
{
    enum err e = turn_take(self->turn);

    *group = take_group(self);
    if (e) {
        refuse(*group, e);
        answer(self, *group);
    }
    return e;
}

/* A unit of a lost group, on its own. */
static void write_again(struct writer *self, struct job *job)
{
    job->result = turn_take(self->turn);
    if (job->result == OK) {
        transact(self, job);
        turn_leave(self->turn);
    }
    answer(self, job);
}

static void write_queued(struct writer *self)
{
    struct job *group = NULL;

    if (take_turn(self, &group))
        return;
    bool kept = !group || transact(self, group);
    turn_leave(self->turn);
    if (kept || !group->next) {
        answer(self, group);
        return;
    }
    count(self, &self->stats.lost, 1);
    while (group) {
        struct job *job = group;
        group = job->next;
        job->next = NULL;
        write_again(self, job);
    }
}

static void *work(void *arg)
{
    struct writer *self = arg;

    while (wait_for_jobs(self)) {
        write_queued(self);
        checkpointer_note(self->checkpointer, self->db->log_pages);
    }
    return NULL;
}

/* --- the writer --- */

struct writer *writer_open(struct sqlite *db, struct turn *turn, struct checkpointer *checkpointer,
                           bool in_caller)
{
    struct writer *self = xcalloc(1, sizeof *self);

    self->db = db;
    self->turn = turn;
    self->checkpointer = checkpointer;
    self->in_caller = in_caller;
    self->end = &self->first;
    pthread_mutex_init(&self->at_work, NULL);
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->woken, NULL);
    if (!in_caller) {
        int failed = pthread_create(&self->thread, NULL, work, self);
        assert(!failed);
    }
    return self;
}

static void stop(struct writer *self)
{
    pthread_mutex_lock(&self->lock);
    self->closing = true;
    pthread_cond_signal(&self->woken);
    pthread_mutex_unlock(&self->lock);
    pthread_join(self->thread, NULL);
}

void writer_close(struct writer **self)
{
    struct writer *writer = *self;

    *self = NULL;
    if (!writer)
        return;
    if (!writer->in_caller)
        stop(writer);
    assert(!writer->first);
    pthread_cond_destroy(&writer->woken);
    pthread_mutex_destroy(&writer->lock);
    pthread_mutex_destroy(&writer->at_work);
    free(writer);
}

enum err writer_run(struct writer *self, enum err (*unit)(struct db *db, void *arg), void *arg)
{
    struct job job = {.unit = unit, .arg = arg};
    bool in_caller = self->in_caller; /* a queued job may be answered and the writer closed */

    sem_init(&job.done, 0, 0);
    enum err e = enqueue(self, &job);
    if (e)
        return e;
    if (in_caller) {
        pthread_mutex_lock(&self->at_work);
        write_queued(self);
        checkpointer_note(self->checkpointer, self->db->log_pages);
        pthread_mutex_unlock(&self->at_work);
    }
    while (sem_wait(&job.done) != 0)
        continue; /* a signal */
    sem_destroy(&job.done);
    return job.result;
}

void writer_stats(struct writer *self, struct store_stats *out)
{
    pthread_mutex_lock(&self->lock);
    *out = self->stats;
    pthread_mutex_unlock(&self->lock);
}
