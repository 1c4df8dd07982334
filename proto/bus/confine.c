#include "confine.h"
#include "call.h"
#include "log.h"
#include "sandbox.h"
#include "words.h"
#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

enum { PATHS_MAX = 36 };

struct paths {
    struct sandbox_path v[PATHS_MAX];
    size_t n;
};

static void add(struct paths *paths, const char *path, bool writable)
{
    assert(paths->n < PATHS_MAX);
    paths->v[paths->n++] = (struct sandbox_path){path, writable};
}

/* What is not there when the fence goes up could not be made behind it. */
static enum err make(const char *folder, mode_t mode)
{
    if (mkdir(folder, mode) == 0 || errno == EEXIST)
        return OK;
    log_error("%s: %s", folder, strerrordesc_np(errno));
    return ERR_CONFIG;
}

static enum err add_settings(struct paths *paths, const char *readable, struct arena *mem)
{
    for (const char *path, *at = readable; (path = words_next(mem, &at));) {
        if (paths->n == PATHS_MAX) {
            log_error("sandbox/readable names too many paths");
            return ERR_CONFIG;
        }
        add(paths, path, false);
    }
    return OK;
}

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);

    return n >= m && strcmp(name + n - m, end) == 0;
}

/* By their names: a setting something_file is read, a something_folder is filled. */
static enum err add_own(struct paths *paths, const struct program *program)
{
    enum err e = OK;

    for (size_t i = 0; program->own && !e && i < program->own->n; i++) {
        const struct config_row *row = &program->own->rows[i];
        bool folder = ends_with(row->name, "_folder");
        if (row->kind != CONFIG_str || (!folder && !ends_with(row->name, "_file")))
            continue;
        const char *path = *(const config_str *)((const char *)program->own_config + row->offset);
        if (path && folder)
            e = make(path, 0700);
        if (path)
            add(paths, path, folder);
    }
    return e;
}

static enum err gather(const struct program *program, bool keeps_data, struct arena *mem,
                       struct paths *out)
{
    enum err e = make("bus", 0700);

    if (!e && keeps_data)
        e = make(TENANT_DEFAULT, 0700);
    add(out, "bus", true);
    add(out, "keys/public", false);
    add(out, arena_printf(mem, "keys/%s", program->name), false);
    if (keeps_data)
        add(out, TENANT_DEFAULT, true);
    if (!e)
        e = add_own(out, program);
    return e ? e : add_settings(out, program->config.sandbox_readable, mem);
}

/* Passwords, codes and keys pass through memory: a process that falls leaves none of it behind.  Of
 * one byte there is neither a file nor anything for a program that collects them; of none the
 * program would be given all (core(5), fs/coredump.c); but whoever started us may have settled
 * that. */
static enum err leave_no_core(void)
{
    const struct rlimit one = {1, 1};
    struct rlimit now;

    if (getrlimit(RLIMIT_CORE, &now) == 0 && now.rlim_max == 0)
        return OK;
    if (setrlimit(RLIMIT_CORE, &one) == 0)
        return OK;
    log_error("dumps of memory cannot be switched off: %s", strerrordesc_np(errno));
    return ERR_INTERNAL;
}

enum err program_confine(const struct program *program, bool keeps_data)
{
    AUTO(arena) mem;
    struct paths paths = {.n = 0};

    arena_init(&mem, ARENA_LIMIT);
    enum err e = leave_no_core();
    if (e || !program->config.sandbox_on || !sandbox_is_possible())
        return e;
    e = gather(program, keeps_data, &mem, &paths);
    return e ? e : sandbox_enter(&(struct sandbox){paths.v, paths.n});
}
