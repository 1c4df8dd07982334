/* vouched_test - what tokensvc remembers of other services while it follows their events. */
#include "app.h"
#include "check.h"
#include <string.h>

#define ALL "openid profile email offline_access"

#define SECOND INT64_C(1000)

static struct world *w;
static struct app app;
static struct browser ada;
static const char *ada_id;
static struct token_reply t;

/* -- how often the neighbours are asked -------------------------------------------------------- */

static int asked;

static enum err count(void *self, const char *method, bool served)
{
    static const char *const counted[] = {"authsvc.client_record", "authsvc.consent_standing",
                                          "usersvc.person_standing", "usersvc.person_get"};

    (void)self;
    for (size_t i = 0; !served && i < ARRAY_LEN(counted); i++)
        asked += strcmp(method, counted[i]) == 0;
    return OK;
}

static void begin(void)
{
    world_close(&w); /* of a case that failed */
    w = world_open();
    app = app_add(w, &(struct client_add_request){.confidential = true, .scope = ALL});
    ada_id = person_new(w, "ada");
    ada = browser_of(w, "ada");
    world_follow(w);
    CHECK_OK(app_redeem(&app, browser_code(&ada, &app, ALL), NULL, &t));
    world_follow(w);
    CHECK(app_active(&app, t.access_token)); /* and now it is remembered */
    world_fault(w, count, NULL);
    asked = 0;
}

static void nobody_is_asked_again_while_nothing_happens(void)
{
    begin();
    for (int i = 0; i < 50; i++) {
        world_pass(w, SECOND - 1);
        world_follow(w);
        CHECK(app_active(&app, t.access_token));
    }
    CHECK_INT(asked, 0);
    world_close(&w);
}

static void others_may_come_and_go(void)
{
    begin();
    struct app other = app_add(w, NULL);
    const char *bob_id = person_new(w, "bob");
    struct browser bob = browser_of(w, "bob");
    struct token_reply token;
    CHECK_OK(app_redeem(&other, browser_code(&bob, &other, "openid"), NULL, &token));
    CHECK_OK(usersvc_person_delete(world_call(w, ROLE_ADMIN), &(struct person_ref){.id = bob_id},
                                   &NOTHING));
    world_follow(w);
    world_pass(w, SECOND - 1);
    world_follow(w);
    asked = 0;
    CHECK(app_active(&app, t.access_token));
    CHECK_INT(asked, 0);
    world_close(&w);
}

/* -- endings ----------------------------------------------------------------------------------- */

static struct call *admin(void)
{
    return world_call(w, ROLE_ADMIN);
}

static void disable_person(void)
{
    struct person p;

    CHECK_OK(usersvc_person_disable(admin(), &(struct person_ref){.id = ada_id}, &p));
}

static void delete_person(void)
{
    CHECK_OK(usersvc_person_delete(admin(), &(struct person_ref){.id = ada_id}, &NOTHING));
}

static void set_password(void)
{
    CHECK_OK(usersvc_password_set(
        admin(), &(struct password_set_request){.id = ada_id, .password = "another horse"},
        &NOTHING));
}

static void disable_client(void)
{
    struct client c;

    CHECK_OK(authsvc_client_disable(admin(), &(struct client_ref){app.client_id}, &c));
}

static void delete_client(void)
{
    CHECK_OK(authsvc_client_delete(admin(), &(struct client_ref){app.client_id}, &NOTHING));
}

static void rotate_secret_by_force(void)
{
    struct client_secret_reply reply;

    CHECK_OK(authsvc_client_secret_rotate(
        admin(), &(struct client_secret_rotate_request){.client_id = app.client_id, .force = true},
        &reply));
    app.client_secret = reply.client_secret;
}

/* As tokensvc asks for it, and without the cut-off that tokensvc itself would write first. */
static void withdraw_consent(void)
{
    CHECK_OK(authsvc_consent_withdraw(
        world_call(w, ROLE_TOKENSVC),
        &(struct consent_ref){.client_id = app.client_id, .person = ada_id}, &NOTHING));
}

static void (*const endings[])(void) = {
    disable_person, delete_person,          set_password,     disable_client,
    delete_client,  rotate_secret_by_force, withdraw_consent,
};

static bool is_over(void)
{
    struct userinfo_reply who;

    return app_userinfo(&app, t.access_token, &who) == ERR_INVALID_TOKEN;
}

static void what_ends_is_over_as_soon_as_it_is_heard_of(void)
{
    for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
        begin();
        endings[i]();
        world_follow(w);
        CHECK(is_over());
        world_close(&w);
    }
}

static void what_ends_is_over_within_a_second_without_any_news(void)
{
    for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
        begin();
        world_pass(w, 10 * SECOND);
        world_follow(w);
        struct userinfo_reply who;
        CHECK_OK(app_userinfo(&app, t.access_token, &who));
        endings[i]();
        world_pass(w, SECOND);
        CHECK(is_over());
        world_close(&w);
    }
}

/* Followed all the while, as in production, but asked for the first time long after. */
static void what_ended_stays_over(void)
{
    for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
        begin();
        endings[i]();
        for (int s = 0; s < 5; s++) {
            world_pass(w, SECOND / 4);
            world_follow(w);
        }
        CHECK(is_over());
        world_close(&w);
    }
}

/* A session whose time comes ends what hangs on it, though that is no event. */
static void a_session_expires_all_the_same(void)
{
    struct token_reply bound;

    begin();
    CHECK_OK(app_redeem(&app, browser_code(&ada, &app, "openid"), NULL, &bound));
    int64_t day = SECOND * 24 * 3600;
    struct token_reply next;
    for (int i = 0; i < 14 * 24 * 2 && app_refresh(&app, bound.refresh_token, &next) == OK; i++) {
        bound = next;
        world_pass(w, day / 48);
        world_follow(w);
    }
    struct session_reply a;
    CHECK(authsvc_session_get(world_call(w, ROLE_GATEWAY),
                              &(struct session_ref){.session = ada.session}, &a) != OK);
    CHECK(app_refresh(&app, bound.refresh_token, &next) != OK);
    world_close(&w);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(nobody_is_asked_again_while_nothing_happens),
        CASE(others_may_come_and_go),
        CASE(what_ends_is_over_as_soon_as_it_is_heard_of),
        CASE(what_ends_is_over_within_a_second_without_any_news),
        CASE(what_ended_stays_over),
        CASE(a_session_expires_all_the_same),
        {0},
    });
}
