/* account_test - what people change of their own account, and what ends with it. */
#include "app.h"
#include "check.h"
#include <pthread.h>
#include <string.h>

#define FRESH "a quite new password"

static struct world *world;
static struct app app;
static struct browser here;
static const char *ada;

static void begin(void)
{
    world = world_open();
    app = app_add(world, &(struct client_add_request){.confidential = true,
                                                      .scope = "openid offline_access"});
    ada = person_new(world, "ada");
    here = browser_of(world, "ada");
    CHECK_OK(browser_sign_in(&here, NULL, APP_PASSWORD));
}

static enum err renew(struct browser *self, const char *old, const char *fresh)
{
    struct sign_in_reply a = {0};

    enum err e = authsvc_password_renew(world_call(world, ROLE_GATEWAY),
                                        &(struct password_renewal){.password = old,
                                                                   .new_password = fresh,
                                                                   .session = self->session,
                                                                   .user_agent = "a browser"},
                                        &a);
    if (!e)
        self->session = a.session;
    return e;
}

static enum err forget(const struct browser *self, const char *password)
{
    return usersvc_account_delete(browser_call(self), &(struct account_delete_request){password},
                                  &NOTHING);
}

static bool signed_in(const struct browser *self)
{
    struct session_reply who;

    return authsvc_session_get(world_call(world, ROLE_GATEWAY),
                               &(struct session_ref){self->session}, &who) == OK;
}

static enum err update(const struct profile_update_request *q, struct profile *out)
{
    return usersvc_profile_update(browser_call(&here), q, out);
}

static void a_profile_changes_field_by_field(void)
{
    struct profile p;

    begin();
    CHECK_OK(
        update(&(struct profile_update_request){.nickname = "Ada", .name = "Ada Lovelace"}, &p));
    CHECK_STR(p.nickname, "Ada");
    CHECK_STR(p.name, "Ada Lovelace");
    world_pass(world, 1000);
    CHECK_OK(update(
        &(struct profile_update_request){.nickname = "", .website = "https://a.example"}, &p));
    CHECK_STR(p.nickname, NULL);
    CHECK_STR(p.name, "Ada Lovelace");
    CHECK_STR(p.website, "https://a.example");
    CHECK_STR(p.username, "ada");
    CHECK_INT(p.updated_at, world_now(world));
    CHECK(signed_in(&here)); /* nothing ends by it */
    CHECK_ERR(update(&(struct profile_update_request){.website = "http://a.example"}, &p),
              ERR_BAD_FIELD);
    world_close(&world);
}

static void without_a_person_there_is_nothing_to_change(void)
{
    struct profile p;
    const struct profile_update_request q = {.nickname = "x"};

    begin();
    struct call *late = browser_call(&here);
    CHECK_OK(usersvc_person_delete(world_call(world, ROLE_ADMIN), &(struct person_ref){.id = ada},
                                   &NOTHING));
    CHECK_ERR(usersvc_profile_update(late, &q, &p), ERR_SIGNED_OUT);
    CHECK_ERR(usersvc_profile_update(world_call(world, ROLE_GATEWAY), &q, &p), ERR_FORBIDDEN);
    world_close(&world);
}

static void a_new_password_ends_all_but_this_session(void)
{
    struct token_reply before, after;

    begin();
    struct browser there = browser_of(world, "ada");
    CHECK_OK(browser_sign_in(&there, NULL, APP_PASSWORD));
    const char *old_cookie = here.session;
    CHECK_OK(app_redeem(&app, browser_code(&here, &app, "openid offline_access"), NULL, &before));
    CHECK(app_active(&app, before.access_token));

    CHECK_OK(renew(&here, APP_PASSWORD, FRESH));
    world_pass(world, 1000);
    CHECK(signed_in(&here));
    CHECK(!signed_in(&there));
    CHECK(strcmp(old_cookie, here.session) != 0);
    there.session = old_cookie;
    CHECK(!signed_in(&there));
    CHECK(!app_active(&app, before.access_token));
    CHECK_ERR(app_refresh(&app, before.refresh_token, &after), ERR_INVALID_GRANT);

    CHECK_OK(app_redeem(&app, browser_code(&here, &app, "openid"), NULL, &after));
    CHECK(app_active(&app, after.access_token)); /* consent stays */
    CHECK_ERR(browser_sign_in(&there, NULL, APP_PASSWORD), ERR_WRONG_PASSWORD);
    CHECK_OK(browser_sign_in(&there, NULL, FRESH));
    world_close(&world);
}

