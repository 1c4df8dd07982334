#include "check.h"
#include "identity.h"
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* A process that only waits; it may carry any name. */
static pid_t sleeper(const char *name)
{
    int ready[2];
    char c;

    CHECK_INT(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        prctl(PR_SET_NAME, name);
        (void)!write(ready[1], "x", 1);
        for (;;)
            pause();
    }
    CHECK_INT(read(ready[0], &c, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return pid;
}

static void a_process_is_itself_until_it_ends(void)
{
    pid_t pid = sleeper("plain");
    struct identity who, again;
    int fd;

    CHECK_OK(identity_of(pid, &who));
    CHECK_OK(identity_of(pid, &again));
    CHECK_INT(who.started, again.started);
    CHECK_OK(identity_open(who, &fd));
    CHECK_OK(identity_end(fd, SIGTERM, 5000));
    close(fd);
    CHECK_ERR(identity_open(who, &fd), ERR_NOT_FOUND); /* even before its parent waits for it */
    CHECK_INT(waitpid(pid, NULL, 0), pid);
    CHECK_ERR(identity_open(who, &fd), ERR_NOT_FOUND);
    CHECK_ERR(identity_of(pid, &who), ERR_NOT_FOUND);
}

static void brackets_and_blanks_in_a_name_do_not_shift_the_fields(void)
{
    pid_t pid = sleeper(") 1 (2) R 3");
    struct identity mine, who;

    CHECK_OK(identity_of(getpid(), &mine));
    CHECK_OK(identity_of(pid, &who));
    CHECK(who.started >= mine.started);
    CHECK(who.started - mine.started < 6000); /* a minute, in ticks of 10 ms */
    kill(pid, SIGKILL);
    CHECK_INT(waitpid(pid, NULL, 0), pid);
}

static void the_same_pid_with_another_start_is_a_stranger(void)
{
    struct identity who;
    int fd;

    CHECK_OK(identity_of(getpid(), &who));
    who.started--;
    CHECK_ERR(identity_open(who, &fd), ERR_NOT_FOUND);
}

static void one_that_does_not_listen_is_told_apart(void)
{
    struct identity who;
    int fd;

    signal(SIGTERM, SIG_IGN); /* the child inherits it */
    pid_t pid = sleeper("deaf");
    signal(SIGTERM, SIG_DFL);
    CHECK_OK(identity_of(pid, &who));
    CHECK_OK(identity_open(who, &fd));
    CHECK_ERR(identity_end(fd, SIGTERM, 50), ERR_DEADLINE);
    CHECK_OK(identity_end(fd, SIGKILL, 5000));
    close(fd);
    CHECK_INT(waitpid(pid, NULL, 0), pid);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_process_is_itself_until_it_ends),
        CASE(brackets_and_blanks_in_a_name_do_not_shift_the_fields),
        CASE(the_same_pid_with_another_start_is_a_stranger),
        CASE(one_that_does_not_listen_is_told_apart),
        {0},
    });
}
