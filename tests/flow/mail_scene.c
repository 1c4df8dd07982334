#include "mail_scene.h"
#include "check.h"

struct world *w;

void begin(void)
{
    world_close(&w); /* of a case that failed */
    w = world_open();
}

struct call *visitor(void)
{
    static int number;
    struct call *c = world_call(w, ROLE_GATEWAY);

    c->source = arena_printf(check_mem(), "10.1.%d.%d", number / 250, number % 250);
    number++;
    return c;
}

enum err sign_in(const char *username, const char *password, struct sign_in_reply *out)
{
    return authsvc_sign_in(visitor(),
                           &(struct sign_in_request){.username = username,
                                                     .password = password,
                                                     .browser = "a-browser-of-somebody"},
                           out);
}

enum err may_sign_in(const char *username, const char *password)
{
    struct sign_in_reply a;

    return sign_in(username, password, &a);
}

void sign_up(const char *email, const char *locale)
{
    CHECK_OK(usersvc_sign_up(visitor(), &(struct sign_up_request){.email = email, .locale = locale},
                             &NOTHING));
}

enum err finish(const char *token, const char *username)
{
    return usersvc_sign_up_finish(visitor(),
                                  &(struct sign_up_completion){.token = token,
                                                               .username = username,
                                                               .password = APP_PASSWORD},
                                  &NOTHING);
}

void forget(const char *username)
{
    CHECK_OK(usersvc_password_forgot(
        visitor(), &(struct password_forgot_request){.username = username}, &NOTHING));
}

enum err reset(const char *token)
{
    return usersvc_password_reset(
        visitor(), &(struct password_reset_request){.token = token, .password = NEW_PASSWORD},
        &NOTHING);
}
