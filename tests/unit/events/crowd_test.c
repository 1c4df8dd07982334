/* crowd_test - a stream that threads of several processes write at once, seen while it grows. */
#include "place.h"
#include "stream.h"
#include "text.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROCESSES = 3, THREADS = 8, EACH = 25, WRITERS = PROCESSES * THREADS, ALL = WRITERS * EACH };

/* What all processes share.  The clock counts what happens: an append begins, and it is answered.
 */
static struct shared {
    int64_t clock, answered, failed;
    int64_t began[ALL], ended[ALL]; /* of each append */
} * shared;

static int64_t tick(void)
{
    return __atomic_add_fetch(&shared->clock, 1, __ATOMIC_SEQ_CST);
}

/* --- writers --- */

struct writer {
    pthread_t thread;
    struct store *store;
    int number;
};

static enum err append_one(struct store *store, int which)
{
    char subject[16];
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    struct call c = stream_call(&mem);
    snprintf(subject, sizeof subject, "%d", which);
    struct event e = {.subject = subject};
    shared->began[which] = tick();
    enum err err = stream_append(store, &c, &e);
    shared->ended[which] = tick();
    __atomic_add_fetch(err ? &shared->failed : &shared->answered, 1, __ATOMIC_SEQ_CST);
    return err;
}

static void *append_many(void *arg)
{
    struct writer *self = arg;
    enum err e = OK;

    for (int i = 0; !e && i < EACH; i++)
        e = append_one(self->store, self->number * EACH + i);
    return NULL;
}

/* Does not come back. */
static _Noreturn void write_as(int process)
{
    struct writer writers[THREADS];
    struct store *store = stream_open(false);

    for (int i = 0; i < THREADS; i++) {
        writers[i] = (struct writer){.store = store, .number = process * THREADS + i};
        if (pthread_create(&writers[i].thread, NULL, append_many, &writers[i]) != 0)
            _exit(1);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(writers[i].thread, NULL);
    store_close(&store);
    _exit(0);
}

/* --- the reader --- */

static int which_of[ALL + 1]; /* by its number */
static int64_t known;         /* the newest number that was read */

/* One page; how far the stream goes. */
static int64_t read_on(struct store *store)
{
    struct events_since_reply a = {0};
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    struct call c = stream_call(&mem);
    CHECK_OK(event_store_since(store, &c, &(struct events_since_request){.after = known}, &a));
    for (size_t i = 0; i < a.events.n; i++) {
        CHECK_INT(a.events.v[i].number, ++known); /* never N + 1 before N */
        int64_t which = 0;
        CHECK(text_int(a.events.v[i].subject, &which));
        which_of[known] = (int)which;
    }
    return a.head;
}

static void read_while_it_grows(struct store *store)
{
    while (known < ALL) {
        int64_t answered = __atomic_load_n(&shared->answered, __ATOMIC_SEQ_CST);
        CHECK_INT(__atomic_load_n(&shared->failed, __ATOMIC_SEQ_CST), 0);
        CHECK(read_on(store) >= answered); /* all that was committed before */
    }
}

/* What was answered before something else began has the lower number. */
static void check_order(void)
{
    int64_t earliest_end = INT64_MAX; /* of those with a higher number */

    for (int64_t n = ALL; n > 0; n--) {
        int which = which_of[n];
        CHECK(shared->began[which] < earliest_end);
        if (shared->ended[which] < earliest_end)
            earliest_end = shared->ended[which];
    }
}

static void processes_that_write_at_once_make_one_stream(void)
{
    pid_t pids[PROCESSES];
    const char *server = NULL;
    const struct store_driver *driver = NULL;

    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK(shared != MAP_FAILED);
    place_of(check_dir(), &server, &driver); /* for all of them */
    for (int i = 0; i < PROCESSES; i++) {
        pids[i] = fork();
        if (pids[i] == 0)
            write_as(i);
    }
    struct store *store = stream_open(true);
    read_while_it_grows(store);
    for (int i = 0; i < PROCESSES; i++) {
        int status = 0;
        waitpid(pids[i], &status, 0);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    CHECK_INT(read_on(store), ALL);
    check_order();
    CHECK_STR(stream_fault(store), NULL);
    store_close(&store);
    munmap(shared, sizeof *shared);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(processes_that_write_at_once_make_one_stream),
        {0},
    });
}
