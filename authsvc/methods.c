/* methods.c - authsvc: its methods, how it opens and closes, what it does when idle. */
#define SERVICE_DEF "authsvc.def"
#include "authsvc.h"
#include "backup.h"
#include "bot_leftover_store.h"
#include "consent_store.h"
#include "dispatch.h"
#include "embed.h"
#include "event_effect.h"
#include "event_store.h"
#include "expired_store.h"
#include "hook.h"
#include "log.h"
#include "outbox_store.h"
#include "person_leftover_store.h"
#include "picture_store.h"
#include "put_back_store.h"
#include "schema.h"
#include "secret.h"
#include "tally_store.h"
#include <stdlib.h>
#include <string.h>

#define CONFIG CONFIG_ROW
#define CONFIG_OF authsvc_config
/* clang-format off */
static const struct config_row rows[] = {
#include "authsvc.config.def"
};
/* clang-format on */
#undef CONFIG
const struct config_table authsvc_config_table = {rows, ARRAY_LEN(rows)};

EMBED(authsvc_schema_first, EMBED_DIR "/schema/0001_first.sql");
EMBED(authsvc_schema_dialects, EMBED_DIR "/schema/0003_dialects.sql");
EMBED(authsvc_schema_people, EMBED_DIR "/schema/0004_people_forgotten.sql");
EMBED(authsvc_schema_apps, EMBED_DIR "/schema/0005_apps.sql");
EMBED(authsvc_schema_account, EMBED_DIR "/schema/0006_account.sql");
EMBED(authsvc_schema_icons, EMBED_DIR "/schema/0008_icons.sql");
EMBED(authsvc_schema_api, EMBED_DIR "/schema/0009_api_sessions.sql");
EMBED(authsvc_schema_webhooks, EMBED_DIR "/schema/0010_webhooks.sql");
EMBED(authsvc_schema_bots, EMBED_DIR "/schema/0011_bots.sql");
EMBED(authsvc_schema_told, EMBED_DIR "/schema/0013_told.sql");
EMBED(authsvc_schema_own, EMBED_DIR "/schema/0014_own_pages.sql");
EMBED(authsvc_schema_trials, EMBED_DIR "/schema/0016_trials.sql");
EMBED(authsvc_schema_second, EMBED_DIR "/schema/0017_second_factors.sql");

enum { READERS = 8 };

static enum err open_store(const struct service_env *env, struct store **out)
{
    static const struct migration migrations[] = {
        {.version = 1, .name = "first", .sqlite = authsvc_schema_first},
        EVENT_MIGRATION(2),
        {.version = 3, .name = "dialects", .sqlite = authsvc_schema_dialects},
        {.version = 4, .name = "people forgotten", .sqlite = authsvc_schema_people},
        {.version = 5, .name = "apps", .sqlite = authsvc_schema_apps},
        {.version = 6, .name = "account", .sqlite = authsvc_schema_account},
        PICTURE_MIGRATION(7),
        {.version = 8, .name = "icons", .sqlite = authsvc_schema_icons},
        {.version = 9, .name = "api sessions", .sqlite = authsvc_schema_api},
        {.version = 10, .name = "webhooks", .sqlite = authsvc_schema_webhooks},
        {.version = 11, .name = "bots", .sqlite = authsvc_schema_bots},
        OUTBOX_MIGRATION(12),
        {.version = 13, .name = "told", .sqlite = authsvc_schema_told},
        {.version = 14, .name = "own pages", .sqlite = authsvc_schema_own},
        TALLY_MIGRATION(15),
        {.version = 16, .name = "trials", .sqlite = authsvc_schema_trials},
        {.version = 17, .name = "second factors", .sqlite = authsvc_schema_second}};
    static_assert(ARRAY_LEN(migrations) == SCHEMA_authsvc, "proto/schema.h");
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    return store_open(
        &(struct store_options){
            .path = arena_printf(&mem, "%s/%s/authsvc.db", env->data, env->tenant),
            .server = env->store,
            .schema = arena_printf(&mem, "%s_authsvc", env->tenant),
            .driver = env->store_driver,
            .migrations = migrations,
            .n_migrations = ARRAY_LEN(migrations),
            .oldest_reader = 1,
            .put_back = put_back_clients,
            .readers = READERS,
            .inline_writer = env->inline_work,
        },
        out);
}

static void close_authsvc(void **state)
{
    struct authsvc *svc = *state;

    *state = NULL;
    if (!svc)
        return;
    tally_close(&svc->tally);
    store_close(&svc->store);
    free(svc->tenant);
    secret_wipe(svc, sizeof *svc);
    free(svc);
}

