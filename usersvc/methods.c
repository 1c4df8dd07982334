/* methods.c - usersvc: its methods, how it opens and closes. */
#define SERVICE_DEF "usersvc.def"
#include "dispatch.h"
#include "embed.h"
#include "event_store.h"
#include "log.h"
#include "throttle_store.h"
#include "usersvc.h"
#include <stdlib.h>

EMBED(usersvc_schema_first, EMBED_DIR "/schema/0001_first.sql");

enum { READERS = 4 };

static enum err open_store(const struct service_env *env, struct store **out)
{
    static const struct migration migrations[] = {
        {.version = 1, .name = "first", .sqlite = usersvc_schema_first}, EVENT_MIGRATION(2)};
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    return store_open(
        &(struct store_options){
            .path = arena_printf(&mem, "%s/%s/usersvc.db", env->data, env->tenant),
            .server = env->store,
            .schema = arena_printf(&mem, "%s_usersvc", env->tenant),
            .driver = env->store_driver,
            .migrations = migrations,
            .n_migrations = ARRAY_LEN(migrations),
            .oldest_reader = 1,
            .readers = READERS,
            .inline_writer = env->inline_work,
        },
        out);
}

static void close_usersvc(void **state)
{
    struct usersvc *svc = *state;

    if (!svc)
        return;
    store_close(&svc->store);
    free(svc);
    *state = NULL;
}

static enum err open_usersvc(const struct service_env *env, void **state)
{
    void *svc = xcalloc(1, sizeof(struct usersvc));
    struct usersvc *self = svc;

    enum err e = password_setup(&self->passwords, &password_cost_default);
    if (e)
        log_error("passwords cannot be hashed: %s", err_text(e));
    else
        e = open_store(env, &self->store);
    if (e) {
        close_usersvc(&svc);
        return e;
    }
    *state = svc;
    return OK;
}

static void idle_usersvc(void *state, struct call *c)
{
    struct usersvc *svc = state;

    throttle_store_sweep(svc->store, c->now);
}

static struct store *store_of(void *state)
{
    const struct usersvc *svc = state;

    return svc->store;
}

const struct service usersvc_service = {
    .name = "usersvc",
    .role = ROLE_USERSVC,
    .methods = methods,
    .n_methods = ARRAY_LEN(methods),
    .open = open_usersvc,
    .close = close_usersvc,
    .idle = idle_usersvc,
    .store = store_of,
    .events_since = event_store_since,
};
