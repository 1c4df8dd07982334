#include "rig.h"
#include "clock.h"
#include "futex.h"
#include "keyfile.h"
#include "log.h"
#include "secret.h"
#include "service_main.h"
#include "text.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

void rig_sleep(int64_t ms)
{
    _Atomic uint32_t never = 0;
    int64_t until = clock_steady() + ms, left = ms;

    while (left > 0) {
        futex_wait(&never, 0, left);
        left = until - clock_steady();
    }
}

/* -- the service ------------------------------------------------------------------------------ */

#define SERVE "serve-as"

static const char *my_name = "here";

static int64_t number_after(const char *id, const char *prefix)
{
    int64_t n = 0;
    size_t len = strlen(prefix);

    return strncmp(id, prefix, len) == 0 && text_int(id + len, &n) ? n : 0;
}

static void behave(const char *id)
{
    rig_sleep(number_after(id, "sleep-"));
    if (strncmp(id, "die-", 4) == 0 && strcmp(id + 4, my_name) == 0)
        _exit(9);
}

static enum err ask(struct call *c)
{
    struct nothing none;
    struct ping_reply pong;

    return rpc_call_to(c, "authsvc", &service_ping_method, &none, &pong);
}

static enum err get(struct call *c, const void *request, void *reply)
{
    const struct person_ref *q = request;
    struct person *a = reply;
    int64_t big = number_after(q->id, "big-");

    behave(q->id);
    if (strcmp(q->id, "ask") == 0)
        return ask(c);
    *a = (struct person){
        .id = q->id,
        .sub = my_name,
        .username = "ada",
        .email = "ada@example.org",
        .generation = 1,
        .created_at = 1,
        .updated_at = 1,
    };
    if (big) {
        char *picture = arena_alloc(c->mem, (size_t)big + 1);
        memset(picture, 'x', (size_t)big);
        a->picture = picture;
    }
    return OK;
}

static enum err set(struct call *c, const void *request, void *reply)
{
    const struct password_set_request *q = request;

    (void)reply;
    behave(q->id);
    c->stirred = true;
    return OK;
}

static struct store *no_store(void *state)
{
    (void)state;
    return NULL;
}

static enum err no_events(struct store *store, struct call *c, const struct events_since_request *q,
                          struct events_since_reply *a)
{
    static const uint8_t zero[32];

    (void)store, (void)c, (void)q;
    a->base_hash = (struct bytes){zero, sizeof zero};
    return OK;
}

static const struct dispatch methods[] = {
    {&usersvc_person_get_method, get},
    {&usersvc_password_set_method, set},
};

static enum err open_state(const struct service_env *env, void **state)
{
    (void)env;
    *state = NULL;
    return OK;
}

static void close_state(void **state)
{
    *state = NULL;
}

const struct service rig_usersvc = {
    .name = "usersvc",
    .role = ROLE_USERSVC,
    .methods = methods,
    .n_methods = ARRAY_LEN(methods),
    .open = open_state,
    .close = close_state,
    .store = no_store,
    .events_since = no_events,
};

/* -- folder and buses ------------------------------------------------------------------------- */

void rig_folder(void)
{
    static const char *const names[] = {"gateway", "tokensvc", "authsvc", "usersvc", "admin"};
    static const uint8_t actor[32];
    const char *why = NULL;

    CHECK_OK(secret_init());
    CHECK_INT(chdir(check_dir()), 0);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        enum role role = 0;
        CHECK(role_by_name(names[i], &role));
        CHECK_OK(keyring_make(names[i], role, "default", check_mem(), &why));
    }
    CHECK_OK(keyfile_write("keys/public/actor.pub", KEYFILE_PUBLIC,
                           (struct bytes){actor, sizeof actor}, check_mem(), &why));
}

struct common_config rig_config(void)
{
    struct common_config config;
    const char *why = NULL;

    CHECK_OK(config_load(common_config_table, "no such file", check_mem(), &config, &why));
    config.bus_threads_local = config.bus_threads_remote = 2;
    config.bus_threads_hash = 1;
    return config;
}

void rig_serve(struct rig_server *self, const struct common_config *config)
{
    *self = (struct rig_server){.host = {.service = &rig_usersvc}};
    CHECK_OK(bus_open(&(struct bus_options){"usersvc", config, &self->host}, &self->bus));
}

void rig_serve_end(struct rig_server *self)
{
    bus_close(&self->bus);
}

struct bus *rig_caller(const char *name)
{
    struct bus *bus = NULL;
    struct common_config *config = ARENA_NEW(check_mem(), common_config);

    *config = rig_config();
    CHECK_OK(bus_open(&(struct bus_options){.name = name, .config = config}, &bus));
    return bus;
}

/* -- calls ------------------------------------------------------------------------------------ */

enum err rig_get(struct bus *bus, const char *id, int64_t deadline_ms, char replica[64])
{
    AUTO(arena) mem;
    struct call c;
    struct person person = {0};

    arena_init(&mem, ARENA_LIMIT);
    call_begin(&c, &mem, bus_rpc(bus), deadline_ms);
    enum err e = usersvc_person_get(&c, &(struct person_ref){.id = id}, &person);
    if (!e && replica)
        memcpy(replica, person.sub, strlen(person.sub) + 1);
    if (!e && strcmp(person.id, id) != 0)
        return ERR_BAD_REPLY; /* somebody else's */
    return e;
}

enum err rig_set(struct bus *bus, const char *id, int64_t deadline_ms)
{
    AUTO(arena) mem;
    struct call c;
    struct nothing none;

    arena_init(&mem, ARENA_LIMIT);
    call_begin(&c, &mem, bus_rpc(bus), deadline_ms);
    return usersvc_password_set(
        &c, &(struct password_set_request){.id = id, .password = "a long one"}, &none);
}

/* -- other processes -------------------------------------------------------------------------- */

int rig_spawn_with(const char *name, const char *option)
{
    pid_t parent = getpid(), pid = fork();

    CHECK(pid >= 0);
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* a case that fails leaves nobody behind */
        const char *self = xprintf("/proc/%d/exe", (int)parent);
        execl(self, "rig", SERVE, name, "--data=.", option, NULL);
        _exit(127);
    }
    return pid;
}

static bool listens(unsigned n)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    snprintf(to.sun_path, sizeof to.sun_path, "bus/usersvc.%u.sock", n);
    bool there = connect(fd, (const struct sockaddr *)&to, sizeof to) == 0;
    close(fd);
    return there;
}

static unsigned replicas_listening(void)
{
    unsigned n = 0;

    for (unsigned i = 0; i < 8; i++)
        n += listens(i) ? 1 : 0;
    return n;
}

int rig_spawn(const char *name)
{
    unsigned before = replicas_listening();
    int pid = rig_spawn_with(name, "--data=.");

    for (int i = 0; i < 200 && replicas_listening() == before; i++)
        rig_sleep(20);
    CHECK_INT(replicas_listening(), before + 1);
    return pid;
}

int rig_end(int pid, int sig)
{
    int status = 0;

    CHECK_INT(kill(pid, sig), 0);
    CHECK_INT(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

int rig_main(int argc, char **argv, const struct check *cases)
{
    if (argc < 3 || strcmp(argv[1], SERVE) != 0)
        return check_run(cases);
    my_name = argv[2];
    return service_main(argc - 2, argv + 2, &rig_usersvc, NULL);
}
