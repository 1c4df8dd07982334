#include "workers.h"
#include "futex.h"
#include "keyring.h"
#include "log.h"
#include "seal.h"
#include "thread.h"
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    HASH_NICE = 10,       /* a tenth of the processor when others want it, all of it otherwise */
    NAP_MS = 3600 * 1000, /* a sleeper looks at its word even if nobody woke it */
};

/* A thread that sleeps; on its stack. */
struct sleeper {
    SLIST_ENTRY(sleeper) link;
    _Atomic uint32_t woken;
};

void job_free(struct job *self)
{
    zmq_msg_close(&self->from);
    frames_done(&self->frames);
    keyring_drop(self->peer);
    free(self);
}

void jobs_free(struct jobs *jobs)
{
    struct job *job;

    while ((job = STAILQ_FIRST(jobs))) {
        STAILQ_REMOVE_HEAD(jobs, link);
        job_free(job);
    }
}

/* The request in the job becomes its reply. */
static void serve(struct workers *self, struct job *job, struct arena *mem)
{
    struct served served;

    service_serve(self->host, job->peer, frame_bytes(&job->frames.envelope),
                  frame_bytes(&job->frames.body), mem, &served);
    frames_done(&job->frames);
    if (served.body.n > FRAME_REPLY_MAX) {
        log_error("a reply of %zu bytes cannot travel", served.body.n);
        seal_reply(served.id, err_name(ERR_INTERNAL), mem, &job->frames);
        return;
    }
    frames_fill(&job->frames, served.envelope, served.body);
}

/* With the lock: who is to be woken, if anybody?  One at a time, who then wakes the next if there
 * is more to do: while that one gets up, those that are awake often have done it all.  It is the
 * one that fell asleep last, whose stack and memory the processor still has at hand. */
static struct sleeper *to_be_woken(struct pool *pool)
{
    struct sleeper *sleeper = SLIST_FIRST(&pool->idle);

    if (pool->queued == 0 || !sleeper || pool->waking)
        return NULL;
    pool->waking = true;
    SLIST_REMOVE_HEAD(&pool->idle, link);
    return sleeper;
}

/* Once it is woken its thread may leave, and the sleeper with it. */
static void wake_up(struct sleeper *sleeper)
{
    if (!sleeper)
        return;
    atomic_store(&sleeper->woken, 1);
    futex_wake(&sleeper->woken);
}

/* With the lock, which is let go meanwhile. */
static void sleep_until_woken(struct pool *pool)
{
    struct sleeper self = {.woken = 0};

    SLIST_INSERT_HEAD(&pool->idle, &self, link);
    pthread_mutex_unlock(&pool->lock);
    while (!self.woken)
        futex_wait(&self.woken, 0, NAP_MS);
    pthread_mutex_lock(&pool->lock);
    pool->waking = false;
}

static struct job *next_job(struct pool *pool)
{
    struct job *job = NULL;

    pthread_mutex_lock(&pool->lock);
    while (!pool->stop && pool->queued == 0)
        sleep_until_woken(pool);
    if (!pool->stop) {
        job = STAILQ_FIRST(&pool->queue);
        STAILQ_REMOVE_HEAD(&pool->queue, link);
        pool->queued--;
    }
    struct sleeper *next = to_be_woken(pool);
    pthread_mutex_unlock(&pool->lock);
    wake_up(next);
    return job;
}

static void *work(void *arg)
{
    struct pool *pool = arg;
    struct workers *workers = pool->workers;
    struct arena mem;
    struct job *job;

    if (pool->class == CLASS_HASH)
        setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), HASH_NICE); /* this thread alone */
    arena_init(&mem, ARENA_LIMIT);
    while ((job = next_job(pool))) {
        serve(workers, job, &mem);
        arena_reset(&mem);
        workers->done(workers->done_self, job);
    }
    arena_done(&mem);
    return NULL;
}

static size_t processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);

    return n > 0 ? (size_t)n : 1;
}

/* Whatever else the service does: ping and what cannot be understood are local work, a backup is
 * bulk. */
static bool has_work(const struct service *service, enum method_class class)
{
    bool has = class == CLASS_LOCAL || (class == CLASS_BULK && service->backup);

    for (size_t i = 0; i < service->n_methods && !has; i++)
        has = service->methods[i].method->class == class;
    return has;
}

void workers_init(struct workers *self, const struct service_host *host,
                  const struct common_config *config, job_taker *done, void *done_self)
{
    const int64_t threads[CLASS_COUNT] = {config->bus_threads_local, config->bus_threads_remote,
                                          config->bus_threads_hash, config->bus_threads_bulk};
    const int64_t most[CLASS_COUNT] = {config->bus_queue_local, config->bus_queue_remote,
                                       config->bus_queue_hash, config->bus_queue_bulk};

    *self = (struct workers){.host = host, .done = done, .done_self = done_self};
    for (size_t i = 0; i < CLASS_COUNT; i++) {
        struct pool *pool = &self->pools[i];
        pthread_mutex_init(&pool->lock, NULL);
        SLIST_INIT(&pool->idle);
        STAILQ_INIT(&pool->queue);
        pool->most = (size_t)most[i];
        pool->n_threads = threads[i] ? (size_t)threads[i] : processors();
        pool->class = (enum method_class)i;
        pool->workers = self;
    }
}

void workers_start(struct workers *self)
{
    for (size_t i = 0; i < CLASS_COUNT; i++) {
        struct pool *pool = &self->pools[i];
        if (!has_work(self->host->service, pool->class))
            continue;
        pool->threads = xcalloc(pool->n_threads, sizeof pool->threads[0]);
        for (size_t t = 0; t < pool->n_threads; t++)
            pool->threads[t] = thread_start(method_class_name(pool->class), work, pool);
    }
}

bool workers_give(struct workers *self, enum method_class class, struct job *job)
{
    struct pool *pool = &self->pools[class];

    pthread_mutex_lock(&pool->lock);
    bool room = pool->queued < pool->most;
    if (room) {
        STAILQ_INSERT_TAIL(&pool->queue, job, link);
        pool->queued++;
    }
    struct sleeper *sleeper = to_be_woken(pool);
    pthread_mutex_unlock(&pool->lock);
    wake_up(sleeper);
    return room;
}

static void wake_all(struct pool *pool)
{
    struct sleeper *sleeper;

    pthread_mutex_lock(&pool->lock);
    pool->stop = true;
    while ((sleeper = SLIST_FIRST(&pool->idle))) {
        SLIST_REMOVE_HEAD(&pool->idle, link);
        wake_up(sleeper);
    }
    pthread_mutex_unlock(&pool->lock);
}

void workers_stop(struct workers *self)
{
    for (size_t i = 0; i < CLASS_COUNT; i++)
        wake_all(&self->pools[i]);
    for (size_t i = 0; i < CLASS_COUNT; i++) {
        struct pool *pool = &self->pools[i];
        for (size_t t = 0; pool->threads && t < pool->n_threads; t++)
            pthread_join(pool->threads[t], NULL);
        free(pool->threads);
        pool->threads = NULL;
    }
}

void workers_done(struct workers *self)
{
    for (size_t i = 0; i < CLASS_COUNT; i++) {
        struct pool *pool = &self->pools[i];
        jobs_free(&pool->queue);
        pthread_mutex_destroy(&pool->lock);
    }
}
