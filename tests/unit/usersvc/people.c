#include "people.h"
#include "clock.h"
#include "db.h"
#include "log.h"
#include "place.h"
#include <string.h>

const struct password_cost people_cheap = {.passes = 1, .memory = 8 << 10};
int64_t people_now;

static int64_t now(void *self)
{
    (void)self;
    return people_now;
}

static void silent(void *self, enum log_level level, const char *line)
{
    (void)self, (void)level, (void)line;
}

static void open_service(struct people *self, bool inline_work)
{
    static const uint8_t kek[32] = {1};
    static const struct usersvc_config config = {.usersvc_sign_up = true};
    struct service_env env = {
        .data = check_dir(),
        .tenant = TENANT_DEFAULT,
        .inline_work = inline_work,
        .kek = {kek, sizeof kek},
        .settings = &config,
    };
    void *state = NULL;

    place_of(env.data, &env.store, &env.store_driver);
    CHECK_OK(usersvc_service.open(&env, &state));
    self->svc = state;
    CHECK_OK(password_setup(&self->svc->passwords, &people_cheap));
    self->host.state = state;
}

struct people *people_open(enum people_work work)
{
    static const struct clock_source standing = {now, now, NULL};
    struct people *self = ARENA_NEW(check_mem(), people);

    people_now = 1700000000000;
    clock_replace(&standing);
    log_replace(silent, NULL);
    actor_keys_make(self->actor_public, self->actor_secret);
    self->host.service = &usersvc_service;
    self->host.actor_key = (struct bytes){self->actor_public, sizeof self->actor_public};
    self->hosts[0] = &self->host;
    rpc_local_init(&self->admin, ROLE_ADMIN, self->hosts);
    rpc_local_init(&self->authsvc, ROLE_AUTHSVC, self->hosts);
    rpc_local_init(&self->tokensvc, ROLE_TOKENSVC, self->hosts);
    rpc_local_init(&self->gateway, ROLE_GATEWAY, self->hosts);
    rpc_local_init(&self->courier, ROLE_COURIER, self->hosts);
    open_service(self, work == PEOPLE_INLINE);
    return self;
}

void people_close(struct people *self)
{
    void *state = self->svc;

    usersvc_service.close(&state);
    CHECK(state == NULL);
    clock_replace(NULL);
    log_replace(NULL, NULL);
}

void people_reopen(struct people *self)
{
    void *state = self->svc;

    usersvc_service.close(&state);
    open_service(self, true);
}

struct call *people_as(struct people *self, struct rpc_local *who)
{
    call_begin(&self->call, check_mem(), &who->rpc, 10000);
    return &self->call;
}

const char *people_password(const char *name)
{
    return arena_printf(check_mem(), "password of %s", name);
}

struct person people_add(struct people *self, const char *name)
{
    struct person added = {0};
    const struct person_add_request q = {
        .username = name,
        .email = arena_printf(check_mem(), "%s@example.org", name),
        .password = people_password(name),
    };

    CHECK_OK(usersvc_person_add(people_as(self, &self->admin), &q, &added));
    return added;
}

enum err people_check(struct people *self, const char *name, const char *password,
                      struct person *out)
{
    struct person found = {0};
    const struct password_check_request q = {.username = name, .password = password};

    enum err e = usersvc_password_check(people_as(self, &self->authsvc), &q, &found);
    if (!e && out)
        *out = found;
    return e;
}

struct person_standing_reply people_standing(struct people *self, const char *id)
{
    struct person_standing_reply standing = {0};
    const struct person_ref q = {.id = id};

    CHECK_OK(usersvc_person_standing(people_as(self, &self->tokensvc), &q, &standing));
    return standing;
}

struct person people_look(struct people *self, const char *id)
{
    struct person found = {0};
    const struct person_ref q = {.id = id};

    CHECK_OK(usersvc_person_get(people_as(self, &self->tokensvc), &q, &found));
    return found;
}

bool people_is_tag(const char *text)
{
    return text && strlen(text) == 4 && strspn(text, "0123456789") == 4 &&
           strcmp(text, "0000") != 0;
}

struct rows {
    const struct sql *sql;
    const char *text;
    int64_t from, to;
};

static enum err write_rows(struct db *db, void *arg)
{
    const struct rows *r = arg;

    return db_exec(db, r->sql, "tii", r->text, r->from, r->to);
}

void people_rows(struct store *store, const struct sql *sql, const char *text, int64_t from,
                 int64_t to)
{
    CHECK_OK(store_write(store, write_rows, &(struct rows){sql, text, from, to}));
}
