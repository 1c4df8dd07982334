/*
 * program - how every Ostiary program begins: options, data folder, settings, log.
 *
 *   struct program p = {.name = "gateway", .about = "…", .own = &gateway_config_table,
 *                       .own_config = &config};
 *   int status;
 *   if (!program_begin(&p, argc, argv, &mem, &status))
 *       return status;
 *
 * Options: --data DIR (default ./data), --health, --help, --settings, --own-settings, --version.
 */
#ifndef BUS_PROGRAM_H
#define BUS_PROGRAM_H
#include "common_config.h"

struct program {
    const char *name;               /* "gateway": the executable is ostiary-gateway */
    const char *about;              /* one line for --help */
    const struct config_table *own; /* rows of its own; NULL: none */
    void *own_config;               /* filled from them */

    struct common_config config; /* filled */
    bool health;                 /* filled: --health was asked for */
};

#define PROGRAM_CONFIG_FILE "ostiary.conf"

/* Enters the data folder (working folder from now on), loads the settings into mem, sets up log and
 * sodium, calms czmq.  False: exit with *status; whatever there was to say has been said.  Before
 * threads. */
bool program_begin(struct program *self, int argc, char **argv, struct arena *mem,
                   int *status) MUST_CHECK;

/* The same for a program with options of its own (ostiaryctl): data folder given.  ERR_CONFIG: *why
 * in mem. */
enum err program_enter(struct program *self, const char *data, struct arena *mem,
                       const char **why) MUST_CHECK;

/* --health: does the service answer service.ping, asked under this program's own key?  Exit status,
 * 0 if so; says on standard error why not. */
int program_health(const struct program *self, const char *service);

const char *program_version(void); /* "0.1.0" */

#endif
