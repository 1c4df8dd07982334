#include "desk.h"
#include "clock.h"
#include "log.h"
#include "place.h"
#include <dirent.h>
#include <string.h>

int64_t desk_now;

static int64_t now(void *self)
{
    (void)self;
    return desk_now;
}

static void silent(void *self, enum log_level level, const char *line)
{
    (void)self, (void)level, (void)line;
}

struct desk *desk_new(void)
{
    static const struct clock_source standing = {now, now, NULL};
    struct desk *self = ARENA_NEW(check_mem(), desk);

    desk_now = 1767225600000;
    clock_replace(&standing);
    log_replace(silent, NULL);
    self->issuer = "http://localhost:8080";
    self->config.courier_give_up_hours = 48;
    self->config.courier_mail_folder = arena_printf(check_mem(), "%s/mail", check_dir());
    self->host.service = &courier_service;
    self->hosts[0] = &self->host;
    rpc_local_init(&self->admin, ROLE_ADMIN, self->hosts);
    return self;
}

enum err desk_start(struct desk *self)
{
    struct service_env env = {
        .data = check_dir(),
        .tenant = TENANT_DEFAULT,
        .inline_work = !self->threads,
        .kek = {self->kek, sizeof self->kek},
        .issuer = self->issuer,
        .settings = &self->config,
    };

    place_of(env.data, &env.store, &env.store_driver);

    enum err e = courier_service.open(&env, &self->host.state);
    if (!e)
        self->svc = self->host.state;
    return e;
}

struct desk *desk_open(void)
{
    struct desk *self = desk_new();

    CHECK_OK(desk_start(self));
    return self;
}

void desk_reopen(struct desk *self)
{
    courier_service.close(&self->host.state);
    CHECK_OK(desk_start(self));
}

void desk_close(struct desk *self)
{
    courier_service.close(&self->host.state);
    CHECK(self->host.state == NULL);
    if (self->threads) /* another desk's may look at either */
        return;
    clock_replace(NULL);
    log_replace(NULL, NULL);
}

struct call *desk_call(struct desk *self)
{
    call_begin(&self->call, check_mem(), &self->admin.rpc, 10000);
    return &self->call;
}

void desk_send(struct desk *self)
{
    courier_service.idle(self->host.state, desk_call(self));
}

struct delivery desk_mail(struct desk *self, const char *to)
{
    struct delivery made = {0};

    CHECK_OK(courier_mail_try(desk_call(self), &(struct mail_try_request){.to = to}, &made));
    return made;
}

struct delivery_page desk_list(struct desk *self, const char *state)
{
    struct delivery_page page = {0};
    const struct delivery_page_request q = {.state = state};

    CHECK_OK(courier_delivery_list(desk_call(self), &q, &page));
    return page;
}

size_t desk_files(struct desk *self)
{
    DIR *folder = opendir(self->config.courier_mail_folder);
    const struct dirent *entry = NULL;
    size_t n = 0;

    if (!folder)
        return 0;
    while ((entry = readdir(folder))) { /* NOLINT(concurrency-mt-unsafe): a folder of our own */
        const char *end = strrchr(entry->d_name, '.');
        n += end && strcmp(end, ".eml") == 0;
    }
    closedir(folder);
    return n;
}
