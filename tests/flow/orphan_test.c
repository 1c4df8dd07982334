/* orphan_test - the apps of somebody who is gone end, once, whatever happens meanwhile. */
#include "app.h"
#include "check.h"
#include "streams.h"
#include <string.h>

enum { APPS = 23 }; /* more than one batch */

static struct world *w;
static struct browser ada, bob;
static const char *ada_id, *ids[APPS];
static struct app app; /* the first of Ada's */

static struct app_secret_reply make(const struct browser *who, const char *name)
{
    static const char *const callback[] = {APP_CALLBACK};
    struct app_secret_reply a;

    CHECK_OK(authsvc_app_add(browser_call(who),
                             &(struct app_add_request){.client_name = name,
                                                       .confidential = true,
                                                       .capabilities = "oauth bot",
                                                       .redirect_uris = {callback, 1}},
                             &a));
    return a;
}

static struct browser signed_in(const char *name)
{
    struct browser b = browser_of(w, name);

    CHECK_OK(browser_sign_in(&b, NULL, APP_PASSWORD));
    return b;
}

static void begin(void)
{
    world_close(&w); /* of a case that failed */
    w = world_open();
    world_follow(w);
    ada_id = person_new(w, "ada");
    person_new(w, "bob");
    ada = signed_in("ada");
    bob = signed_in("bob");
    for (size_t i = 0; i < APPS; i++) {
        struct app_secret_reply made = make(&ada, arena_printf(check_mem(), "app %zu", i));
        ids[i] = made.app->client_id;
        if (i == 0)
            app =
                (struct app){.world = w, .client_id = ids[0], .client_secret = made.client_secret};
    }
}

static enum err look(const char *id)
{
    struct client found;

    return authsvc_client_get(world_call(w, ROLE_ADMIN), &(struct client_ref){id}, &found);
}

static size_t left(void)
{
    size_t n = 0;

    for (size_t i = 0; i < APPS; i++) {
        enum err e = look(ids[i]);
        CHECK(e == OK || e == ERR_NOT_FOUND);
        n += e == OK;
    }
    return n;
}

static void erase_ada(void)
{
    CHECK_OK(usersvc_person_delete(world_call(w, ROLE_ADMIN), &(struct person_ref){.id = ada_id},
                                   &NOTHING));
}

static size_t times(const char *text, const char *part)
{
    size_t n = 0;

    for (const char *at = text; (at = strstr(at, part)); at++)
        n++;
    return n;
}

static void they_end_with_all_that_hangs_on_them(void)
{
    struct token_reply t, again;
    struct userinfo_reply who;
    struct streams streams;

    begin();
    const char *of_bob = make(&bob, "Bob's").app->client_id;
    CHECK_OK(app_redeem(&app, browser_code(&bob, &app, "openid"), NULL, &t));
    CHECK_OK(app_userinfo(&app, t.access_token, &who));
    streams = streams_of(w);
    erase_ada();
    world_follow(w);
    world_idle(w);
    CHECK_INT(left(), 0);
    CHECK_INT(times(streams_news(&streams), "client_deleted"), APPS);
    CHECK_OK(look(of_bob));
    world_pass(w, 2000);
    CHECK_ERR(app_userinfo(&app, t.access_token, &who), ERR_INVALID_TOKEN);
    CHECK_ERR(app_refresh(&app, t.refresh_token, &again), ERR_INVALID_CLIENT);
    CHECK_STR(streams_fault(w), NULL);
    world_close(&w);
}

/* The services end between any two steps, and are told twice. */
static void each_ends_once_whoever_dies_meanwhile(void)
{
    struct streams streams;

    begin();
    streams = streams_of(w);
    erase_ada();
    world_restart(w, NULL);
    world_follow(w);
    world_restart(w, NULL);
    CHECK_INT(left(), APPS);
    world_idle(w);
    world_restart(w, NULL);
    world_follow(w);
    world_idle(w);
    CHECK_INT(left(), 0);
    CHECK_INT(times(streams_news(&streams), "client_deleted"), APPS);
    world_close(&w);
}

static void a_ticket_that_outlives_the_account_makes_no_other(void)
{
    struct app_secret_reply a;

    begin();
    struct call *c = browser_call(&ada);
    const struct app_add_request q = {.client_name = "late"};
    CHECK_OK(authsvc_app_delete(c, &(struct client_ref){ids[0]}, &NOTHING)); /* room for one */
    erase_ada();
    world_follow(w);
    world_idle(w);
    CHECK_ERR(authsvc_app_add(c, &q, &a), ERR_SIGNED_OUT);
    world_close(&w);
}

static void those_of_somebody_who_is_only_shut_out_stay(void)
{
    struct person p;

    begin();
    CHECK_OK(
        usersvc_person_disable(world_call(w, ROLE_ADMIN), &(struct person_ref){.id = ada_id}, &p));
    world_follow(w);
    world_idle(w);
    CHECK_INT(left(), APPS);
    world_close(&w);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(they_end_with_all_that_hangs_on_them),
        CASE(each_ends_once_whoever_dies_meanwhile),
        CASE(a_ticket_that_outlives_the_account_makes_no_other),
        CASE(those_of_somebody_who_is_only_shut_out_stay),
        {0},
    });
}
