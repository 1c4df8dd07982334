#include "supervise.h"
#include "clock.h"
#include "endings.h"
#include "log.h"
#include "logfile.h"
#include "roster.h"
#include "service.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/pidfd.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STOP_GRACE = 10000, TRIM_EVERY = 60000 };

struct supervisor {
    const char *data;
    struct service *services;
    struct member *members; /* room for n + 1 */
    size_t n;
    int lock, signals;
    int told; /* how often it was told to stop */
    int64_t trim_due;
};

static void supervisor_done(struct supervisor *self)
{
    if (self->signals >= 0)
        close(self->signals);
    if (self->lock >= 0)
        close(self->lock);
}

static enum err take_lock(struct arena *mem, const char *data, int *lock)
{
    const char *path = arena_printf(mem, "%s/run/lock", data);

    (void)mkdir(arena_printf(mem, "%s/run", data), 0700);
    (void)mkdir(arena_printf(mem, "%s/log", data), 0700);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0) {
        *lock = fd;
        return OK;
    }
    bool taken = fd >= 0 && errno == EWOULDBLOCK;
    if (taken)
        log_error("%s is running already", data);
    else
        log_error("%s: %s", path, strerrordesc_np(errno));
    if (fd >= 0)
        close(fd);
    return taken ? ERR_EXISTS : ERR_STORAGE;
}

static int signals_open(void)
{
    static const int wanted[] = {SIGCHLD, SIGINT, SIGTERM, SIGHUP};
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        sigaddset(&set, wanted[i]);
        (void)signal(wanted[i], SIG_DFL); /* one that is ignored would never arrive */
    }
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void take_signals(struct supervisor *self)
{
    struct signalfd_siginfo info;

    while (read(self->signals, &info, sizeof info) == (ssize_t)sizeof info) {
        if (info.ssi_signo != SIGCHLD)
            self->told++;
    }
}

static void write_down(struct supervisor *self)
{
    struct roster r = {self->members, self->n + 1};

    for (size_t i = 0; i < self->n; i++)
        r.members[i + 1] = (struct member){self->services[i].name, self->services[i].who};
    if (roster_write(self->data, &r))
        log_error("%s/run/state cannot be written: %s", self->data, strerrordesc_np(errno));
}

static void start_due(struct supervisor *self)
{
    int64_t now = clock_steady();
    bool changed = false;

    for (size_t i = 0; i < self->n; i++) {
        struct service *s = &self->services[i];
        if (s->who.pid || s->due > now)
            continue;
        if (service_start(s))
            s->due = now + BACKOFF_LONG;
        changed = true;
    }
    if (changed)
        write_down(self);
}

static struct service *service_of(struct supervisor *self, pid_t pid)
{
    for (size_t i = 0; i < self->n; i++) {
        if (self->services[i].who.pid == pid)
            return &self->services[i];
    }
    return NULL;
}

static void reap(struct supervisor *self)
{
    int status;

    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
        struct service *s = service_of(self, pid);
        if (!s)
            continue;
        (void)kill(-pid, SIGKILL); /* whatever it left behind in its group */
        service_ended(s, status);
        write_down(self);
    }
}

static void trim_logs(struct supervisor *self)
{
    int64_t now = clock_steady();

    if (now < self->trim_due)
        return;
    self->trim_due = now + TRIM_EVERY;
    for (size_t i = 0; i < self->n; i++) {
        if (logfile_trim(self->services[i].log, LOGFILE_MAX))
            log_warn("%s cannot be trimmed: %s", self->services[i].log, strerrordesc_np(errno));
    }
}

/* Until a signal comes, or something is due. */
static void sleep_until_due(const struct supervisor *self)
{
    struct pollfd signals = {.fd = self->signals, .events = POLLIN};
    int64_t due = self->trim_due;

    for (size_t i = 0; i < self->n; i++) {
        const struct service *s = &self->services[i];
        if (!s->who.pid && s->due < due)
            due = s->due;
    }
    int64_t left = due - clock_steady();
    (void)poll(&signals, 1, left > 0 ? (int)left : 0);
}

/* True when the process ended within its grace, and nobody lost patience. */
static bool leaves(struct supervisor *self, pid_t pid)
{
    struct pollfd fds[] = {{.fd = pidfd_open(pid, 0), .events = POLLIN},
                           {.fd = self->signals, .events = POLLIN}};
    int64_t until = clock_steady() + STOP_GRACE;
    int64_t left = STOP_GRACE;

    while (!fds[0].revents && self->told < 2 && left > 0) {
        (void)poll(fds, ARRAY_LEN(fds), (int)left);
        take_signals(self);
        left = until - clock_steady();
    }
    close(fds[0].fd);
    return fds[0].revents != 0;
}

static void stop_all(struct supervisor *self)
{
    for (size_t i = self->n; i-- > 0;) {
        struct service *s = &self->services[i];
        pid_t pid = s->who.pid;
        if (!pid)
            continue;
        (void)kill(pid, SIGTERM);
        if (!leaves(self, pid))
            log_warn("%s did not stop in time and is ended", s->name);
        (void)kill(-pid, SIGKILL); /* not reaped yet, so the group is still its own */
        (void)waitpid(pid, NULL, 0);
        s->who = (struct identity){0};
        write_down(self);
    }
}

static void run(struct supervisor *self)
{
    while (!self->told) {
        reap(self);
        start_due(self);
        trim_logs(self);
        sleep_until_due(self);
        take_signals(self);
    }
    log_info("stopping");
    stop_all(self);
    log_info("stopped");
}

enum err supervise(struct arena *mem, const struct plan *plan)
{
    AUTO(supervisor) self = {.data = plan->data, .n = plan->n, .lock = -1, .signals = -1};
    struct identity me;

    enum err e = take_lock(mem, plan->data, &self.lock);
    if (e)
        return e;
    e = endings_leftovers(mem, plan->data);
    if (e)
        return e;
    self.signals = signals_open();
    if (self.signals < 0)
        return ERR_UNAVAILABLE;
    e = identity_of(getpid(), &me);
    if (e)
        return e;
    self.services = arena_array(mem, plan->n, sizeof *self.services);
    self.members = arena_array(mem, plan->n + 1, sizeof *self.members);
    self.members[0] = (struct member){SUPERVISOR_NAME, me};
    for (size_t i = 0; i < plan->n; i++)
        service_init(&self.services[i], mem, plan->names[i], plan->bin, plan->data);
    run(&self);
    return OK;
}
