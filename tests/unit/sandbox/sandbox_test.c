/* sandbox_test - each case in a child, which is in the sandbox and cannot get out again. */
#include "check.h"
#include "sandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* -- a child in the sandbox -------------------------------------------------------------------- */

enum { NO_SANDBOX = 99 };

/* What became of a child that did this: its exit status, or minus the signal that ended it. */
static int inside(int (*deed)(void))
{
    const struct sandbox_path paths[] = {{"own", true}, {"public", false}, {"not there", true}};
    int status = 0;

    if (!sandbox_is_possible())
        check_skip("a sanitizer watches this build");
    CHECK_INT(chdir(check_dir()), 0);
    mkdir("own", 0700);
    mkdir("public", 0700);
    mkdir("others", 0700);
    pid_t pid = fork();
    if (pid == 0)
        _exit(sandbox_enter(&(struct sandbox){paths, ARRAY_LEN(paths)}) ? NO_SANDBOX : deed());
    CHECK_INT(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void put(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    CHECK(fd >= 0);
    close(fd);
}

static bool opens(const char *path, int how)
{
    int fd = open(path, how | O_CLOEXEC, 0600);

    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

/* -- files ------------------------------------------------------------------------------------- */

static bool files_are_fenced; /* by this kernel */

static int stranger_opens(void)
{
    return opens("others", O_RDONLY | O_DIRECTORY);
}

static void need_files(void)
{
    files_are_fenced = inside(stranger_opens) == 0;
    if (!files_are_fenced)
        check_skip("this kernel has no Landlock");
    put("own/data");
    put("public/key");
    put("others/key");
}

static int use_own(void)
{
    return opens("own/data", O_RDWR) && opens("own/new", O_RDWR | O_CREAT) &&
           rename("own/new", "own/newer") == 0 && unlink("own/newer") == 0 &&
           mkdir("own/folder", 0700) == 0 && opens("own", O_RDONLY | O_DIRECTORY);
}

static void its_own_folder_is_its_own(void)
{
    need_files();
    CHECK_INT(inside(use_own), 1);
}

static int use_public(void)
{
    return opens("public/key", O_RDONLY) && !opens("public/key", O_RDWR) &&
           !opens("public/new", O_RDWR | O_CREAT) && unlink("public/key") != 0;
}

static void what_is_to_be_read_cannot_be_written(void)
{
    need_files();
    CHECK_INT(inside(use_public), 1);
}

static int use_others(void)
{
    return !opens("others/key", O_RDONLY) && !opens("others/new", O_RDWR | O_CREAT) &&
           !opens(".", O_RDONLY | O_DIRECTORY) && !opens("/root", O_RDONLY | O_DIRECTORY) &&
           !opens("/proc/1/environ", O_RDONLY) && unlink("others/key") != 0 &&
           rename("others/key", "own/key") != 0 && symlink("others/key", "own/link") != 0;
}

static void what_was_not_named_cannot_be_touched(void)
{
    need_files();
    CHECK_INT(inside(use_others), 1);
}

static int use_system(void)
{
    struct addrinfo *found = NULL;

    return opens("/dev/urandom", O_RDONLY) && opens("/etc/hosts", O_RDONLY) &&
           getaddrinfo("localhost", NULL, NULL, &found) == 0;
}

static void libraries_find_what_they_read(void)
{
    need_files();
    CHECK_INT(inside(use_system), 1);
}

/* -- calls ------------------------------------------------------------------------------------- */

static int look_at_status(void)
{
    return prctl(PR_GET_NAME, (char[16]){0}, 0, 0, 0) == 0;
}

static void need_calls(void)
{
    if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0)
        check_skip("this kernel has no seccomp");
    CHECK_INT(inside(look_at_status), 1);
}

static int start_program(void)
{
    char name[] = "true", *const argv[] = {name, NULL};

    execv("/bin/true", argv);
    return 1;
}

static int trace_parent(void)
{
    return (int)syscall(SYS_ptrace, 16, getppid(), 0, 0) + 2;
}

static int have_child(void)
{
    return fork() >= 0;
}

static int leave_namespace(void)
{
    return (int)syscall(SYS_unshare, 0) + 2;
}

static void what_only_an_intruder_wants_ends_it(void)
{
    need_calls();
    CHECK_INT(inside(start_program), -SIGSYS);
    CHECK_INT(inside(trace_parent), -SIGSYS);
    CHECK_INT(inside(leave_namespace), -SIGSYS);
}

static void it_cannot_have_children(void)
{
    need_calls();
    CHECK_INT(inside(have_child), 0);
}

static int ask_for_much(void)
{
    return socket(AF_PACKET, SOCK_RAW, 0) < 0 && errno == ENOSYS &&
           syscall(SYS_io_uring_setup, 1, NULL) < 0 && errno == ENOSYS &&
           syscall(SYS_kill, getppid(), 0) < 0 && errno == ENOSYS &&
           prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) < 0 && errno == ENOSYS;
}

static void what_is_not_listed_is_not_there(void)
{
    need_calls();
    CHECK_INT(inside(ask_for_much), 1);
}

static void *count(void *arg)
{
    ++*(int *)arg;
    return arg;
}

static int work(void)
{
    pthread_t thread;
    int n = 0, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    void *memory = malloc((size_t)1 << 24);

    bool fine = memory && fd >= 0 && pthread_create(&thread, NULL, count, &n) == 0 &&
                pthread_join(thread, NULL) == 0;
    free(memory);
    return fine && n == 1;
}

static void work_goes_on(void)
{
    need_calls();
    CHECK_INT(inside(work), 1);
}

static int fail_an_assertion(void)
{
    abort();
}

static void a_bug_still_shows(void)
{
    need_calls();
    CHECK_INT(inside(fail_an_assertion), -SIGABRT);
}

static int say_status(void)
{
    char text[4096] = "";
    int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);

    return fd >= 0 && read(fd, text, sizeof text - 1) > 0 && strstr(text, "NoNewPrivs:\t1") &&
           strstr(text, "Seccomp:\t2");
}

