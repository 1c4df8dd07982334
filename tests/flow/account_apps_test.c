/* account_apps_test - the sessions and apps of a person: seen and ended by that person alone. */
#include "app.h"
#include "check.h"
#include <string.h>

#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)

static struct world *world;
static struct app app;
static struct browser here;

static void begin(void)
{
    world = world_open();
    app = app_add(world, NULL);
    person_new(world, "ada");
    person_new(world, "eve");
    here = browser_of(world, "ada");
    CHECK_OK(browser_sign_in(&here, NULL, APP_PASSWORD));
}

static struct browser signed_in(const char *name)
{
    struct browser other = browser_of(world, name);

    CHECK_OK(browser_sign_in(&other, NULL, APP_PASSWORD));
    return other;
}

static bool alive(const struct browser *self)
{
    struct session_reply who;

    return authsvc_session_get(world_call(world, ROLE_GATEWAY),
                               &(struct session_ref){self->session}, &who) == OK;
}

static struct session_list_reply sessions(const struct browser *self)
{
    struct session_list_reply list = {0};

    CHECK_OK(authsvc_session_list(browser_call(self), &NOTHING, &list));
    return list;
}

static enum err end(const struct browser *self, const char *sid)
{
    return authsvc_session_end(browser_call(self), &(struct session_end_request){sid}, &NOTHING);
}

static struct consent_page consents(const char *after)
{
    struct consent_page page = {0};

    CHECK_OK(authsvc_consent_list(browser_call(&here),
                                  &(struct consent_page_request){.after = after}, &page));
    return page;
}

static struct grant_use use_of(const char *client_id)
{
    struct grant_uses_reply a = {0};

    CHECK_OK(tokensvc_grant_uses(browser_call(&here),
                                 &(struct grant_uses_request){.clients = {&client_id, 1}}, &a));
    CHECK_INT(a.uses.n, 1);
    CHECK_STR(a.uses.v[0].client_id, client_id);
    return a.uses.v[0];
}

static enum err withdraw(const struct browser *self, const char *client_id)
{
    return tokensvc_grant_withdraw(browser_call(self), &(struct own_grant_ref){client_id},
                                   &NOTHING);
}

/* -- sessions ---------------------------------------------------------------------------------- */

static void sessions_are_listed_here_first_then_by_use(void)
{
    begin();
    int64_t first = world_now(world);
    world_pass(world, HOUR);
    struct browser second = signed_in("ada");
    world_pass(world, HOUR);
    signed_in("ada");
    signed_in("eve");
    world_pass(world, HOUR);
    CHECK(alive(&second)); /* used just now */
    struct session_list_reply list = sessions(&here);
    CHECK_INT(list.sessions.n, 3);
    CHECK(!list.more);
    CHECK(list.sessions.v[0].current && !list.sessions.v[1].current);
    CHECK_INT(list.sessions.v[0].begun_at, first);
    CHECK_INT(list.sessions.v[0].seen_at, world_now(world));
    CHECK_INT(list.sessions.v[1].begun_at, first + HOUR);
    CHECK_INT(list.sessions.v[1].seen_at, world_now(world));
    CHECK_INT(list.sessions.v[2].seen_at, first + 2 * HOUR);
    CHECK_INT(list.sessions.v[0].expires_at, first + INT64_C(14) * 24 * HOUR);
    world_close(&world);
}

static void signing_in_again_is_the_same_session(void)
{
    begin();
    int64_t first = world_now(world);
    world_pass(world, HOUR);
    CHECK_OK(browser_sign_in(&here, NULL, APP_PASSWORD));
    CHECK_INT(sessions(&here).sessions.n, 1);
    CHECK_INT(sessions(&here).sessions.v[0].begun_at, first);
    world_close(&world);
}

static void what_is_over_is_not_listed(void)
{
    begin();
    signed_in("ada");
    CHECK_INT(sessions(&here).sessions.n, 2);
    for (int i = 0; i < 2; i++) {
        world_pass(world, 7 * HOUR);
        CHECK(alive(&here));
    }
    CHECK_INT(sessions(&here).sessions.n, 1);
    world_close(&world);
}

static void more_than_fifty_are_cut_off(void)
{
    begin();
    for (int i = 0; i < 60; i++)
        signed_in("ada");
    struct session_list_reply list = sessions(&here);
    CHECK_INT(list.sessions.n, 50);
    CHECK(list.more);
    CHECK(list.sessions.v[0].current);
    world_close(&world);
}

static void one_can_be_ended_and_what_hangs_on_it_too(void)
{
    struct token_reply t;

    begin();
    struct browser there = signed_in("ada");
    CHECK_OK(app_redeem(&app, browser_code(&there, &app, "openid"), NULL, &t));
    CHECK(app_active(&app, t.access_token));
    CHECK_OK(end(&here, sessions(&here).sessions.v[1].sid));
    world_pass(world, 1000);
    CHECK(!alive(&there));
    CHECK(alive(&here));
    CHECK(!app_active(&app, t.access_token));
    world_close(&world);
}

static void all_others_can_be_ended_however_many(void)
{
    begin();
    struct browser other = signed_in("ada"), eve = signed_in("eve");
    for (int i = 0; i < 105; i++)
        signed_in("ada");
    CHECK_OK(end(&here, NULL));
    CHECK(alive(&here) && alive(&eve));
    CHECK(!alive(&other));
    CHECK_INT(sessions(&here).sessions.n, 1);
    world_close(&world);
}

