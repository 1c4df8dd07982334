#include "command.h"
#include "endings.h"
#include "log.h"
#include "supervise.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char HELP[] =
    "usage: ostiary-supervisor --data DIR [--bin DIR] SERVICE...\n"
    "           runs ostiary-SERVICE --data DIR for each, and keeps them running;\n"
    "           they start in the order given and stop in the other\n"
    "       ostiary-supervisor --data DIR --stop\n"
    "           stops what runs for that folder\n"
    "       ostiary-supervisor --data DIR --status\n"
    "           says who runs; exit status 1 without a supervisor\n"
    "--bin: where the programs are, if not beside this one\n";

enum { BAD_USE = 2 };

struct options {
    const char *data, *bin;
    bool stop, status, help;
};

static int bad_use(const char *why)
{
    fprintf(stderr, "ostiary-supervisor: %s\n%s", why, HELP);
    return BAD_USE;
}

/* NULL when it is not there; said in the log. */
static const char *full_path(struct arena *mem, const char *path)
{
    char *full = realpath(path, NULL);
    const char *kept = arena_strdup(mem, full);

    if (!full)
        log_error("%s: %s", path, strerrordesc_np(errno));
    free(full);
    return kept;
}

/* Services lie beside this very program. */
static const char *own_folder(struct arena *mem)
{
    const char *self = full_path(mem, "/proc/self/exe");

    return self ? arena_strndup(mem, self, (size_t)(strrchr(self, '/') - self)) : NULL;
}

static int start(struct arena *mem, const struct options *o, const char *const *names)
{
    struct plan plan = {o->data, o->bin ? full_path(mem, o->bin) : own_folder(mem), names, 0};

    if (!names[0])
        return bad_use("no service is named");
    if (!plan.bin)
        return EXIT_FAILURE;
    for (; names[plan.n]; plan.n++) {
        const char *program = arena_printf(mem, "%s/ostiary-%s", plan.bin, names[plan.n]);
        if (access(program, X_OK)) {
            log_error("%s: %s", program, strerrordesc_np(errno));
            return EXIT_FAILURE;
        }
    }
    return supervise(mem, &plan) ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int stop(struct arena *mem, const char *data)
{
    enum err e = endings_stop(mem, data);

    if (e == ERR_NOT_FOUND)
        printf("nothing runs in %s\n", data);
    else if (!e)
        printf("stopped what ran in %s\n", data);
    return e && e != ERR_NOT_FOUND ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* Returns the names of services behind the options; NULL: an option is unknown. */
static const char *const *read_options(const char *const *argv, struct options *o)
{
    for (argv++; *argv && **argv == '-'; argv++) {
        if (strcmp(*argv, "--data") == 0 && argv[1])
            o->data = *++argv;
        else if (strcmp(*argv, "--bin") == 0 && argv[1])
            o->bin = *++argv;
        else if (strcmp(*argv, "--stop") == 0)
            o->stop = true;
        else if (strcmp(*argv, "--status") == 0)
            o->status = true;
        else if (strcmp(*argv, "--help") == 0)
            o->help = true;
        else
            return NULL;
    }
    return argv;
}

int command(const char *const *argv)
{
    AUTO(arena) mem;
    struct options o = {0};

    arena_init(&mem, ARENA_LIMIT);
    const char *const *names = read_options(argv, &o);
    if (!names)
        return bad_use("an option is unknown or lacks its value");
    if (o.help)
        return fputs(HELP, stdout) < 0;
    if (!o.data)
        return bad_use("--data is missing");
    o.data = full_path(&mem, o.data);
    if (!o.data)
        return EXIT_FAILURE;
    if (o.stop)
        return stop(&mem, o.data);
    if (o.status)
        return endings_print(&mem, o.data) ? EXIT_SUCCESS : EXIT_FAILURE;
    return start(&mem, &o, names);
}
