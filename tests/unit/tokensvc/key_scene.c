#include "key_scene.h"
#include <string.h>

const struct api_key_page_request KEY_ALL = {0};

struct call *key_by(struct rig *rig, const char *person)
{
    struct call *c = ARENA_NEW(check_mem(), call);
    struct actor *actor = ARENA_NEW(check_mem(), actor);

    *c = rig_call(rig, check_mem());
    *actor = (struct actor){.person = person, .sid = "s", .auth_time = c->now};
    c->actor = actor;
    return c;
}

enum err key_userinfo(struct rig *rig, const char *key, const char *dialect,
                      struct userinfo_reply *a)
{
    struct call c = rig_call(rig, check_mem());

    memset(a, 0, sizeof *a);
    return on_userinfo(
        &c,
        &(struct userinfo_request){
            .access_token = key, .issuer = RIG_ISSUER, .keys = true, .dialect = dialect},
        a);
}

bool key_good(struct rig *rig, const char *key, const char *dialect)
{
    struct userinfo_reply a;
    enum err e = key_userinfo(rig, key, dialect, &a);

    CHECK(e == OK || e == ERR_INVALID_TOKEN);
    return e == OK;
}

struct api_key_page key_list(struct rig *rig, const char *person,
                             const struct api_key_page_request *q)
{
    struct api_key_page a = {0};

    CHECK_OK(on_api_key_list(key_by(rig, person), q, &a));
    return a;
}

/* A code of the client `app` in tachi. */
enum err key_code(struct rig *rig, const char *attempt, struct token_reply *a)
{
    rig->client.dialects = "standard tachi";
    rig->client.scope = rig->auth.scope = rig->consent.scope = "submit_score";
    return rig_token(rig,
                     &(struct token_request){.grant_type = "authorization_code",
                                             .code = "c",
                                             .auth_method = "client_secret_post",
                                             .dialect = "tachi",
                                             .attempt = attempt},
                     a);
}
