#include "program.h"
#include "bus.h"
#include "log.h"
#include "messages.h"
#include "secret.h"
#include <errno.h>
#include <getopt.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FAILED = 1, MISUSED = 2, HEALTH_MS = 2000 };

struct asked {
    const char *data;
    bool health, help, settings, own_settings, version, wrong;
};

static struct asked read_options(int argc, char **argv)
{
    static const struct option options[] = {
        {"data", required_argument, NULL, 'd'},
        {"health", no_argument, NULL, 'c'},
        {"help", no_argument, NULL, 'h'},
        {"settings", no_argument, NULL, 's'},
        {"version", no_argument, NULL, 'v'},
        {"own-settings", no_argument, NULL, 'o'},
        {NULL, 0, NULL, 0},
    };
    struct asked asked = {.data = "data"};
    int option;

    /* Not thread-safe, and before threads. */
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) { /* NOLINT */
        asked.data = option == 'd' ? optarg : asked.data;
        asked.health = asked.health || option == 'c';
        asked.help = asked.help || option == 'h';
        asked.settings = asked.settings || option == 's';
        asked.own_settings = asked.own_settings || option == 'o';
        asked.version = asked.version || option == 'v';
        asked.wrong = asked.wrong || option == '?';
    }
    asked.wrong = asked.wrong || optind < argc;
    return asked;
}

static void print_help(const struct program *self, struct arena *mem)
{
    struct buf out;

    buf_init(&out, mem, 4096);
    buf_printf(&out, "ostiary-%s: %s\n\n", self->name, self->about);
    buf_str(&out, "  --data DIR   folder of the installation (data)\n"
                  "  --health     is it running and well? exit status 0 if so\n"
                  "  --settings   print the settings as a page of documentation\n"
                  "  --own-settings  only those that no other program has\n"
                  "  --version    print the version\n"
                  "  --help       print this\n\n"
                  "Settings, in DIR/" PROGRAM_CONFIG_FILE " or in the environment:\n");
    config_help(common_config_table, &out);
    if (self->own)
        config_help(*self->own, &out);
    fputs(buf_text(&out), stdout);
}

static void print_settings(struct arena *mem)
{
    struct buf out;

    buf_init(&out, mem, 8192);
    buf_str(&out,
            "# Settings\n\n"
            "Printed from the tables that the programs read: `./dev docs` writes this page, the"
            " tests fail when it is stale.\n\n"
            "A setting stands in `ostiary.conf` in the data folder, its name under its section;"
            " the environment goes first.\n\n"
            "```\nostiary\n    issuer = \"https://id.example\"\n```\n\n"
            "## Every program\n\n");
    config_markdown(common_config_table, &out);
    fputs(buf_text(&out), stdout);
}

static void print_own_settings(const struct program *self, struct arena *mem)
{
    struct buf out;

    if (!self->own)
        return;
    buf_init(&out, mem, 8192);
    buf_printf(&out, "\n## %s\n\n", self->name);
    config_markdown(*self->own, &out);
    fputs(buf_text(&out), stdout);
}

static bool level_by_name(const char *name, enum log_level *out)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (enum log_level)i;
            return true;
        }
    }
    return false;
}

static enum err load(struct program *self, struct arena *mem, const char **why)
{
    enum log_level level;

    enum err e = config_load(common_config_table, PROGRAM_CONFIG_FILE, mem, &self->config, why);
    if (!e && self->own)
        e = config_load(*self->own, PROGRAM_CONFIG_FILE, mem, self->own_config, why);
    if (e)
        return e;
    if (!level_by_name(self->config.log_level, &level)) {
        *why = "log/level is none of debug, info, warn, error";
        return ERR_CONFIG;
    }
    log_setup(self->name, level);
    return OK;
}

enum err program_enter(struct program *self, const char *data, struct arena *mem, const char **why)
{
    /* Many threads, small heaps: more arenas only cost memory. */
    mallopt(M_ARENA_MAX, 2); /* NOLINT(concurrency-mt-unsafe): before threads */
    /* czmq would catch signals and end the program by its own lights.  Before threads. */
    setenv("ZSYS_SIGHANDLER", "false", 1); /* NOLINT(concurrency-mt-unsafe) */
    if (secret_init() != OK) {
        *why = "libsodium does not start";
        return ERR_CRYPTO;
    }
    if (chdir(data) != 0) {
        *why = arena_printf(mem, "data folder %s: %s", data, strerrordesc_np(errno));
        return ERR_CONFIG;
    }
    return load(self, mem, why);
}

bool program_begin(struct program *self, int argc, char **argv, struct arena *mem, int *status)
{
    struct asked asked = read_options(argc, argv);
    const char *why = NULL;

    *status = EXIT_SUCCESS;
    if (asked.wrong) {
        fprintf(stderr, "ostiary-%s: --help tells the options\n", self->name);
        *status = MISUSED;
        return false;
    }
    if (asked.help)
        print_help(self, mem);
    else if (asked.version)
        printf("ostiary-%s %s\n", self->name, program_version());
    else if (asked.settings)
        print_settings(mem);
    if (asked.settings || asked.own_settings)
        print_own_settings(self, mem);
    if (asked.help || asked.settings || asked.own_settings || asked.version)
        return false;
    self->health = asked.health;
    if (program_enter(self, asked.data, mem, &why) != OK) {
        fprintf(stderr, "ostiary-%s: %s\n", self->name, why);
        *status = FAILED;
        return false;
    }
    return true;
}

static enum err ping(struct bus *bus, const char *service, const char **why, struct arena *mem)
{
    struct call c;
    struct ping_reply pong;

    call_begin(&c, mem, bus_rpc(bus), HEALTH_MS);
    enum err e = rpc_call_to(&c, service, &service_ping_method, &NOTHING, &pong);
    *why = e ? err_name(e) : pong.draining ? "it is draining" : NULL;
    return e;
}

int program_health(const struct program *self, const char *service)
{
    AUTO(arena) mem;
    struct common_config config = self->config;
    struct bus *bus = NULL;
    const char *why = "no bus";

    /* The one in this data folder, not one that the same settings name elsewhere. */
    config.bus_tokensvc = config.bus_authsvc = config.bus_usersvc = config.bus_courier = NULL;
    arena_init(&mem, ARENA_LIMIT);
    if (bus_open(&(struct bus_options){.name = self->name, .config = &config}, &bus) == OK &&
        ping(bus, service, &why, &mem) == OK && !why) {
        bus_close(&bus);
        return EXIT_SUCCESS;
    }
    fprintf(stderr, "ostiary-%s: %s is not well: %s\n", self->name, service, why);
    bus_close(&bus);
    return FAILED;
}

const char *program_version(void)
{
    return OSTIARY_VERSION;
}