static void rights_cannot_grow(void)
{
    need_calls();
    CHECK_INT(inside(say_status), 1);
}

/* -- nothing but computing -----------------------------------------------------------------------
 */

/* A child that may only compute, and does this. */
static int computing(int (*deed)(void))
{
    int status = 0;

    if (!sandbox_is_possible())
        check_skip("a sanitizer watches this build");
    need_calls();
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        _exit(sandbox_compute() ? NO_SANDBOX : deed());
    }
    CHECK_INT(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static int use_memory(void)
{
    enum { MUCH = 8 << 20 };
    char *p = xcalloc(1, MUCH);

    p[MUCH - 1] = 1;
    p = xrealloc(p, (size_t)MUCH * 2);
    bool kept = p[MUCH - 1] == 1;
    free(p);
    return kept && write(STDOUT_FILENO, "", 0) == 0;
}

static void who_only_computes_has_memory(void)
{
    CHECK_INT(computing(use_memory), 1);
}

static int open_file(void)
{
    return opens("/dev/null", O_RDONLY);
}

static int open_socket(void)
{
    return socket(AF_UNIX, SOCK_STREAM, 0);
}

static int split_itself(void)
{
    return fork() == 0;
}

static int look_at_others(void)
{
    return kill(getppid(), 0);
}

static void whatever_else_it_asks_for_ends_it(void)
{
    CHECK_INT(computing(open_file), -SIGSYS);
    CHECK_INT(computing(open_socket), -SIGSYS);
    CHECK_INT(computing(split_itself), -SIGSYS);
    CHECK_INT(computing(look_at_others), -SIGSYS);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(its_own_folder_is_its_own),
        CASE(what_is_to_be_read_cannot_be_written),
        CASE(what_was_not_named_cannot_be_touched),
        CASE(libraries_find_what_they_read),
        CASE(what_only_an_intruder_wants_ends_it),
        CASE(it_cannot_have_children),
        CASE(what_is_not_listed_is_not_there),
        CASE(work_goes_on),
        CASE(a_bug_still_shows),
        CASE(rights_cannot_grow),
        CASE(who_only_computes_has_memory),
        CASE(whatever_else_it_asks_for_ends_it),
        {0},
    });
}
