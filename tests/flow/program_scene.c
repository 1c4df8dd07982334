#include "program_scene.h"

struct world *world;
struct app app;
struct browser here;
const char *ada;

void begin(void)
{
    world_close(&world); /* of a case that failed */
    world = world_open();
    app = app_add(world, &(struct client_add_request){.confidential = true,
                                                      .dialects = "opencollective standard",
                                                      .scope = "account email openid expenses"});
    ada = person_new(world, "ada");
    here = browser_of(world, "ada");
    CHECK_OK(browser_sign_in(&here, NULL, APP_PASSWORD));
}

struct call *gateway(void)
{
    return world_call(world, ROLE_GATEWAY);
}

enum err try_sign_in(const char *dialect, const char *password, struct api_sign_in_reply *out)
{
    return authsvc_api_sign_in(gateway(),
                               &(struct api_sign_in_request){.username = "ada@example.org",
                                                             .password = password,
                                                             .dialect = dialect,
                                                             .issuer = WORLD_ISSUER,
                                                             .user_agent = "a bot"},
                               out);
}

const char *sign_in(const char *dialect)
{
    struct api_sign_in_reply in;

    CHECK_OK(try_sign_in(dialect, APP_PASSWORD, &in));
    return in.token;
}

static enum err get(const char *dialect, const char *token, struct session_reply *out)
{
    return authsvc_api_session_get(gateway(), &(struct api_session_ref){token, dialect}, out);
}

enum err outcome(const char *dialect, const char *token)
{
    struct session_reply who;

    return get(dialect, token, &who);
}

struct call *program_call(const char *dialect, const char *token)
{
    struct session_reply who;
    struct call *c = gateway();

    CHECK_OK(get(dialect, token, &who));
    c->ticket = who.ticket;
    return c;
}
