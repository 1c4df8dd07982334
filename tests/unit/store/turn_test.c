#include "check.h"
#include "fixture.h"
#include "turn.h"
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

/* Somebody who takes one turn, from a descriptor of its own. */
struct taker {
    const char *path;
    enum err result;
    atomic_bool had_turn; /* ordered by the lock, which tools do not know */
    pthread_t thread;
};

static const char *path(void)
{
    return arena_printf(check_mem(), "%s/lock", check_dir());
}

static void *take_once(void *arg)
{
    struct taker *self = arg;
    AUTO(turn) turn = {-1};

    self->result = turn_init(&turn, self->path);
    if (!self->result)
        self->result = turn_take(&turn);
    if (!self->result) {
        self->had_turn = true;
        turn_leave(&turn);
    }
    return NULL;
}

/* Until somebody holds the first byte, while the second one is held: this one is next. */
static void wait_for_next(const char *file)
{
    int fd = open(file, O_RDWR | O_CLOEXEC);

    for (;;) {
        struct flock probe = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1};
        CHECK_INT(fcntl(fd, F_OFD_GETLK, &probe), 0);
        if (probe.l_type != F_UNLCK)
            break;
        usleep(1000);
    }
    close(fd);
}

static void who_waits_comes_before_who_comes_again(void)
{
    AUTO(turn) turn = {-1};
    struct taker other = {.path = path()};

    CHECK_OK(turn_init(&turn, other.path));
    for (int i = 0; i < 200; i++) {
        other.had_turn = false;
        CHECK_OK(turn_take(&turn));
        CHECK_INT(pthread_create(&other.thread, NULL, take_once, &other), 0);
        wait_for_next(other.path);
        turn_leave(&turn);
        CHECK_OK(turn_take(&turn));
        CHECK(other.had_turn);
        turn_leave(&turn);
        pthread_join(other.thread, NULL);
        CHECK_OK(other.result);
    }
}

static void a_killed_holder_frees_its_turn(void)
{
    AUTO(turn) turn = {-1};
    const char *file = path();
    int ready[2];
    char c;

    CHECK_INT(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        bool got = turn_init(&turn, file) == OK && turn_take(&turn) == OK;
        if (got && write(ready[1], "x", 1) == 1)
            pause();
        _exit(1);
    }
    CHECK_INT(read(ready[0], &c, 1), 1);
    CHECK_INT(kill(pid, SIGKILL), 0);
    CHECK_OK(turn_init(&turn, file));
    CHECK_OK(turn_take(&turn));
    turn_leave(&turn);
    waitpid(pid, NULL, 0);
    close(ready[0]);
    close(ready[1]);
}

static void a_lock_that_cannot_be_made_is_named(void)
{
    AUTO(turn) turn = {-1};

    fixture_catch_log();
    CHECK_ERR(turn_init(&turn, "/dev/null/lock"), ERR_STORAGE);
    CHECK_HAS(fixture_log(), "/dev/null/lock: Not a directory");
}

int main(void)
{
    return check_run((struct check[]){
        CASE(who_waits_comes_before_who_comes_again),
        CASE(a_killed_holder_frees_its_turn),
        CASE(a_lock_that_cannot_be_made_is_named),
        {0},
    });
}
