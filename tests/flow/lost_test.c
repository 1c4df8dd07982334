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
#include <string.h>

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

/* -- what the bus does by itself --------------------------------------------------------------- */

static const struct method_desc *unheard; /* its replies are lost */

static enum err lose_reply(void *self, const char *method, bool served)
{
    (void)self;
    return served && strcmp(method, unheard->name) == 0 ? ERR_UNAVAILABLE : OK;
}

static void lose_replies_of(const struct method_desc *method)
{
    unheard = method;
    world_fault(w, lose_reply, NULL);
}

/* The bus asks again what the contract calls idempotent, so that has to be answered again. */
static void check_retry(enum err again)
{
    CHECK_INT(again, unheard->idempotent ? OK : ERR_EXPIRED);
}

static void a_request_whose_answer_was_lost(void)
{
    struct interaction_step step;
    struct token_reply t;

    begin();
    browser_code(&ada, &app, "openid"); /* the next one is answered without a question */
    lose_replies_of(&authsvc_authorize_method);
    CHECK_ERR(browser_begin(&ada, &app, "openid", NULL, &step), ERR_UNAVAILABLE);
    world_fault(w, NULL, NULL);
    check_retry(browser_begin(&ada, &app, "openid", NULL, &step));
    CHECK_OK(app_redeem(&app, step.answer->code, NULL, &t));
    CHECK(app_active(&app, t.access_token));
    world_close(&w);
}

static void a_look_whose_code_was_lost(void)
{
    struct interaction_step step;

    begin();
    browser_code(&ada, &app, "openid");
    ada.session = NULL;
    CHECK_OK(browser_begin(&ada, &app, "openid", NULL, &step));
    const char *handle = step.handle;
    CHECK_OK(browser_sign_in(&ada, handle, APP_PASSWORD));
    lose_replies_of(&authsvc_interaction_method);
    CHECK_ERR(browser_go_on(&ada, handle, &step), ERR_UNAVAILABLE);
    world_fault(w, NULL, NULL);
    check_retry(browser_go_on(&ada, handle, &step));
    browser_code(&ada, &app, "openid"); /* from the app the person gets there, still signed in */
    world_close(&w);
}

static void a_decision_whose_code_was_lost(void)
{
    struct interaction_step asked, step;

    begin();
    CHECK_OK(browser_sign_in(&ada, NULL, APP_PASSWORD));
    CHECK_OK(browser_begin(&ada, &app, "openid", NULL, &asked));
    lose_replies_of(&authsvc_consent_decide_method);
    CHECK_ERR(browser_decide(&ada, &asked, "allow", &step), ERR_UNAVAILABLE);
    world_fault(w, NULL, NULL);
    check_retry(browser_decide(&ada, &asked, "allow", &step));
    CHECK_OK(browser_begin(&ada, &app, "openid", NULL, &step));
    CHECK(step.answer->code); /* the decision stands: nobody is asked again */
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
        CASE(a_request_whose_answer_was_lost),
        CASE(a_look_whose_code_was_lost),
        CASE(a_decision_whose_code_was_lost),
        {0},
    });
}
