/*
 * lost_test - every flow again with its n-th message lost, n = 1, 2, … until none is lost any more.
 *
 * A lost request and a lost reply look alike to the caller.  Afterwards the
 * caller does what a program would do, ask again, and what must hold is
 * checked: nothing is issued twice, nothing that was ended lives.
 */
#include "app.h"
#include "check.h"
#include "log.h"
#include <stdio.h>

enum { ENOUGH = 200 };

static struct world *w;
static struct app app;
static struct browser ada;
static int countdown; /* messages until one is lost */

static enum err lose_one(void *self, const char *method, bool served)
{
    (void)self, (void)method, (void)served;
    return --countdown == 0 ? ERR_UNAVAILABLE : OK;
}

static void begin(void)
{
    world_close(&w);
    w = world_open();
    app = app_add(w, NULL);
    person_new(w, "ada");
    ada = browser_of(w, "ada");
}

/* Runs one step with its n-th message lost; true when the step was too short to lose it. */
static bool untouched(int n)
{
    bool all_arrived = countdown > 0;

    world_fault(w, NULL, NULL);
    CHECK(n < ENOUGH);
    return all_arrived;
}

static void lose(int n)
{
    countdown = n;
    world_fault(w, lose_one, NULL);
}

static void redeeming_a_code(void)
{
    for (int n = 1;; n++) {
        struct token_reply t, again;

        begin();
        const char *code = browser_code(&ada, &app, "openid");
        lose(n);
        enum err e = app_redeem(&app, code, "attempt-0123456789", &t);
        bool done = untouched(n);
        CHECK(e == OK || err_is_fault(e));
        CHECK_OK(app_redeem(&app, code, "attempt-0123456789", &again));
        CHECK(app_active(&app, again.access_token));
        if (!e)
            CHECK_STR(again.refresh_token, t.refresh_token);
        if (done)
            break;
    }
    world_close(&w);
}

static void refreshing(void)
{
    for (int n = 1;; n++) {
        struct token_reply first, t, again;

        begin();
        CHECK_OK(app_redeem(&app, browser_code(&ada, &app, "openid"), NULL, &first));
        world_pass(w, 5000);
        lose(n);
        enum err e = app_refresh(&app, first.refresh_token, &t);
        bool done = untouched(n);
        CHECK(e == OK || err_is_fault(e));
        CHECK_OK(app_refresh(&app, first.refresh_token, &again));
        if (!e)
            CHECK_STR(again.refresh_token, t.refresh_token);
        CHECK_OK(app_refresh(&app, again.refresh_token, &again));
        if (done)
            break;
    }
    world_close(&w);
}

static void revoking(void)
{
    for (int n = 1;; n++) {
        struct token_reply t;

        begin();
        CHECK_OK(app_redeem(&app, browser_code(&ada, &app, "openid"), NULL, &t));
        world_pass(w, 5000);
        lose(n);
        enum err e = app_revoke(&app, t.refresh_token);
        bool done = untouched(n);
        if (!e) /* acknowledged means ended */
            CHECK(!app_active(&app, t.access_token));
        CHECK(e == OK || err_is_fault(e));
        CHECK_OK(app_revoke(&app, t.refresh_token));
        CHECK(!app_active(&app, t.access_token));
        if (done)
            break;
    }
    world_close(&w);
}

static void signing_in_and_allowing(void)
{
    for (int n = 1;; n++) {
        struct interaction_step step, answer;

        begin();
        lose(n);
        enum err e = browser_begin(&ada, &app, "openid", NULL, &step);
        if (!e)
            e = browser_sign_in(&ada, step.handle, APP_PASSWORD);
        if (!e)
            e = browser_begin(&ada, &app, "openid", NULL, &step);
        if (!e && step.consent)
            e = browser_decide(&ada, &step, "allow", &answer);
        bool done = untouched(n);
        CHECK(e == OK || err_is_fault(e));
        browser_code(&ada, &app, "openid"); /* whatever was lost, the person gets there */
        if (done)
            break;
    }
    world_close(&w);
}

static void nobody_hears(void *self, enum log_level level, const char *line)
{
    (void)self, (void)level, (void)line;
}

int main(void)
{
    log_replace(nobody_hears, NULL);
    return check_run((struct check[]){
        CASE(redeeming_a_code),
        CASE(refreshing),
        CASE(revoking),
        CASE(signing_in_and_allowing),
        {0},
    });
}
