/* methods.c - usersvc: its methods, how it opens and closes. */
#define SERVICE_DEF "usersvc.def"
#include "backup.h"
#include "dispatch.h"
#include "embed.h"
#include "event_store.h"
#include "link_store.h"
#include "log.h"
#include "number_store.h"
#include "outbox_store.h"
#include "picture_store.h"
#include "put_back_store.h"
#include "schema.h"
#include "second_factor_draft_store.h"
#include "secret.h"
#include "throttle_store.h"
#include "totp.h"
#include "usersvc.h"
#include <stdlib.h>

#define CONFIG CONFIG_ROW
#define CONFIG_OF usersvc_config
/* clang-format off */
static const struct config_row rows[] = {
#include "usersvc.config.def"
};
/* clang-format on */
#undef CONFIG
const struct config_table usersvc_config_table = {rows, ARRAY_LEN(rows)};

EMBED(usersvc_schema_first, EMBED_DIR "/schema/0001_first.sql");
EMBED(usersvc_schema_links, EMBED_DIR "/schema/0004_links.sql");
EMBED(usersvc_schema_event_keys, EMBED_DIR "/schema/0005_event_keys.sql");
EMBED(usersvc_schema_numbers, EMBED_DIR "/schema/0006_numbers.sql");
EMBED(usersvc_schema_avatars, EMBED_DIR "/schema/0008_avatars.sql");
EMBED(usersvc_schema_bots, EMBED_DIR "/schema/0009_bots.sql");
EMBED(usersvc_schema_second, EMBED_DIR "/schema/0010_second_factors.sql");

enum { READERS = 4 };

static enum err open_store(const struct service_env *env, struct store **out)
{
    static const struct migration migrations[] = {
        {.version = 1, .name = "first", .sqlite = usersvc_schema_first},
        EVENT_MIGRATION(2),
        OUTBOX_MIGRATION(3),
        {.version = 4, .name = "links", .sqlite = usersvc_schema_links},
        {.version = 5, .name = "event keys", .sqlite = usersvc_schema_event_keys},
        {.version = 6, .name = "numbers", .sqlite = usersvc_schema_numbers},
        PICTURE_MIGRATION(7),
        {.version = 8, .name = "avatars", .sqlite = usersvc_schema_avatars},
        {.version = 9, .name = "bots", .sqlite = usersvc_schema_bots},
        {.version = 10, .name = "second factors", .sqlite = usersvc_schema_second},
    };
    static_assert(ARRAY_LEN(migrations) == SCHEMA_usersvc, "proto/schema.h");
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
            .put_back = put_back_people,
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
    free(svc->tenant);
    secret_wipe(svc, sizeof *svc);
    free(svc);
    *state = NULL;
}

static enum err check_key(const struct service_env *env)
{
    if (env->kek.n == SECRET_KEY_LEN)
        return OK;
    log_error("keys/usersvc/kek is missing: neither mails that wait nor what is personal in"
              " events could be sealed");
    return ERR_CONFIG;
}

static enum err open_usersvc(const struct service_env *env, void **state)
{
    void *svc = xcalloc(1, sizeof(struct usersvc));
    struct usersvc *self = svc;

    assert(env->settings);
    self->config = env->settings;
    self->kek = env->kek;
    self->tenant = xstrdup(env->tenant);
    self->vault = (struct vault){self->kek, self->tenant};
    enum err e = check_key(env);
    if (!e && (e = password_setup(&self->passwords, &password_cost_default)))
        log_error("passwords cannot be hashed: %s", err_text(e));
    if (!e && (e = totp_init()))
        log_error("codes of second factors cannot be made: %s", err_text(e));
    if (!e)
        e = open_store(env, &self->store);
    self->events_keep = env->events_keep;
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
    link_store_sweep(svc->store, c->now);
    draft_store_sweep(svc->store, c->now);
    number_sweep(svc->store);
    event_store_sweep(svc->store, c->now, svc->events_keep);
}

static enum err outbox_since(void *state, struct call *c, const struct outbox_since_request *q,
                             struct outbox_since_reply *a)
{
    const struct usersvc *svc = state;

    return outbox_store_since(svc->store, c, svc->kek, q, a);
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
    .outbox_since = outbox_since,
    .settings = &usersvc_config_table,
    .settings_size = sizeof(struct usersvc_config),
    .backup = backup_write,
};
