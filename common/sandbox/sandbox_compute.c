/* sandbox_compute.c - the narrowest fence: descriptors that are open, memory, the end. */
#include "log.h"
#include "sandbox.h"
#include <errno.h>
#include <seccomp.h>
#include <string.h>

static const int calls[] = {
    SCMP_SYS(read),         SCMP_SYS(write),          SCMP_SYS(close),
    SCMP_SYS(exit),         SCMP_SYS(exit_group),     SCMP_SYS(brk),
    SCMP_SYS(mmap),         SCMP_SYS(munmap),         SCMP_SYS(mremap),
    SCMP_SYS(mprotect),     SCMP_SYS(madvise),        SCMP_SYS(futex),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(gettid),
    SCMP_SYS(getpid),       SCMP_SYS(tgkill), /* abort() */
};

static int load(scmp_filter_ctx filter)
{
    int bad = 0;

    for (size_t i = 0; !bad && i < ARRAY_LEN(calls); i++)
        bad = calls[i] < 0 ? 0 : seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, calls[i], 0, NULL);
    return bad ? bad : seccomp_load(filter);
}

enum err sandbox_compute(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);

    if (!filter)
        return ERR_UNAVAILABLE;
    int bad = load(filter);
    seccomp_release(filter);
    if (bad == -EINVAL || bad == -ENOSYS)
        return ERR_UNAVAILABLE;
    if (bad)
        log_error("sandbox: the fence around a computation: %s", strerrordesc_np(-bad));
    return bad ? ERR_INTERNAL : OK;
}
