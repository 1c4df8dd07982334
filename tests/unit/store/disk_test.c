/* What is left when the disk fails, and what others do while it is slow. */
#include "disk.h"
#include "fixture.h"
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MANY = 10, LOG_MAX = 4000, ROWS = 6000 };

/* --- a commit that fails --- */

static atomic_int log_failures; /* how many acts on the log are still to fail */

static int fail_log_sync(enum disk_file file, enum disk_act act)
{
    if (file == DISK_LOG && act == DISK_SYNC && log_failures > 0) {
        log_failures--;
        return SQLITE_IOERR_FSYNC;
    }
    return SQLITE_OK;
}

static int fail_log_write(enum disk_file file, enum disk_act act)
{
    return file == DISK_LOG && act == DISK_WRITE && log_failures > 0 ? SQLITE_FULL : SQLITE_OK;
}

/* Ten callers in one group; how many of them were answered OK. */
static int write_as_group(struct store *store, int who)
{
    struct item items[MANY];
    struct caller callers[MANY], holder;
    struct gate gate;
    int good = 0;

    gate_init(&gate);
    caller_start(&holder, store, gate_unit, &gate);
    sem_wait(&gate.entered);
    for (int i = 0; i < MANY; i++) {
        items[i] = (struct item){who, i, NULL};
        caller_start(&callers[i], store, item_add, &items[i]);
    }
    fixture_wait_queued(store, MANY);
    sem_post(&gate.leave);
    caller_wait(&holder);
    for (int i = 0; i < MANY; i++)
        good += caller_wait(&callers[i]) == OK;
    return good;
}

static void a_log_that_fails_to_sync_once_costs_nobody_anything(void)
{
    struct store_stats stats = {0};

    disk_watch(fail_log_sync);
    struct store *store = fixture_open();
    fixture_catch_log();
    log_failures = 1;
    CHECK_INT(write_as_group(store, 1), MANY);
    CHECK_INT(log_failures, 0);
    store_stats(store, &stats);
    CHECK_INT(stats.lost, 1);
    CHECK_HAS(fixture_log(), "commit: disk I/O error");
    CHECK_INT(item_count(store), MANY);
    store_close(&store);
    disk_watch(NULL);
}

static void a_full_disk_is_told_and_forgotten_when_there_is_room(void)
{
    disk_watch(fail_log_write);
    struct store *store = fixture_open();
    fixture_catch_log();
    CHECK_INT(write_as_group(store, 1), MANY);
    log_failures = 1;
    CHECK_INT(write_as_group(store, 2), 0);
    CHECK_HAS(fixture_log(), "database or disk is full");
    CHECK_INT(item_count(store), MANY); /* reading goes on */
    log_failures = 0;
    CHECK_INT(write_as_group(store, 2), MANY);
    CHECK_INT(item_count(store), 2 * MANY);
    store_close(&store);
    store = fixture_open();
    CHECK_INT(item_count(store), 2 * MANY);
    store_close(&store);
    disk_watch(NULL);
}

/* --- the log --- */

static struct store *neighbour; /* who writes whenever something is synced out of turn */
static int turns = -1;          /* the file that processes lock */
static int unsynced, in_turn;   /* pages; the most that had to be synced in somebody's turn */

static bool turn_is_free(void)
{
    struct flock probe = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 2};

    CHECK_INT(fcntl(turns, F_OFD_GETLK, &probe), 0);
    return probe.l_type == F_UNLCK;
}

/* Out of turn only checkpoints sync: the log before they copy it, and the file. */
static int write_meanwhile(enum disk_file file, enum disk_act act)
{
    static bool inside;

    if (!neighbour || inside)
        return SQLITE_OK;
    if (act == DISK_WRITE) {
        unsynced += file == DISK_FILE;
        return SQLITE_OK;
    }
    if (turn_is_free()) {
        inside = true;
        CHECK_OK(store_write(neighbour, page_add, NULL));
        inside = false;
    } else if (file == DISK_FILE && unsynced > in_turn) {
        in_turn = unsynced;
    }
    if (file == DISK_FILE)
        unsynced = 0;
    return SQLITE_OK;
}

static void a_neighbour_that_never_rests_does_not_keep_the_log_growing(void)
{
    disk_watch(write_meanwhile);
    struct store *store = fixture_open_inline();
    turns = open(arena_printf(check_mem(), "%s.lock", fixture_path()), O_RDWR | O_CLOEXEC);
    neighbour = fixture_open_inline();
    for (int i = 0; i < ROWS; i++)
        CHECK_OK(store_write(store, page_add, NULL));
    CHECK(fixture_log_pages() > LOG_MAX); /* none of SQLite's own chances could be taken */
    CHECK(fixture_log_pages() < LOG_MAX + 1100);
    CHECK(in_turn > 0 && in_turn < 100); /* nobody waited long */
    close(turns);
    store_close(&neighbour);
    store_close(&store);
    disk_watch(NULL);
}

/* --- a page that is lost --- */

/* The kernel, too, tells of it only once. */
static int fail_first_sync(enum disk_file file, enum disk_act act)
{
    static bool failed;
    bool fails = file == DISK_FILE && act == DISK_SYNC && !failed;

    failed = failed || fails;
    return fails ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

/* Counts in *written what was acknowledged; does not come back. */
static _Noreturn void write_on_a_bad_disk(int64_t *written)
{
    struct store_options options = fixture_options();
    struct store *store = NULL;

    options.inline_writer = true;
    if (store_open(&options, &store))
        _exit(1);
    disk_watch(fail_first_sync);
    while (*written < ROWS && store_write(store, page_add, NULL) == OK)
        ++*written;
    _exit(1);
}

static void a_process_does_not_outlive_a_sync_of_the_file_that_failed(void)
{
    int64_t *written =
        mmap(NULL, sizeof *written, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int status = 0;

    CHECK(written != MAP_FAILED);
    fixture_path(); /* makes the folder for both */
    fixture_catch_log();
    pid_t pid = fork();
    if (pid == 0)
        write_on_a_bad_disk(written);
    waitpid(pid, &status, 0);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    CHECK(*written > 0);
    struct store *store = fixture_open();
    CHECK(page_count(store) >= *written); /* the log has all of it */
    store_close(&store);
    munmap(written, sizeof *written);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_log_that_fails_to_sync_once_costs_nobody_anything),
        CASE(a_full_disk_is_told_and_forgotten_when_there_is_room),
        CASE(a_neighbour_that_never_rests_does_not_keep_the_log_growing),
        CASE(a_process_does_not_outlive_a_sync_of_the_file_that_failed),
        {0},
    });
}
