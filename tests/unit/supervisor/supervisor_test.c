/* The supervisor as a process, over services that are shell scripts. */
#include "check.h"
#include "clock.h"
#include "endings.h"
#include "roster.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SERVICES SOURCE_DIR "/tests/unit/supervisor/services"

enum { PATIENCE = 20000, LOOK_EVERY = 10 };

static const char *in(const char *name)
{
    return arena_printf(check_mem(), "%s/%s", check_dir(), name);
}

static const char *text_of(const char *name)
{
    struct bytes b = check_file(in(name));

    return b.p ? arena_strndup(check_mem(), (const char *)b.p, b.n) : "";
}

/* Runs the program on the folder of the case with up to three more words; its output goes
 * to `said`. */
static pid_t start(const char *a, const char *b, const char *c)
{
    const char *dir = check_dir(), *said = in("said");
    pid_t pid = fork();

    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        int out = open(said, O_WRONLY | O_CREAT | O_APPEND, 0600);
        dup2(out, STDOUT_FILENO);
        dup2(out, STDERR_FILENO);
        execl(SUPERVISOR, SUPERVISOR, "--data", dir, "--bin", SERVICES, a, b, c, NULL);
        _exit(126);
    }
    return pid;
}

static int status_of(pid_t pid)
{
    int status;

    CHECK_INT(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static struct identity running(const char *name)
{
    struct roster r = roster_read(check_mem(), check_dir());

    for (size_t i = 0; i < r.n; i++) {
        if (strcmp(r.members[i].name, name) == 0)
            return r.members[i].who;
    }
    return (struct identity){0};
}

static bool alive(struct identity who)
{
    struct identity now;

    return who.pid && !identity_of(who.pid, &now) && now.started == who.started;
}

static void pause_a_little(void)
{
    usleep(LOOK_EVERY * 1000);
}

/* Waits for a condition, or fails the case. */
#define UNTIL(cond)                                                                                \
    for (int64_t until = clock_steady() + PATIENCE; !(cond); pause_a_little())                     \
    CHECK(clock_steady() < until && #cond)

static pid_t start_two(void)
{
    pid_t supervisor = start("one", "two", NULL);
    UNTIL(strstr(text_of("log/one.log"), "hello") && strstr(text_of("log/two.log"), "hello"));
    return supervisor;
}

static void services_run_with_the_folder_and_their_words_go_to_their_log(void)
{
    pid_t supervisor = start_two();

    CHECK_INT(running("supervisor").pid, supervisor);
    CHECK(alive(running("supervisor")));
    CHECK(alive(running("one")));
    CHECK(alive(running("two")));
    CHECK_STR(text_of("log/two.log"),
              arena_printf(check_mem(), "hello from ostiary-two --data %s\n", check_dir()));
    kill(supervisor, SIGTERM);
    CHECK_INT(status_of(supervisor), 0);
}

static void they_stop_in_the_other_order_and_nobody_is_left(void)
{
    pid_t supervisor = start_two();
    struct identity one = running("one"), two = running("two");

    kill(supervisor, SIGINT);
    CHECK_INT(status_of(supervisor), 0);
    CHECK(!alive(one) && !alive(two));
    UNTIL(waitpid(-1, NULL, WNOHANG) == -1); /* their sleepers, which would live for a minute */
    CHECK_STR(text_of("trace"), "ostiary-two\nostiary-one\n");
}

static void one_that_is_killed_is_started_again(void)
{
    pid_t supervisor = start_two();
    struct identity one = running("one"), two = running("two");

    kill(one.pid, SIGKILL);
    UNTIL(running("one").pid && running("one").pid != one.pid);
    CHECK(alive(running("one")));
    CHECK_INT(running("two").pid, two.pid);
    CHECK_HAS(text_of("said"), "one was ended by signal 9");
    kill(supervisor, SIGTERM);
    CHECK_INT(status_of(supervisor), 0);
}

static void one_that_ends_at_once_is_not_started_for_ever(void)
{
    pid_t supervisor = start("broken", NULL, NULL);

    UNTIL(strstr(text_of("said"), "it starts again in 10000 ms"));
    CHECK_STR(text_of("starts"), "start\nstart\nstart\nstart\nstart\n");
    CHECK_HAS(text_of("said"), "broken ended with status 3");
    CHECK_INT(running("broken").pid, 0);
    kill(supervisor, SIGTERM);
    CHECK_INT(status_of(supervisor), 0);
}

static void a_folder_has_one_supervisor(void)
{
    pid_t supervisor = start_two();
    struct identity one = running("one");

    CHECK_INT(status_of(start("one", "two", NULL)), 1);
    CHECK_HAS(text_of("said"), "is running already");
    CHECK(alive(one));
    CHECK_INT(running("supervisor").pid, supervisor);
    kill(supervisor, SIGTERM);
    CHECK_INT(status_of(supervisor), 0);
}

static void stop_ends_them_all_and_says_when_there_is_nothing(void)
{
    pid_t supervisor = start_two();
    struct identity one = running("one");

    CHECK_INT(status_of(start("--status", NULL, NULL)), 0);
    CHECK_HAS(text_of("said"), arena_printf(check_mem(), "one %d\n", (int)one.pid));
    CHECK_INT(status_of(start("--stop", NULL, NULL)), 0);
    CHECK_INT(status_of(supervisor), 0);
    CHECK(!alive(one));
    CHECK_INT(status_of(start("--status", NULL, NULL)), 1);
    CHECK_INT(status_of(start("--stop", NULL, NULL)), 0);
    CHECK_HAS(text_of("said"), "nothing runs in");
}

static void stop_never_ends_a_stranger(void)
{
    pid_t stranger = fork();
    struct identity who;

    if (stranger == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (;;)
            pause();
    }
    CHECK_OK(identity_of(stranger, &who));
    who.started--; /* the pid of old, taken by somebody else since */
    struct member members[] = {{"supervisor", who}, {"one", who}};
    mkdir(in("run"), 0700);
    CHECK_OK(roster_write(check_dir(), &(struct roster){members, ARRAY_LEN(members)}));
    CHECK_INT(status_of(start("--stop", NULL, NULL)), 0);
    CHECK_HAS(text_of("said"), "nothing runs in");
    CHECK_INT(waitpid(stranger, NULL, WNOHANG), 0);
    kill(stranger, SIGKILL);
    status_of(stranger);
}

static void when_the_supervisor_is_killed_its_services_stop(void)
{
    pid_t supervisor = start_two();
    struct identity one = running("one"), two = running("two");

    kill(supervisor, SIGKILL);
    CHECK_INT(status_of(supervisor), 128 + SIGKILL);
    UNTIL(waitpid(one.pid, NULL, WNOHANG) == one.pid);
    UNTIL(waitpid(two.pid, NULL, WNOHANG) == two.pid);
}

static pid_t start_deaf(void)
{
    pid_t supervisor = start("deaf", NULL, NULL);
    UNTIL(strstr(text_of("log/deaf.log"), "cannot hear"));
    return supervisor;
}

static void end_at_once(pid_t supervisor)
{
    kill(supervisor, SIGINT);
    UNTIL(strstr(text_of("said"), "stopping"));
    kill(supervisor, SIGINT);
    CHECK_INT(status_of(supervisor), 0);
}

static void what_outlives_a_killed_supervisor_is_ended_by_the_next(void)
{
    pid_t first = start_deaf();
    struct identity left = running("deaf");

    kill(first, SIGKILL);
    status_of(first);
    CHECK(alive(left));
    pid_t second = start("deaf", NULL, NULL);
    UNTIL(running("deaf").pid && running("deaf").pid != left.pid);
    UNTIL(waitpid(left.pid, NULL, WNOHANG) == left.pid);
    CHECK_HAS(text_of("said"), "left behind");
    end_at_once(second);
}

static void a_second_signal_ends_those_that_do_not_listen(void)
{
    pid_t supervisor = start_deaf();
    struct identity deaf = running("deaf");

    int64_t began = clock_steady();
    end_at_once(supervisor);
    CHECK(!alive(deaf));
    CHECK(clock_steady() - began < 9000); /* its grace would have been 10 s */
}

static void bad_use_is_explained(void)
{
    CHECK_INT(status_of(start("nosuch", NULL, NULL)), 1);
    CHECK_HAS(text_of("said"), "ostiary-nosuch: No such file");
    CHECK_INT(status_of(start(NULL, NULL, NULL)), 2);
    CHECK_HAS(text_of("said"), "no service is named");
    CHECK_INT(status_of(start("--nosuch", NULL, NULL)), 2);
}

int main(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* whoever loses its parent comes to us */
    return check_run((struct check[]){
        CASE(services_run_with_the_folder_and_their_words_go_to_their_log),
        CASE(they_stop_in_the_other_order_and_nobody_is_left),
        CASE(one_that_is_killed_is_started_again),
        CASE(one_that_ends_at_once_is_not_started_for_ever),
        CASE(a_folder_has_one_supervisor),
        CASE(stop_ends_them_all_and_says_when_there_is_nothing),
        CASE(stop_never_ends_a_stranger),
        CASE(when_the_supervisor_is_killed_its_services_stop),
        CASE(what_outlives_a_killed_supervisor_is_ended_by_the_next),
        CASE(a_second_signal_ends_those_that_do_not_listen),
        CASE(bad_use_is_explained),
        {0},
    });
}