static void the_old_password_is_wanted_and_cannot_be_guessed(void)
{
    begin();
    CHECK_ERR(renew(&here, "wrong", FRESH), ERR_WRONG_PASSWORD);
    CHECK(signed_in(&here));
    for (int i = 0; i < 5; i++)
        CHECK_ERR(renew(&here, "wrong", FRESH), ERR_WRONG_PASSWORD);
    CHECK_ERR(renew(&here, APP_PASSWORD, FRESH), ERR_THROTTLED);
    CHECK_ERR(forget(&here, APP_PASSWORD), ERR_THROTTLED); /* one limiter for all */
    CHECK_ERR(browser_sign_in(&here, NULL, APP_PASSWORD), ERR_THROTTLED);
    world_pass(world, 2000);
    CHECK_OK(renew(&here, APP_PASSWORD, FRESH));
    world_close(&world);
}

static void who_is_signed_out_changes_nothing(void)
{
    begin();
    CHECK_OK(authsvc_sign_out(world_call(world, ROLE_GATEWAY), &(struct session_ref){here.session},
                              &NOTHING));
    CHECK_ERR(renew(&here, APP_PASSWORD, FRESH), ERR_SIGNED_OUT);
    world_close(&world);
}

static void the_session_goes_on_as_long_as_before(void)
{
    struct session_list_reply list;

    begin();
    world_pass(world, 60000);
    CHECK_OK(renew(&here, APP_PASSWORD, FRESH));
    CHECK_OK(authsvc_session_list(browser_call(&here), &NOTHING, &list));
    CHECK_INT(list.sessions.n, 1);
    CHECK_STR(list.sessions.v[0].user_agent, "a browser");
    CHECK_INT(list.sessions.v[0].begun_at, world_now(world)); /* it is another one */
    world_close(&world);
}

static void a_deleted_account_takes_all_with_it(void)
{
    struct token_reply t;

    begin();
    CHECK_OK(app_redeem(&app, browser_code(&here, &app, "openid offline_access"), NULL, &t));
    CHECK_ERR(forget(&here, "wrong"), ERR_WRONG_PASSWORD);
    CHECK(signed_in(&here));
    CHECK_OK(forget(&here, APP_PASSWORD));
    world_pass(world, 1000);
    CHECK(!signed_in(&here));
    CHECK(!app_active(&app, t.access_token));
    CHECK_ERR(app_refresh(&app, t.refresh_token, &t), ERR_INVALID_GRANT);
    CHECK_ERR(browser_sign_in(&here, NULL, APP_PASSWORD), ERR_WRONG_PASSWORD);
    person_new(world, "ada"); /* the name is free again */
    world_close(&world);
}

/* -- at once ----------------------------------------------------------------------------------- */

enum { THREADS = 6 };

struct racer {
    pthread_t thread;
    struct arena mem;
    struct call call;
    const char *fresh;
    enum err error;
};

static void *change(void *arg)
{
    struct racer *self = arg;
    struct person p;

    self->error = usersvc_password_change(&self->call,
                                          &(struct password_change_request){
                                              .id = ada,
                                              .password = APP_PASSWORD,
                                              .new_password = self->fresh,
                                          },
                                          &p);
    return NULL;
}

static void of_many_who_change_it_at_once_one_does(void)
{
    struct racer racers[THREADS];
    int done = 0;

    world = world_threaded();
    ada = person_new(world, "ada");
    for (size_t i = 0; i < THREADS; i++) {
        arena_init(&racers[i].mem, ARENA_LIMIT);
        world_call_in(world, ROLE_AUTHSVC, &racers[i].mem, &racers[i].call);
        racers[i].fresh = arena_printf(&racers[i].mem, "new password %zu", i);
        CHECK_INT(pthread_create(&racers[i].thread, NULL, change, &racers[i]), 0);
    }
    here = browser_of(world, "ada");
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(racers[i].thread, NULL);
        done += racers[i].error == OK;
        CHECK(racers[i].error == OK || racers[i].error == ERR_WRONG_PASSWORD ||
              racers[i].error == ERR_THROTTLED);
        if (racers[i].error == OK)
            CHECK_OK(browser_sign_in(&here, NULL, racers[i].fresh));
    }
    CHECK_INT(done, 1);
    for (size_t i = 0; i < THREADS; i++)
        arena_done(&racers[i].mem);
    world_close(&world);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_profile_changes_field_by_field),
        CASE(without_a_person_there_is_nothing_to_change),
        CASE(a_new_password_ends_all_but_this_session),
        CASE(the_old_password_is_wanted_and_cannot_be_guessed),
        CASE(who_is_signed_out_changes_nothing),
        CASE(the_session_goes_on_as_long_as_before),
        CASE(a_deleted_account_takes_all_with_it),
        CASE(of_many_who_change_it_at_once_one_does),
        {0},
    });
}
