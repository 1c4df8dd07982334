#include "world.h"
#include "actor.h"
#include "authsvc.h"
#include "check.h"
#include "clock.h"
#include "courier.h"
#include "follow.h"
#include "log.h"
#include "place.h"
#include "random.h"
#include "tokensvc.h"
#include "usersvc.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { SERVICES = 4, FOLLOWS = 4, START_DEADLINE_MS = 30000 };

/* From left to right: each may call those after it. */
static const struct service *const services[SERVICES] = {
    &tokensvc_service,
    &authsvc_service,
    &usersvc_service,
    &courier_service,
};

struct world {
    char *dir, *mail;
    struct courier_config courier;
    int64_t now, steady;
    bool inline_work;
    struct service_host hosts[SERVICES];
    const struct service_host *listed[SERVICES + 1];
    struct rpc_local rpcs[SERVICES];          /* what each service calls through */
    struct follow follows[SERVICES][FOLLOWS]; /* where each stands; began anew with the service */
    struct rpc_local programs[6]; /* one per role that a test may take: bit number of the role */
    uint8_t kek[32], actor_public[ACTOR_PUBLIC_LEN], actor_secret[ACTOR_SECRET_LEN];
};

static int64_t world_wall(void *self)
{
    return __atomic_load_n(&((struct world *)self)->now, __ATOMIC_RELAXED);
}

static int64_t world_steady(void *self)
{
    return __atomic_load_n(&((struct world *)self)->steady, __ATOMIC_RELAXED);
}

static struct clock_source source = {world_wall, world_steady, NULL};

/* The settings of each service that has some; mails come into a folder (post.h). */
static const void *settings_of(struct world *self, const struct service *service)
{
    static const struct usersvc_config usersvc = {.usersvc_sign_up = true};
    static const struct authsvc_config authsvc = {.authsvc_apps = 25};

    self->courier =
        (struct courier_config){.courier_give_up_hours = 48, .courier_mail_folder = self->mail};
    if (service == &courier_service)
        return &self->courier;
    if (service == &authsvc_service)
        return &authsvc;
    return service == &usersvc_service ? &usersvc : NULL;
}

static void open_services(struct world *self)
{
    for (size_t i = 0; i < SERVICES; i++) {
        struct service_env env = {
            .data = self->dir,
            .tenant = TENANT_DEFAULT,
            .inline_work = self->inline_work,
            .kek = {self->kek, sizeof self->kek},
            .actor_key = {self->actor_public, sizeof self->actor_public},
            .actor_secret = {self->actor_secret, sizeof self->actor_secret},
            .issuer = "http://localhost:8080",
            .settings = settings_of(self, services[i]),
        };
        place_of(self->dir, &env.store, &env.store_driver);
        struct service_host *host = &self->hosts[i];
        host->service = services[i];
        host->rpc = &self->rpcs[i].rpc;
        host->actor_key = env.actor_key;
        CHECK_OK(services[i]->open(&env, &host->state));
        for (size_t f = 0; f < services[i]->n_follows; f++)
            self->follows[i][f] =
                (struct follow){.row = &services[i]->follows[f], .state = host->state};
    }
}

static void close_services(struct world *self)
{
    for (size_t i = 0; i < SERVICES; i++)
        services[i]->close(&self->hosts[i].state);
}

/* The keys of the installation, the same for every world of a program: what a service has wrapped
 * with them comes along with its data. */
static void give_keys(struct world *self)
{
    static struct world first;
    static bool made;

    if (!made) {
        random_bytes(first.kek, sizeof first.kek);
        actor_keys_make(first.actor_public, first.actor_secret);
    }
    made = true;
    memcpy(self->kek, first.kek, sizeof self->kek);
    memcpy(self->actor_public, first.actor_public, sizeof self->actor_public);
    memcpy(self->actor_secret, first.actor_secret, sizeof self->actor_secret);
}

/* The first run makes keys, which takes long: worlds after the first begin with what it made. */
static void begin_data(struct world *self)
{
    if (place_begin(self->dir))
        return;
    open_services(self);
    close_services(self);
    place_copy_from_now_on(self->dir);
}

static struct world *start(bool inline_work)
{
    static int number;
    struct world *self = xcalloc(1, sizeof *self);

