#include "endings.h"
#include "log.h"
#include "roster.h"
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    SUPERVISOR_GRACE = 60000, /* it gives each service its own time */
    LEFTOVER_GRACE = 3000,    /* it was told once before, by the death of its supervisor */
    KILL_GRACE = 2000,
};

static enum err end(const struct member *m, int grace)
{
    int pidfd;
    enum err e = identity_open(m->who, &pidfd);

    if (e)
        return e;
    e = identity_end(pidfd, SIGTERM, grace);
    if (e == ERR_DEADLINE && strcmp(m->name, SUPERVISOR_NAME) != 0)
        e = identity_end(pidfd, SIGKILL, KILL_GRACE);
    close(pidfd);
    if (e == ERR_FORBIDDEN)
        log_error("%s (pid %d) belongs to another user", m->name, (int)m->who.pid);
    if (e == ERR_DEADLINE)
        log_error("%s (pid %d) does not stop", m->name, (int)m->who.pid);
    return e;
}

static enum err end_services(const struct roster *r, size_t *ended)
{
    for (size_t i = r->n; i-- > 0;) {
        if (strcmp(r->members[i].name, SUPERVISOR_NAME) == 0)
            continue;
        enum err e = end(&r->members[i], LEFTOVER_GRACE);
        if (e && e != ERR_NOT_FOUND)
            return e;
        *ended += e == OK;
    }
    return OK;
}

enum err endings_leftovers(struct arena *mem, const char *data)
{
    struct roster r = roster_read(mem, data);
    size_t ended = 0;

    enum err e = end_services(&r, &ended);
    if (!e && ended)
        log_warn("ended %zu processes that an earlier supervisor left behind", ended);
    return e;
}

enum err endings_stop(struct arena *mem, const char *data)
{
    struct roster r = roster_read(mem, data);
    size_t ended = 0;

    for (size_t i = 0; i < r.n; i++) {
        if (strcmp(r.members[i].name, SUPERVISOR_NAME) != 0)
            continue;
        enum err e = end(&r.members[i], SUPERVISOR_GRACE);
        if (e && e != ERR_NOT_FOUND)
            return e;
        ended += e == OK;
    }
    enum err e = end_services(&r, &ended);
    if (e)
        return e;
    return ended ? OK : ERR_NOT_FOUND;
}

bool endings_print(struct arena *mem, const char *data)
{
    struct roster r = roster_read(mem, data);
    bool supervised = false;
    int pidfd;

    for (size_t i = 0; i < r.n; i++) {
        const struct member *m = &r.members[i];
        if (identity_open(m->who, &pidfd))
            continue;
        close(pidfd);
        printf("%s %d\n", m->name, (int)m->who.pid);
        supervised |= strcmp(m->name, SUPERVISOR_NAME) == 0;
    }
    return supervised;
}