static enum err open_authsvc(const struct service_env *env, void **state)
{
    void *svc = xcalloc(1, sizeof(struct authsvc));
    struct authsvc *self = svc;

    if (env->actor_secret.n != ACTOR_SECRET_LEN) {
        log_error("authsvc: the key that actor tickets are made with is missing");
        close_authsvc(&svc);
        return ERR_CONFIG;
    }
    if (env->kek.n != SECRET_KEY_LEN) {
        log_error("authsvc: the key-encryption key of %d bytes is missing", SECRET_KEY_LEN);
        close_authsvc(&svc);
        return ERR_CONFIG;
    }
    assert(env->settings);
    self->config = env->settings;
    memcpy(self->actor_secret, env->actor_secret.p, ACTOR_SECRET_LEN);
    memcpy(self->kek, env->kek.p, SECRET_KEY_LEN);
    self->tenant = xstrdup(env->tenant);
    self->tally = tally_open();
    self->vault = (struct vault){{self->kek, SECRET_KEY_LEN}, self->tenant};
    self->events_keep = env->events_keep;
    enum err e = open_store(env, &self->store);
    if (e) {
        close_authsvc(&svc);
        return e;
    }
    *state = svc;
    return OK;
}

static void idle_authsvc(void *state, struct call *c)
{
    struct authsvc *svc = state;

    tally_flush(svc->tally, svc->store, c->now);
    person_leftover_sweep(svc->store, c);
    bot_leftover_sweep(svc->store, c);
    expired_store_sweep(svc->store, c->now);
    event_store_sweep(svc->store, c->now, svc->events_keep);
}

static struct store *store_of(void *state)
{
    const struct authsvc *svc = state;

    return svc->store;
}

/* -- what others do ---------------------------------------------------------------------------- */

/* Whoever wants to be told of it, while it is still known who that is. */
static enum err forget_person(struct db *db, struct call *c, const struct event *e)
{
    enum err told = hook_tell_all(db, c, e->subject, HOOK_deleted);

    return told ? told : person_leftover_note(db, e->subject);
}

static enum err tell_disabled(struct db *db, struct call *c, const struct event *e)
{
    return hook_tell_all(db, c, e->subject, HOOK_disabled);
}

static enum err tell_key_revoked(struct db *db, struct call *c, const struct event *e)
{
    struct consent_any consent = {0};
    enum err failed = OK;

    if (!e->client_id || !e->person)
        return OK;
    failed = consent_store_any(db, e->client_id, e->person, &consent);
    if (failed || !consent.any)
        return failed;
    return hook_tell_client(db, c, e->client_id, HOOK_key_revoked, consent.number);
}

static const struct event_effect effects[] = {
    {EVENT_person_deleted, forget_person},
    {EVENT_person_disabled, tell_disabled},
    {EVENT_api_key_revoked, tell_key_revoked},
};

static enum err begin_keys(void *state, struct call *c, int64_t *after)
{
    (void)c;
    return event_effects_begin(store_of(state), "tokensvc", after);
}

static enum err begin_people(void *state, struct call *c, int64_t *after)
{
    (void)c;
    return event_effects_begin(store_of(state), "usersvc", after);
}

static enum err told_effects(void *state, struct call *c, const struct news *news)
{
    return event_effects_told(store_of(state), c, effects, ARRAY_LEN(effects), news);
}

static const struct followed follows[] = {
    {"usersvc", begin_people, told_effects},
    {"tokensvc", begin_keys, told_effects},
};

/* -- what is to be sent ------------------------------------------------------------------------ */

static enum err outbox_since(void *state, struct call *c, const struct outbox_since_request *q,
                             struct outbox_since_reply *a)
{
    const struct authsvc *svc = state;

    return outbox_store_since(svc->store, c, (struct bytes){svc->kek, SECRET_KEY_LEN}, q, a);
}

const struct service authsvc_service = {
    .name = "authsvc",
    .role = ROLE_AUTHSVC,
    .methods = methods,
    .n_methods = ARRAY_LEN(methods),
    .open = open_authsvc,
    .close = close_authsvc,
    .idle = idle_authsvc,
    .follows = follows,
    .n_follows = ARRAY_LEN(follows),
    .store = store_of,
    .events_since = event_store_since,
    .outbox_since = outbox_since,
    .settings = &authsvc_config_table,
    .settings_size = sizeof(struct authsvc_config),
    .backup = backup_write,
};
