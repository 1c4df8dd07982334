#include "own_app_scene.h"
#include "secret.h"
#include "session_store.h"

struct auth *own_app_auth;
static const char *const uris[] = {"https://app.example/callback"};

static enum err put(struct db *db, void *arg)
{
    return session_store_put(db, arg);
}

/* Apps are made by those alone whose session lives. */
static const char *signed_in(const char *person)
{
    const char *sid = arena_printf(check_mem(), "session of %s", person);
    struct session session = {
        .hash = secret_digest(check_mem(), bytes_of(sid)),
        .sid = sid,
        .person = person,
        .sub = person,
        .auth_time = own_app_auth->now,
        .acr = "1",
        .amr = "pwd",
        .expires_at = INT64_MAX,
        .idle_at = INT64_MAX,
    };
    enum err e = store_write(own_app_auth->svc->store, put, &session);

    CHECK(e == OK || e == ERR_EXISTS);
    return sid;
}

struct call *own_app_by(const char *person, const char *groups)
{
    struct call *c = auth_call(own_app_auth);
    struct actor *actor = ARENA_NEW(check_mem(), actor);

    *actor = (struct actor){.person = person,
                            .sid = signed_in(person),
                            .groups = groups,
                            .auth_time = own_app_auth->now};
    c->role = ROLE_GATEWAY;
    c->actor = actor;
    return c;
}

struct call *own_app_ada(void)
{
    return own_app_by("person-ada", "staff");
}

struct call *own_app_eve(void)
{
    return own_app_by("person-eve", NULL);
}

struct call *own_app_admin(void)
{
    return own_app_by("person-root", "staff admin");
}

struct app_add_request own_app_request(const char *dialect)
{
    return (struct app_add_request){.client_name = "Notes",
                                    .confidential = true,
                                    .redirect_uris = {uris, 1},
                                    .dialect = dialect};
}

struct app_secret_reply own_app_make(const struct app_add_request *q)
{
    struct app_secret_reply a = {0};

    CHECK_OK(on_app_add(own_app_ada(), q, &a));
    return a;
}

bool own_app_secret_is_right(const char *client_id, const char *text)
{
    struct client_record_reply a = {0};

    CHECK_OK(on_client_record(auth_call(own_app_auth), &(struct client_ref){client_id}, &a));
    for (size_t i = 0; i < a.secrets.n; i++) {
        struct bytes hash = secret_mac(check_mem(), a.secrets.v[i].key, bytes_of(text));
        if (secret_equal(hash, a.secrets.v[i].hash))
            return true;
    }
    return false;
}

enum err own_app_reveal(struct call *c, const char *client_id, const char *dialect,
                        const char **secret)
{
    struct app_secret_reply a = {0};
    const struct app_secret_request q = {client_id, dialect};
    enum err e = on_app_secret_reveal(c, &q, &a);

    *secret = a.client_secret;
    return e;
}
