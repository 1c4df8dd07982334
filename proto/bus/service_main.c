#include "service_main.h"
#include "actor.h"
#include "bus.h"
#include "clock.h"
#include "confine.h"
#include "follower.h"
#include "keyfile.h"
#include "log.h"
#include "program.h"
#include "secret.h"
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#define DAY_MS INT64_C(86400000)
enum { IDLE_SECONDS = 1, IDLE_LIMIT_MS = 5000, DRAIN_LIMIT_MS = 15000 };

/* A key that need not be there is absent then; one that is there has to be right. */
static enum err read_key(const char *path, enum keyfile_kind kind, size_t n, struct arena *mem,
                         struct bytes *out)
{
    const char *why = NULL;

    enum err e = keyfile_read(path, kind, n, mem, out, &why);
    if (e && e != ERR_NOT_FOUND)
        log_error("%s", why);
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err read_keys(const struct service *service, struct arena *mem, struct service_env *env)
{
    const char *kek = arena_printf(mem, "keys/%s/kek", service->name);
    const char *actor = arena_printf(mem, "keys/%s/actor.secret", service->name);

    enum err e = read_key(kek, KEYFILE_PRIVATE, SECRET_KEY_LEN, mem, &env->kek);
    if (!e)
        e = read_key("keys/public/actor.pub", KEYFILE_PUBLIC, ACTOR_PUBLIC_LEN, mem,
                     &env->actor_key);
    if (!e && service->role == ROLE_AUTHSVC)
        e = read_key(actor, KEYFILE_PRIVATE, ACTOR_SECRET_LEN, mem, &env->actor_secret);
    if (e)
        return e;
    if (!env->actor_key.p)
        log_error("keys/public/actor.pub is missing: nobody could prove for whom they ask");
    else if (service->role == ROLE_AUTHSVC && !env->actor_secret.p)
        log_error("%s is missing: nobody could sign in", actor);
    else
        return OK;
    return ERR_CONFIG;
}

static void idle(const struct service_host *host, struct arena *mem)
{
    struct call c;

    if (!host->service->idle)
        return;
    call_begin(&c, mem, host->rpc, IDLE_LIMIT_MS);
    c.svc = host->state;
    c.role = host->service->role;
    c.service = host->service->name;
    host->service->idle(host->state, &c);
    if (c.stirred)
        host->stir(host->front);
    arena_reset(mem);
}

/* Idle work, until a signal says that it is enough. */
static void run_until_told(const struct service_host *host, const sigset_t *signals)
{
    const struct timespec second = {.tv_sec = IDLE_SECONDS};
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    while (sigtimedwait(signals, NULL, &second) < 0)
        idle(host, &mem);
    /* A second signal does not wait for the end of the first. */
    pthread_sigmask(SIG_UNBLOCK, signals, NULL);
}

static enum err serve(const struct program *program, struct service_host *host,
                      const sigset_t *signals)
{
    struct bus *bus = NULL;
    int64_t began = clock_steady();
    const struct bus_options options = {
        .name = program->name, .config = &program->config, .host = host};

    enum err e = bus_open(&options, &bus);
    if (e)
        return e;
    log_info("ready, version %s, bus open in %lld ms", program_version(),
             (long long)(clock_steady() - began));
    struct followers *followers = followers_start(bus, host);
    run_until_told(host, signals);
    bus_drain(bus, DRAIN_LIMIT_MS);
    followers_stop(&followers);
    bus_close(&bus);
    log_info("ended");
    return OK;
}

static enum err open_and_serve(const struct program *program, const struct service *service,
                               const struct store_driver *driver, struct arena *mem)
{
    struct service_env env = {.data = ".",
                              .tenant = TENANT_DEFAULT,
                              .issuer = program->config.ostiary_issuer,
                              .events_keep = program->config.events_keep * DAY_MS,
                              .settings = program->own_config,
                              .store = program->config.ostiary_store,
                              .store_driver = driver};
    struct service_host host = {.service = service};
    sigset_t signals;

    /* Before any thread, so that all of them leave these to main. */
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);

    enum err e = read_keys(service, mem, &env);
    if (!e)
        e = service->open(&env, &host.state);
    if (!e) {
        host.actor_key = env.actor_key;
        e = serve(program, &host, &signals);
        service->close(&host.state);
    }
    return e;
}

int service_main(int argc, char **argv, const struct service *service,
                 const struct store_driver *driver)
{
    AUTO(arena) mem;
    struct program program = {
        .name = service->name, .about = "a service of Ostiary", .own = service->settings};
    int status;

    arena_init(&mem, ARENA_LIMIT);
    if (service->settings)
        program.own_config = arena_alloc(&mem, service->settings_size);
    if (!program_begin(&program, argc, argv, &mem, &status))
        return status;
    if (program.health)
        return program_health(&program, service->name);
    if (program_confine(&program, true) != OK)
        return EXIT_FAILURE;
    return open_and_serve(&program, service, driver, &mem) == OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
