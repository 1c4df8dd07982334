#include "service.h"
#include "clock.h"
#include "log.h"
#include "logfile.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CANNOT_RUN = 127 };

void service_init(struct service *self, struct arena *mem, const char *name, const char *bin,
                  const char *data)
{
    *self = (struct service){
        .name = name,
        .argv = {arena_printf(mem, "%s/ostiary-%s", bin, name), arena_strdup(mem, "--data"),
                 arena_strdup(mem, data)},
        .log = arena_printf(mem, "%s/log/%s.log", data, name),
    };
}

/* In the child, up to exec: system calls only. */
_Noreturn static void become(const struct service *self, int log, pid_t supervisor)
{
    sigset_t none;

    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != supervisor)
        _exit(CANNOT_RUN); /* it died before the line above */
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, NULL);
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(log, STDOUT_FILENO) >= 0 &&
        dup2(log, STDERR_FILENO) >= 0)
        execv(self->argv[0], self->argv);
    _exit(CANNOT_RUN);
}

enum err service_start(struct service *self)
{
    pid_t supervisor = getpid();
    int log;

    if (logfile_trim(self->log, LOGFILE_MAX) || logfile_open(self->log, &log)) {
        log_error("%s: %s", self->log, strerrordesc_np(errno));
        return ERR_STORAGE;
    }
    pid_t pid = fork();
    if (pid == 0)
        become(self, log, supervisor);
    close(log);
    if (pid < 0) {
        log_error("%s: no process could be made: %s", self->name, strerrordesc_np(errno));
        return ERR_UNAVAILABLE;
    }
    setpgid(pid, pid); /* here too: whichever of the two runs first */
    self->began = clock_steady();
    return identity_of(pid, &self->who); /* ours until reaped, so it is there */
}

static const char *end_of(struct arena *mem, int status)
{
    if (WIFSIGNALED(status))
        return arena_printf(mem, "was ended by signal %d", WTERMSIG(status));
    if (WEXITSTATUS(status) == CANNOT_RUN)
        return "could not be run";
    return arena_printf(mem, "ended with status %d", WEXITSTATUS(status));
}

void service_ended(struct service *self, int status)
{
    AUTO(arena) mem;
    int64_t now = clock_steady(), pause = backoff_pause(&self->backoff, now);

    arena_init(&mem, ARENA_LIMIT);
    self->who = (struct identity){0};
    self->due = now + pause;
    log_warn("%s %s after %lld ms; it starts again in %lld ms, see %s", self->name,
             end_of(&mem, status), (long long)(now - self->began), (long long)pause, self->log);
}
