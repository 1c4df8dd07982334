/* sandbox_calls.c - the fence around system calls (seccomp(2)), from syscalls.def. */
#include "log.h"
#include "sandbox_inside.h"
#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>

struct rule {
    const char *name;
    uint32_t action;
    int arg; /* counted from 0; ANY: none matters */
    uint64_t mask, value;
};

enum { ANY = -1 };

/* clang-format off */
#define ALLOW(name)                 {#name, SCMP_ACT_ALLOW, ANY, 0, 0},
#define ALLOW_IF(name, arg, value)  {#name, SCMP_ACT_ALLOW, (arg), UINT32_MAX, (uint64_t)(value)},
#define ALLOW_BITS(name, arg, bits) {#name, SCMP_ACT_ALLOW, (arg), (bits), (bits)},
#define NEVER(name)                 {#name, SCMP_ACT_KILL_PROCESS, ANY, 0, 0},
static const struct rule rules[] = {
#include "syscalls.def"
};
#undef NEVER
#undef ALLOW_BITS
#undef ALLOW_IF
#undef ALLOW
/* clang-format on */

/* 0, or minus an errno.  Machines differ in which calls they have: what this one lacks needs no
 * rule. */
static int add(scmp_filter_ctx filter, const struct rule *rule)
{
    const int number = seccomp_syscall_resolve_name(rule->name);

    if (number == __NR_SCMP_ERROR || number < 0)
        return 0;
    if (rule->arg == ANY)
        return seccomp_rule_add_array(filter, rule->action, number, 0, NULL);
    const struct scmp_arg_cmp is = {(unsigned)rule->arg, SCMP_CMP_MASKED_EQ, rule->mask,
                                    rule->value};
    return seccomp_rule_add_array(filter, rule->action, number, 1, &is);
}

static enum err load(scmp_filter_ctx filter)
{
    int bad = 0;

    for (size_t i = 0; !bad && i < ARRAY_LEN(rules); i++) {
        bad = add(filter, &rules[i]);
        if (bad)
            log_error("sandbox: %s: %s", rules[i].name, strerrordesc_np(-bad));
    }
    if (bad)
        return ERR_INTERNAL;
    bad = seccomp_load(filter);
    return !bad ? OK : bad == -EINVAL || bad == -ENOSYS ? ERR_UNAVAILABLE : ERR_INTERNAL;
}

enum err sandbox_calls(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));

    if (!filter)
        return ERR_UNAVAILABLE;
    enum err e = load(filter);
    seccomp_release(filter);
    return e;
}
