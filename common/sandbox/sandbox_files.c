/* sandbox_files.c - the fence around files (landlock(7)). */
#include "log.h"
#include "sandbox_inside.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    READS = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
    WRITES = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
             LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
             LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
             LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
             LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM,
    OF_FILES =
        LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE,
    SPECIAL = LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK, /* nobody makes these */
};

/* What the C library and OpenSSL look into while a program runs: names of hosts, their modules,
 * time zones, randomness, the number of processors. */
static const struct sandbox_path system_paths[] = {
    {"/etc", false},         {"/usr", false},      {"/lib", false},
    {"/lib64", false},       {"/dev/null", true},  {"/dev/urandom", false},
    {"/proc/self", false},   {"/proc/sys", false}, {"/run/systemd/resolve", false},
    {"/sys/devices", false},
};

static enum err allow(int rules, const struct sandbox_path *path)
{
    struct landlock_path_beneath_attr rule = {.parent_fd = open(path->path, O_PATH | O_CLOEXEC)};
    struct stat st;

    if (rule.parent_fd < 0)
        return OK;
    rule.allowed_access = READS | (path->writable ? WRITES & ~SPECIAL : 0);
    if (fstat(rule.parent_fd, &st) == 0 && !S_ISDIR(st.st_mode))
        rule.allowed_access &= OF_FILES;
    long bad = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    if (bad)
        log_error("sandbox: %s: %s", path->path, strerrordesc_np(errno));
    close(rule.parent_fd);
    return bad ? ERR_INTERNAL : OK;
}

static enum err allow_all(int rules, const struct sandbox_path *paths, size_t n)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < n; i++)
        e = allow(rules, &paths[i]);
    return e;
}

enum err sandbox_files(const struct sandbox *sandbox)
{
    const struct landlock_ruleset_attr fenced = {.handled_access_fs = READS | WRITES};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &fenced, sizeof fenced, 0);

    if (rules < 0)
        return errno == ENOSYS || errno == EOPNOTSUPP || errno == EPERM ? ERR_UNAVAILABLE
                                                                        : ERR_INTERNAL;
    enum err e = allow_all(rules, system_paths, ARRAY_LEN(system_paths));
    if (!e)
        e = allow_all(rules, sandbox->paths, sandbox->n_paths);
    if (!e && syscall(SYS_landlock_restrict_self, rules, 0) != 0)
        e = ERR_INTERNAL;
    close(rules);
    return e;
}
