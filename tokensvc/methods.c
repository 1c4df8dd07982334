/* methods.c - tokensvc: its methods, how it opens and closes, what it does when idle. */
#define SERVICE_DEF "tokensvc.def"
#include "api_key_store.h"
#include "backup.h"
#include "dispatch.h"
#include "embed.h"
#include "event_effect.h"
#include "event_store.h"
#include "expired.h"
#include "family_gone_store.h"
#include "grant_end.h"
#include "key_store.h"
#include "leftover_store.h"
#include "log.h"
#include "opaque_store.h"
#include "put_back_store.h"
#include "revoked_store.h"
#include "schema.h"
#include "tally_store.h"
#include "tokensvc.h"
#include <stdlib.h>
#include <string.h>

EMBED(tokensvc_schema_first, EMBED_DIR "/schema/0001_first.sql");
EMBED(tokensvc_schema_opaque, EMBED_DIR "/schema/0003_opaque_tokens.sql");
EMBED(tokensvc_schema_leftovers, EMBED_DIR "/schema/0004_leftovers.sql");
EMBED(tokensvc_schema_keys, EMBED_DIR "/schema/0005_api_keys.sql");
EMBED(tokensvc_schema_heads, EMBED_DIR "/schema/0006_heads.sql");
EMBED(tokensvc_schema_uses, EMBED_DIR "/schema/0008_uses.sql");

enum { READERS = 8 };

static enum err open_store(const struct service_env *env, struct store **out)
{
    static const struct migration migrations[] = {
        {.version = 1, .name = "first", .sqlite = tokensvc_schema_first},
        EVENT_MIGRATION(2),
        {.version = 3, .name = "opaque tokens", .sqlite = tokensvc_schema_opaque},
        {.version = 4, .name = "leftovers", .sqlite = tokensvc_schema_leftovers},
        {.version = 5, .name = "api keys", .sqlite = tokensvc_schema_keys},
        {.version = 6, .name = "heads", .sqlite = tokensvc_schema_heads},
        TALLY_MIGRATION(7),
        {.version = 8, .name = "uses", .sqlite = tokensvc_schema_uses}};
    static_assert(ARRAY_LEN(migrations) == SCHEMA_tokensvc, "proto/schema.h");
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    return store_open(
        &(struct store_options){
            .path = arena_printf(&mem, "%s/%s/tokensvc.db", env->data, env->tenant),
            .server = env->store,
            .schema = arena_printf(&mem, "%s_tokensvc", env->tenant),
            .driver = env->store_driver,
            .migrations = migrations,
            .n_migrations = ARRAY_LEN(migrations),
            .oldest_reader = 1,
            .put_back = put_back_tokens,
            .readers = READERS,
            .inline_writer = env->inline_work,
        },
        out);
}

static void close_tokensvc(void **state)
{
    struct tokensvc *svc = *state;

    *state = NULL;
    if (!svc)
        return;
    tally_close(&svc->tally);
    verified_close(&svc->verified);
    recent_close(&svc->recent);
    signing_keys_close(&svc->keys);
    store_close(&svc->store);
    free(svc->tenant);
    secret_wipe(svc, sizeof *svc);
    free(svc);
}

/* By nobody but the service itself. */
static enum err open_keys(struct tokensvc *self, const struct service_env *env)
{
    const struct key_wrap wrap = {env->kek, env->tenant};
    AUTO(arena) mem;
    struct call c;

    arena_init(&mem, ARENA_LIMIT);
    call_begin(&c, &mem, NULL, 0);
    c.role = ROLE_TOKENSVC;
    c.service = tokensvc_service.name;
    return signing_keys_open(self->store, &wrap, &c, &self->keys);
}

static enum err open_tokensvc(const struct service_env *env, void **state)
{
    void *svc = xcalloc(1, sizeof(struct tokensvc));
    struct tokensvc *self = svc;

    self->tenant = xstrdup(env->tenant);
    self->events_keep = env->events_keep;
    self->recent = recent_open();
    self->verified = verified_open();
    self->tally = tally_open();
    enum err e = open_store(env, &self->store);
    if (!e)
        e = open_keys(self, env); /* which wants a kek of the right length */
    if (e) {
        close_tokensvc(&svc);
        return e;
    }
    memcpy(self->kek, env->kek.p, SECRET_KEY_LEN);
    self->vault = (struct vault){{self->kek, SECRET_KEY_LEN}, self->tenant};
    *state = svc;
    return OK;
}

/* -- what has expired -------------------------------------------------------------------------- */

static void idle_tokensvc(void *state, struct call *c)
{
    struct tokensvc *svc = state;
    enum err e = OK;

    tally_flush(svc->tally, svc->store, c->now);
    recent_sweep(svc->recent);
    grant_end_left_over(c);
    if ((e = expired_remove(svc->store, family_gone_expire, c->now)) ||
        (e = expired_remove(svc->store, revoked_store_expire, c->now)) ||
        (e = expired_remove(svc->store, opaque_store_expire, c->now)) ||
        (e = expired_remove(svc->store, api_key_store_expire, c->now)) ||
        (e = leftover_store_forget(svc->store)) || (e = key_store_expire(svc->store, c->now)))
        log_warn("tokensvc: what has expired could not be removed: %s", err_name(e));
    event_store_sweep(svc->store, c->now, svc->events_keep);
}

static struct store *store_of(void *state)
{
    const struct tokensvc *svc = state;

    return svc->store;
}

/* -- whom it follows --------------------------------------------------------------------------- */

/* What is remembered begins empty, so that only what comes from now on matters to it. */
static enum err begin_at_head(void *state, struct call *c, int64_t *after)
{
    (void)state, (void)c;
    *after = -1;
    return OK;
}

static enum err told(void *state, struct call *c, const struct news *news)
{
    struct tokensvc *svc = state;

    (void)c;
    recent_told(svc->recent, news);
    return OK;
}

/* What has to go for good is done once, whichever replica hears of it first. */

static enum err forget_person(struct db *db, struct call *c, const struct event *e)
{
    (void)c;
    return leftover_note_person(db, e->subject);
}

static enum err forget_client(struct db *db, struct call *c, const struct event *e)
{
    (void)c;
    return leftover_note_client(db, e->subject);
}

static const struct event_effect effects[] = {
    {EVENT_person_deleted, forget_person},
    {EVENT_client_deleted, forget_client},
};

static enum err begin_people(void *state, struct call *c, int64_t *after)
{
    (void)c;
    return event_effects_begin(store_of(state), "usersvc", after);
}

static enum err begin_clients(void *state, struct call *c, int64_t *after)
{
    (void)c;
    return event_effects_begin(store_of(state), "authsvc", after);
}

static enum err told_effects(void *state, struct call *c, const struct news *news)
{
    return event_effects_told(store_of(state), c, effects, ARRAY_LEN(effects), news);
}

static const struct followed follows[] = {
    {"authsvc", begin_at_head, told},
    {"usersvc", begin_at_head, told},
    {"authsvc", begin_clients, told_effects},
    {"usersvc", begin_people, told_effects},
};

const struct service tokensvc_service = {
    .name = "tokensvc",
    .role = ROLE_TOKENSVC,
    .methods = methods,
    .n_methods = ARRAY_LEN(methods),
    .open = open_tokensvc,
    .close = close_tokensvc,
    .idle = idle_tokensvc,
    .follows = follows,
    .n_follows = ARRAY_LEN(follows),
    .store = store_of,
    .events_since = event_store_since,
    .backup = backup_write,
};