    self->dir = xprintf("%s/%d", check_dir(), ++number);
    CHECK_INT(mkdir(self->dir, 0700), 0);
    self->mail = xprintf("%s/mail", self->dir);
    self->now = INT64_C(1767225600000); /* 2026-01-01 */
    self->steady = 1000000;
    self->inline_work = inline_work;
    source.self = self;
    clock_replace(&source);
    give_keys(self);
    for (size_t i = 0; i < SERVICES; i++) {
        self->listed[i] = &self->hosts[i];
        /* A service sees only what is to its right, and whom it follows. */
        bool follows_all = services[i] == &courier_service || services[i] == &authsvc_service;
        rpc_local_init(&self->rpcs[i], services[i]->role,
                       follows_all ? self->listed : &self->listed[i + 1]);
    }
    for (size_t bit = 0; bit < ARRAY_LEN(self->programs); bit++)
        rpc_local_init(&self->programs[bit], 1U << bit, self->listed);
    begin_data(self);
    open_services(self);
    return self;
}

struct world *world_open(void)
{
    return start(true);
}

struct world *world_threaded(void)
{
    return start(false);
}

void world_close(struct world **self)
{
    if (!*self)
        return;
    close_services(*self);
    place_end((*self)->dir);
    clock_replace(NULL);
    free((*self)->mail);
    free((*self)->dir);
    free(*self);
    *self = NULL;
}

void world_restart(struct world *self, void (*meanwhile)(void))
{
    close_services(self);
    if (meanwhile)
        meanwhile();
    open_services(self);
}

void world_pass(struct world *self, int64_t ms)
{
    __atomic_add_fetch(&self->now, ms, __ATOMIC_RELAXED);
    __atomic_add_fetch(&self->steady, ms, __ATOMIC_RELAXED);
}

const char *world_dir(const struct world *self)
{
    return self->dir;
}

struct store *world_store(struct world *self, const char *service)
{
    for (size_t i = 0; i < SERVICES; i++) {
        if (strcmp(services[i]->name, service) == 0)
            return services[i]->store(self->hosts[i].state);
    }
    return NULL;
}

int64_t world_now(const struct world *self)
{
    return self->now;
}

void world_call_in(struct world *self, unsigned role, struct arena *mem, struct call *out)
{
    size_t bit = (size_t)__builtin_ctz(role);

    call_begin(out, mem, &self->programs[bit].rpc, START_DEADLINE_MS);
    out->source = "192.0.2.1";
}

struct call *world_call(struct world *self, unsigned role)
{
    struct call *c = ARENA_NEW(check_mem(), call);

    world_call_in(self, role, check_mem(), c);
    return c;
}

static void set_fault(struct rpc_local *rpc, enum err (*fault)(void *, const char *, bool),
                      void *arg)
{
    rpc->fault = fault;
    rpc->fault_self = arg;
}

void world_fault(struct world *self, enum err (*fault)(void *, const char *, bool), void *arg)
{
    for (size_t i = 0; i < SERVICES; i++)
        set_fault(&self->rpcs[i], fault, arg);
    for (size_t i = 0; i < ARRAY_LEN(self->programs); i++)
        set_fault(&self->programs[i], fault, arg);
}

/* A call of the service by itself. */
static void own_call(struct world *self, size_t i, struct arena *mem, struct call *out)
{
    call_begin(out, mem, self->hosts[i].rpc, START_DEADLINE_MS);
    out->svc = self->hosts[i].state;
    out->role = services[i]->role;
    out->service = services[i]->name;
}

enum err world_follow_once(struct world *self)
{
    enum err worst = OK;

    for (size_t i = 0; i < SERVICES; i++) {
        for (size_t f = 0; f < services[i]->n_follows; f++) {
            AUTO(arena) mem;
            struct call c;
            arena_init(&mem, ARENA_LIMIT);
            own_call(self, i, &mem, &c);
            enum err e = follow_step(&self->follows[i][f], &c);
            worst = worst ? worst : e;
        }
    }
    return worst;
}

void world_follow(struct world *self)
{
    CHECK_OK(world_follow_once(self));
}

void world_idle(struct world *self)
{
    for (size_t i = 0; i < SERVICES; i++) {
        AUTO(arena) mem;
        struct call c;
        if (!services[i]->idle)
            continue;
        arena_init(&mem, ARENA_LIMIT);
        own_call(self, i, &mem, &c);
        services[i]->idle(self->hosts[i].state, &c);
    }
}
