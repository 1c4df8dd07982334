#include "gateway_main.h"
#include "bus.h"
#include "confine.h"
#include "gateway.h"
#include "log.h"
#include "probe.h"
#include "program.h"
#include "redraw.h"
#include <signal.h>
#include <stdlib.h>

enum { DRAIN_LIMIT_MS = 5000 };

static void wait_for(const sigset_t *signals)
{
    int which;

    sigwait(signals, &which);
    pthread_sigmask(SIG_UNBLOCK, signals, NULL); /* a second one does not wait for the end */
}

static enum err serve(const struct program *program, const struct gateway_config *config)
{
    struct bus *bus = NULL;
    struct gateway *gateway = NULL;
    sigset_t signals;

    /* Before any thread, so that all of them leave these to main. */
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);

    enum err e =
        bus_open(&(struct bus_options){.name = program->name, .config = &program->config}, &bus);
    if (!e)
        e = gateway_open(config, bus_rpc(bus), &gateway);
    if (!e) {
        log_info("ready, version %s, at %s, listening on %s", program_version(), config->issuer,
                 config->gateway_listen);
        wait_for(&signals);
        gateway_drain(gateway, DRAIN_LIMIT_MS);
        log_info("ended");
    }
    gateway_close(&gateway);
    bus_close(&bus);
    return e;
}

int gateway_main(int argc, char **argv)
{
    struct gateway_config config = {0};
    struct program program = {
        .name = "gateway",
        .about = "Ostiary towards the outside: HTTP and pages",
        .own = &gateway_config_table,
        .own_config = &config,
    };
    AUTO(arena) mem;
    int status;

    arena_init(&mem, ARENA_LIMIT);
    if (!program_begin(&program, argc, argv, &mem, &status))
        return status;
    config.issuer = program.config.ostiary_issuer;
    if (program.health)
        return probe_health(config.gateway_listen);
    config.painter = redraw_start(NULL); /* behind the fence no program can be started */
    if (program_confine(&program, false) != OK)
        return EXIT_FAILURE;
    return serve(&program, &config) == OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
