/* throttle_test - guessing passwords at the sign-in page: the source passes through authsvc, and so
 * does the wait on its way back. */
#include "app.h"
#include "check.h"

enum { FREE = 5 };

static struct world *w;

static void begin(void)
{
    world_close(&w); /* of a case that failed */
    w = world_open();
    person_new(w, "ada");
}

static struct call *gateway_from(const char *source)
{
    struct call *c = world_call(w, ROLE_GATEWAY);

    c->source = source;
    return c;
}

static enum err sign_in(struct call *c, const char *username, const char *password)
{
    struct sign_in_reply a;

    return authsvc_sign_in(c,
                           &(struct sign_in_request){.username = username,
                                                     .password = password,
                                                     .browser = "a-browser-of-somebody"},
                           &a);
}

static void fail_until_shut(const char *username, const char *source)
{
    for (int i = 0; i < FREE + 1; i++)
        CHECK_ERR(sign_in(gateway_from(source), username, "wrong"), ERR_WRONG_PASSWORD);
}

static void the_wait_is_told_and_then_it_works(void)
{
    begin();
    fail_until_shut("ada", "192.0.2.1");
    struct call *c = gateway_from("192.0.2.1");
    CHECK_ERR(sign_in(c, "ada", APP_PASSWORD), ERR_THROTTLED);
    CHECK_INT(c->wait, 2);
    CHECK_STR(c->text, "too many attempts; please wait 2 seconds");
    world_pass(w, 1999);
    CHECK_ERR(sign_in(gateway_from("192.0.2.1"), "ada", APP_PASSWORD), ERR_THROTTLED);
    world_pass(w, 1);
    CHECK_OK(sign_in(gateway_from("192.0.2.1"), "ada", APP_PASSWORD));
    CHECK_ERR(sign_in(gateway_from("192.0.2.1"), "ada", "wrong"), ERR_WRONG_PASSWORD);
    world_close(&w);
}

static void each_source_has_a_count_of_its_own(void)
{
    begin();
    fail_until_shut("ada", "192.0.2.1");
    CHECK_OK(sign_in(gateway_from("198.51.100.7"), "ada", APP_PASSWORD));
    CHECK_ERR(sign_in(gateway_from("192.0.2.1"), "ada", APP_PASSWORD), ERR_THROTTLED);
    fail_until_shut("ada", NULL);
    CHECK_ERR(sign_in(gateway_from(NULL), "ada", APP_PASSWORD), ERR_THROTTLED);
    world_close(&w);
}

static void a_restart_forgets_nothing(void)
{
    begin();
    fail_until_shut("nobody", "192.0.2.1");
    world_restart(w, NULL);
    world_idle(w);
    CHECK_ERR(sign_in(gateway_from("192.0.2.1"), "nobody", "wrong"), ERR_THROTTLED);
    CHECK_OK(sign_in(gateway_from("192.0.2.1"), "ada", APP_PASSWORD));
    world_close(&w);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(the_wait_is_told_and_then_it_works),
        CASE(each_source_has_a_count_of_its_own),
        CASE(a_restart_forgets_nothing),
        {0},
    });
}
