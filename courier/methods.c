/* methods.c - courier: its methods, how it opens and closes. */
#define SERVICE_DEF "courier.def"
#include "backup.h"
#include "collect.h"
#include "courier.h"
#include "dispatch.h"
#include "embed.h"
#include "log.h"
#include "put_back_store.h"
#include "schema.h"
#include "senders.h"
#include "setup.h"
#include <curl/curl.h>
#include <signal.h>
#include <stdlib.h>

EMBED(courier_schema_first, EMBED_DIR "/schema/0001_first.sql");
EMBED(courier_schema_cursor, EMBED_DIR "/schema/0002_outbox_cursor.sql");

enum { READERS = 4 };
#define DAY INT64_C(86400000)

static enum err open_store(struct courier *self, const struct service_env *env)
{
    static const struct migration migrations[] = {
        {.version = 1, .name = "first", .sqlite = courier_schema_first},
        {.version = 2, .name = "outbox_cursor", .sqlite = courier_schema_cursor},
    };
    static_assert(ARRAY_LEN(migrations) == SCHEMA_courier, "proto/schema.h");

    return store_open(
        &(struct store_options){
            .path = arena_printf(&self->mem, "%s/%s/courier.db", env->data, env->tenant),
            .server = env->store,
            .schema = arena_printf(&self->mem, "%s_courier", env->tenant),
            .driver = env->store_driver,
            .migrations = migrations,
            .n_migrations = ARRAY_LEN(migrations),
            .oldest_reader = 1,
            .put_back = put_back_deliveries,
            .readers = READERS,
            .inline_writer = env->inline_work,
        },
        &self->store);
}

static void close_courier(void **state)
{
    struct courier *self = *state;

    if (!self)
        return;
    senders_stop(&self->senders);
    store_close(&self->store);
    arena_done(&self->mem);
    free(self);
    *state = NULL;
}

static void say_how_mail_goes(const struct courier *self)
{
    if (self->smtp.url)
        log_info("mails go to %s", self->smtp.url);
    else if (self->mail_folder)
        log_info("mails are put into %s, for development", self->mail_folder);
    else
        log_warn("mails wait: %s", courier_mail_fault(self));
}

static enum err open_courier(const struct service_env *env, void **state)
{
    void *svc = xcalloc(1, sizeof(struct courier));
    struct courier *self = svc;

    arena_init(&self->mem, ARENA_LIMIT);
    /* A server that hangs up in mid-sentence is an error of a try, not the end of us. */
    signal(SIGPIPE, SIG_IGN); /* NOLINT(bugprone-signal-handler, cert-sig30-c): before threads */
    enum err e = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? OK : ERR_CRYPTO;
    if (!e)
        e = setup(self, env);
    if (!e)
        e = open_store(self, env);
    if (e) {
        close_courier(&svc);
        return e;
    }
    say_how_mail_goes(self);
    if (!env->inline_work)
        self->senders = senders_start(self);
    *state = svc;
    return OK;
}

static void sweep(const struct courier *self, int64_t now)
{
    int64_t given_up = 0;

    enum err e = delivery_store_sweep(self->store, now, now + 90 * DAY, &given_up);
    if (e)
        log_warn("old deliveries could not be removed: %s", err_name(e));
    if (given_up)
        log_warn("%lld deliveries are given up: they waited too long", (long long)given_up);
}

static void idle_courier(void *state, struct call *c)
{
    struct courier *self = state;

    sweep(self, c->now);
    if (!self->senders)
        senders_run(self);
}

const char *courier_mail_fault(const struct courier *self)
{
    return self->smtp.url || self->mail_folder ? NULL : "no mail server is set (courier/smtp_url)";
}

static const char *note_of_courier(void *state, struct arena *mem)
{
    const struct courier *self = state;
    const char *fault = courier_mail_fault(self);
    struct delivery_counts counts;

    if (delivery_store_count(self->store, &counts) != OK)
        return "the queue cannot be read";
    return arena_printf(mem, "%lld waiting, %lld given up%s%s", (long long)counts.waiting,
                        (long long)counts.given_up, fault ? "; " : "", fault ? fault : "");
}

static struct store *store_of(void *state)
{
    const struct courier *self = state;

    return self->store;
}

const struct service courier_service = {
    .name = "courier",
    .role = ROLE_COURIER,
    .methods = methods,
    .n_methods = ARRAY_LEN(methods),
    .open = open_courier,
    .close = close_courier,
    .idle = idle_courier,
    .follows = collect_from,
    .n_follows = COLLECT_FROM,
    .settings = &courier_config_table,
    .settings_size = sizeof(struct courier_config),
    .note = note_of_courier,
    .store = store_of,
    .backup = backup_write,
};