static void nobody_ends_a_session_of_somebody_else(void)
{
    begin();
    struct browser eve = signed_in("eve");
    CHECK_OK(end(&here, sessions(&eve).sessions.v[0].sid)); /* says nothing about it */
    CHECK(alive(&eve));
    CHECK_OK(end(&here, NULL));
    CHECK(alive(&eve));
    CHECK_ERR(authsvc_session_end(world_call(world, ROLE_GATEWAY), &(struct session_end_request){0},
                                  &NOTHING),
              ERR_FORBIDDEN);
    world_close(&world);
}

/* -- apps -------------------------------------------------------------------------------------- */

static void an_app_is_listed_with_what_it_may_and_when(void)
{
    struct token_reply t;

    begin();
    int64_t first = world_now(world);
    CHECK_OK(app_redeem(&app, browser_code(&here, &app, "openid"), NULL, &t));
    world_pass(world, HOUR);
    browser_code(&here, &app, "openid email");
    struct consent_page page = consents(NULL);
    CHECK_INT(page.consents.n, 1);
    CHECK_STR(page.next, NULL);
    CHECK_STR(page.consents.v[0].client_id, app.client_id);
    CHECK_STR(page.consents.v[0].client_name, "app");
    CHECK_STR(page.consents.v[0].scope, "openid email");
    CHECK_INT(page.consents.v[0].since, first);
    CHECK_INT(page.consents.v[0].changed_at, first + HOUR);
    struct consent_page_request in = {.dialect = "standard"};
    CHECK_OK(authsvc_consent_list(browser_call(&here), &in, &page));
    CHECK_INT(page.consents.n, 1);
    in.dialect = "tachi";
    CHECK_OK(authsvc_consent_list(browser_call(&here), &in, &page));
    CHECK_INT(page.consents.n, 0);
    CHECK_INT(use_of(app.client_id).families, 1);
    CHECK_INT(use_of(app.client_id).used_at, first);
    CHECK_OK(app_refresh(&app, t.refresh_token, &t));
    CHECK_INT(use_of(app.client_id).used_at, world_now(world));
    CHECK_INT(use_of("unheard of").families, 0);
    CHECK_INT(use_of("unheard of").used_at, 0);
    world_close(&world);
}

static void a_withdrawn_app_is_gone_until_it_is_let_in_again(void)
{
    struct token_reply t;

    begin();
    CHECK_OK(app_redeem(&app, browser_code(&here, &app, "openid email"), NULL, &t));
    world_pass(world, HOUR);
    CHECK_OK(withdraw(&here, app.client_id));
    CHECK_INT(consents(NULL).consents.n, 0);
    CHECK_INT(use_of(app.client_id).families, 0);
    world_pass(world, 1000);
    CHECK(!app_active(&app, t.access_token));
    browser_code(&here, &app, "openid");
    CHECK_STR(consents(NULL).consents.v[0].scope, "openid");
    CHECK_INT(consents(NULL).consents.v[0].since, world_now(world));
    CHECK_OK(withdraw(&here, "unheard of"));
    world_close(&world);
}

static void nobody_withdraws_for_somebody_else(void)
{
    struct token_reply t;

    begin();
    CHECK_OK(app_redeem(&app, browser_code(&here, &app, "openid"), NULL, &t));
    struct browser eve = signed_in("eve");
    CHECK_OK(withdraw(&eve, app.client_id));
    world_pass(world, 1000);
    CHECK(app_active(&app, t.access_token));
    CHECK_INT(consents(NULL).consents.n, 1);
    CHECK_ERR(tokensvc_grant_withdraw(world_call(world, ROLE_GATEWAY),
                                      &(struct own_grant_ref){app.client_id}, &NOTHING),
              ERR_FORBIDDEN);
    world_close(&world);
}

static void many_apps_come_in_pages(void)
{
    enum { APPS = 95 };
    int seen = 0;

    begin();
    for (int i = 0; i < APPS; i++) {
        struct app one = app_add(world, &(struct client_add_request){.confidential = true});
        browser_code(&here, &one, "openid");
    }
    const char *after = NULL, *last = "";
    do {
        struct consent_page page = consents(after);
        CHECK(page.consents.n > 0 && page.consents.n <= 40);
        for (size_t i = 0; i < page.consents.n; i++, seen++) {
            CHECK(strcmp(page.consents.v[i].client_id, last) > 0);
            last = page.consents.v[i].client_id;
        }
        after = page.next;
    } while (after);
    CHECK_INT(seen, APPS);
    world_close(&world);
}

static void a_deleted_app_is_not_listed(void)
{
    begin();
    browser_code(&here, &app, "openid");
    CHECK_OK(authsvc_client_delete(world_call(world, ROLE_ADMIN),
                                   &(struct client_ref){app.client_id}, &NOTHING));
    CHECK_INT(consents(NULL).consents.n, 0);
    world_close(&world);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(sessions_are_listed_here_first_then_by_use),
        CASE(signing_in_again_is_the_same_session),
        CASE(what_is_over_is_not_listed),
        CASE(more_than_fifty_are_cut_off),
        CASE(one_can_be_ended_and_what_hangs_on_it_too),
        CASE(all_others_can_be_ended_however_many),
        CASE(nobody_ends_a_session_of_somebody_else),
        CASE(an_app_is_listed_with_what_it_may_and_when),
        CASE(a_withdrawn_app_is_gone_until_it_is_let_in_again),
        CASE(nobody_withdraws_for_somebody_else),
        CASE(many_apps_come_in_pages),
        CASE(a_deleted_app_is_not_listed),
        {0},
    });
}
