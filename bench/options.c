#include "options.h"
#include "text.h"
#include <getopt.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SECOND = 1000,
    TRIES_MAX = 100,
    MILLIS_DEFAULT = 5 * SECOND,
    PORT_MAX = 65535,
    MILLIS_MAX = 3600 * SECOND,
    RATE_MAX = 100000
};

static const char USAGE[] =
    "usage: ostiary-load --port PORT [option...] [task...]\n"
    "\n"
    "  --client ID            the client; its secret is in OSTIARY_BENCH_SECRET\n"
    "  --connections N[,N]    how many at once; a run for each number (16)\n"
    "  --seconds N            how long each run is measured (5)\n"
    "  --warm-up MILLISECONDS how long it runs before (1000)\n"
    "  --rate N               so many a second, begun by the clock and timed from when they were "
    "due\n"
    "  --meanwhile TEXT       what else goes on, for the table\n"
    "  --tries N              measure up to N times, and tell the run that others disturbed least\n"
    "  --watch NAME=PID       a process whose CPU time is to be told; any number of them\n"
    "  --wait SECONDS         wait until all services are ready, and do nothing else\n"
    "\n"
    "The persons are bench0, bench1 and so on, with the password in OSTIARY_BENCH_PASSWORD.\n"
    "Tasks (unless some are named, all but storm and strange, which disturb others):";

static void print_usage(void)
{
    fputs(USAGE, stderr);
    for (const struct task *task = tasks; task->name; task++)
        fprintf(stderr, " %s", task->name);
    fputs("\n", stderr);
}

static bool complain(const char *what, const char *value)
{
    fprintf(stderr, "ostiary-load: %s: %s\n", what, value);
    return false;
}

static bool number(const char *text, int64_t min, int64_t max, int64_t *out)
{
    int64_t value;

    if (!text_int(text, &value) || value < min || value > max)
        return complain("not a number in its bounds", text);
    *out = value;
    return true;
}

static bool read_port(struct options *self, const char *text, struct arena *mem)
{
    int64_t port;

    if (!number(text, 1, PORT_MAX, &port))
        return false;
    self->site.port = (int)port;
    self->site.host = arena_printf(mem, "localhost:%d", self->site.port);
    return true;
}

static bool read_connections(struct options *self, const char *text, struct arena *mem)
{
    int64_t n;

    self->n_crowds = 0;
    for (const char *at = text; at; at = strchr(at, ',')) {
        at += at != text;
        if (self->n_crowds == CROWDS_MAX)
            return complain("too many numbers", text);
        if (!number(arena_strndup(mem, at, strcspn(at, ",")), 1, VISITORS_MAX, &n))
            return false;
        self->crowds[self->n_crowds++] = (size_t)n;
    }
    return true;
}

static bool read_watched(struct options *self, const char *text, struct arena *mem)
{
    const char *equals = strchr(text, '=');
    struct watched *process = &self->watched[self->n_watched];

    if (!equals)
        return complain("not NAME=PID", text);
    if (self->n_watched == WATCHED_MAX)
        return complain("too many processes", text);
    process->name = arena_strndup(mem, text, (size_t)(equals - text));
    self->n_watched++;
    return number(equals + 1, 1, INT32_MAX, &process->pid);
}

static bool read_millis(const char *text, int64_t unit, int64_t *out)
{
    int64_t n;

    if (!number(text, 0, MILLIS_MAX / unit, &n))
        return false;
    *out = n * unit;
    return true;
}

static bool read_option(struct options *self, int option, struct arena *mem)
{
    switch (option) {
    case 'p':
        return read_port(self, optarg, mem);
    case 'c':
        self->site.client_id = optarg;
        return true;
    case 'n':
        return read_connections(self, optarg, mem);
    case 's':
        return read_millis(optarg, SECOND, &self->millis);
    case 'w':
        return read_millis(optarg, 1, &self->warm_up);
    case 'a':
        return number(optarg, 1, RATE_MAX, &self->rate);
    case 'm':
        self->meanwhile = optarg;
        return true;
    case 't':
        return number(optarg, 1, TRIES_MAX, &self->tries);
    case 'o':
        return read_watched(self, optarg, mem);
    case 'r':
        return read_millis(optarg, SECOND, &self->wait);
    default:
        print_usage();
        return false;
    }
}

static bool read_tasks(struct options *self, int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        const struct task *task = task_by_name(argv[i]);
        if (!task || self->n_tasks == TASKS_MAX)
            return complain(task ? "too many tasks" : "there is no task", argv[i]);
        self->tasks[self->n_tasks++] = task;
    }
    for (const struct task *task = tasks; argc == 0 && task->name; task++) {
        if (!(task->flags & TASK_DISTURBS))
            self->tasks[self->n_tasks++] = task;
    }
    return true;
}

static const char *base64(struct arena *mem, const char *text)
{
    size_t room = sodium_base64_encoded_len(strlen(text), sodium_base64_VARIANT_ORIGINAL);

    return sodium_bin2base64(arena_alloc(mem, room), room, (const unsigned char *)text,
                             strlen(text), sodium_base64_VARIANT_ORIGINAL);
}

/* Before threads: there are none. */
static bool read_secrets(struct options *self, struct arena *mem)
{
    const char *secret = getenv("OSTIARY_BENCH_SECRET");    /* NOLINT(concurrency-*) */
    self->site.password = getenv("OSTIARY_BENCH_PASSWORD"); /* NOLINT(concurrency-*) */

    if (!secret || !self->site.password)
        return complain("missing in the environment",
                        "OSTIARY_BENCH_SECRET or OSTIARY_BENCH_PASSWORD");
    if (!self->site.client_id)
        return complain("missing", "--client");
    self->site.credentials = base64(mem, arena_printf(mem, "%s:%s", self->site.client_id, secret));
    return true;
}

bool options_read(struct options *self, int argc, char **argv, struct arena *mem)
{
    static const struct option known[] = {
        {"port", required_argument, NULL, 'p'},
        {"client", required_argument, NULL, 'c'},
        {"connections", required_argument, NULL, 'n'},
        {"seconds", required_argument, NULL, 's'},
        {"warm-up", required_argument, NULL, 'w'},
        {"rate", required_argument, NULL, 'a'},
        {"meanwhile", required_argument, NULL, 'm'},
        {"tries", required_argument, NULL, 't'},
        {"watch", required_argument, NULL, 'o'},
        {"wait", required_argument, NULL, 'r'},
        {NULL, 0, NULL, 0},
    };
    int option;

    *self = (struct options){.wait = -1,
                             .tries = 1,
                             .millis = MILLIS_DEFAULT,
                             .warm_up = SECOND,
                             .crowds = {16},
                             .n_crowds = 1};
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) { /* NOLINT(concurrency-*) */
        if (!read_option(self, option, mem))
            return false;
    }
    if (!self->site.port)
        return complain("missing", "--port");
    if (self->wait >= 0)
        return true;
    return read_tasks(self, argc - optind, argv + optind) && read_secrets(self, mem);
}
