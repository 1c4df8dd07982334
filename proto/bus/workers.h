/*
 * workers - the threads that serve requests: a pool and a bounded queue for each class.
 *
 * The bus thread fills the queues; no worker waits for another pool of its own
 * process.  Threads that hash passwords give way to the others.
 */
#ifndef BUS_WORKERS_H
#define BUS_WORKERS_H
#include "common_config.h"
#include "frames.h"
#include "service.h"
#include <pthread.h>
#include <sys/queue.h>

struct job {
    STAILQ_ENTRY(job) link;
    zmq_msg_t from;       /* routing id of the caller */
    struct frames frames; /* the request; then the reply */
    struct peer *peer;    /* keyring_drop */
};
STAILQ_HEAD(jobs, job);

void job_free(struct job *self);
void jobs_free(struct jobs *jobs);

/* Gets each job back with its reply.  Called by workers. */
typedef void job_taker(void *self, struct job *job);

struct sleeper;
SLIST_HEAD(sleepers, sleeper);

struct pool {
    pthread_mutex_t lock;
    struct jobs queue;
    size_t queued, most;
    struct sleepers idle; /* threads that sleep; who fell asleep last comes first */
    bool waking;          /* one of them was woken, and has not looked yet */
    bool stop;
    size_t n_threads;
    pthread_t *threads;
    enum method_class class;
    struct workers *workers;
};

struct workers {
    const struct service_host *host;
    job_taker *done;
    void *done_self;
    struct pool pools[CLASS_COUNT];
};

/* From here jobs are accepted; threads come with workers_start. */
void workers_init(struct workers *self, const struct service_host *host,
                  const struct common_config *config, job_taker *done, void *done_self);
void workers_start(struct workers *self);

/* False: the queue is full, the job stays the caller's. */
bool workers_give(struct workers *self, enum method_class class, struct job *job) MUST_CHECK;

void workers_stop(struct workers *self); /* after what each thread is doing; twice is fine */
void workers_done(struct workers *self); /* stopped ones; jobs still queued are dropped */

#endif
