/* standing_test - what somebody ends is ended everywhere within a second. */
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

static void begin(const char *scope)
{
    world_close(&w); /* of a case that failed */
    w = world_open();
    app = app_add(w, &(struct client_add_request){.confidential = true, .scope = ALL});
    ada_id = person_new(w, "ada");
    ada = browser_of(w, "ada");
    CHECK_OK(app_redeem(&app, browser_code(&ada, &app, scope), NULL, &t));
    CHECK(app_active(&app, t.access_token)); /* and now it is in every cache */
}

static struct call *admin(void)
{
    return world_call(w, ROLE_ADMIN);
}

static void all_is_over(void)
{
    struct userinfo_reply who;
    struct token_reply none;

    world_pass(w, SECOND);
    CHECK_ERR(app_userinfo(&app, t.access_token, &who), ERR_INVALID_TOKEN);
    CHECK(app_refresh(&app, t.refresh_token, &none) != OK);
}

static bool signed_in(void)
{
    struct session_reply a;

    return authsvc_session_get(world_call(w, ROLE_GATEWAY),
                               &(struct session_ref){.session = ada.session}, &a) == OK;
}

static void a_person_is_disabled(void)
{
    struct person p;

    begin("openid offline_access");
    const char *code = browser_code(&ada, &app, "openid");
    CHECK_OK(usersvc_person_disable(admin(), &(struct person_ref){.id = ada_id}, &p));
    all_is_over();
    CHECK(!app_active(&app, t.access_token));
    CHECK(!signed_in());
    struct token_reply none;
    CHECK_ERR(app_redeem(&app, code, NULL, &none), ERR_INVALID_GRANT);
    CHECK_ERR(browser_sign_in(&ada, NULL, APP_PASSWORD), ERR_WRONG_PASSWORD);

    CHECK_OK(usersvc_person_enable(admin(), &(struct person_ref){.id = ada_id}, &p));
    all_is_over(); /* what had ended stays ended */
    CHECK_OK(browser_sign_in(&ada, NULL, APP_PASSWORD));
    world_close(&w);
}

static void a_person_is_deleted(void)
{
    begin("openid offline_access");
    CHECK_OK(usersvc_person_delete(admin(), &(struct person_ref){.id = ada_id}, &NOTHING));
    all_is_over();
    CHECK(!signed_in());
    world_close(&w);
}

static void a_password_is_changed(void)
{
    begin("openid offline_access");
    CHECK_OK(usersvc_password_set(
        admin(), &(struct password_set_request){.id = ada_id, .password = "another horse"},
        &NOTHING));
    all_is_over();
    CHECK(!signed_in());
    CHECK_ERR(browser_sign_in(&ada, NULL, APP_PASSWORD), ERR_WRONG_PASSWORD);
    CHECK_OK(browser_sign_in(&ada, NULL, "another horse"));
    world_close(&w);
}

static void a_client_is_disabled(void)
{
    struct client c;
    struct token_reply none;
    struct userinfo_reply who;

    begin("openid offline_access");
    CHECK_OK(authsvc_client_disable(admin(), &(struct client_ref){app.client_id}, &c));
    world_pass(w, SECOND);
    CHECK_ERR(app_refresh(&app, t.refresh_token, &none), ERR_INVALID_CLIENT);
    CHECK_ERR(app_userinfo(&app, t.access_token, &who), ERR_INVALID_TOKEN);
    CHECK_OK(authsvc_client_enable(admin(), &(struct client_ref){app.client_id}, &c));
    all_is_over();
    world_close(&w);
}

static void a_client_is_deleted(void)
{
    begin("openid offline_access");
    CHECK_OK(authsvc_client_delete(admin(), &(struct client_ref){app.client_id}, &NOTHING));
    all_is_over();
    world_close(&w);
}

static void consent_is_withdrawn(void)
{
    struct interaction_step step;

    begin("openid offline_access");
    CHECK_OK(tokensvc_grant_end(
        admin(), &(struct grant_ref){.person = ada_id, .client_id = app.client_id}, &NOTHING));
    all_is_over();
    CHECK(signed_in());
    CHECK_OK(browser_begin(&ada, &app, "openid", NULL, &step));
    CHECK(step.consent); /* asked again */
    struct interaction_step answer;
    CHECK_OK(browser_decide(&ada, &step, "allow", &answer));
    all_is_over(); /* and the new consent does not wake the old tokens */
    world_close(&w);
}

/* -- what is born while it is being ended ------------------------------------------------------ */

static struct {
    int countdown; /* messages until it happens */
    const char *code;
    struct token_reply reply; /* for the code */
    enum err ended, redeemed;
} meanwhile;

static enum err end_grant(void)
{
    return tokensvc_grant_end(
        admin(), &(struct grant_ref){.person = ada_id, .client_id = app.client_id}, &NOTHING);
}

static enum err end_in_between(void *self, const char *method, bool served)
{
    (void)self, (void)method, (void)served;
    if (--meanwhile.countdown == 0)
        meanwhile.ended = end_grant();
    return OK;
}

static enum err redeem_in_between(void *self, const char *method, bool served)
{
    (void)self, (void)method, (void)served;
    if (--meanwhile.countdown == 0)
        meanwhile.redeemed = app_redeem(&app, meanwhile.code, NULL, &meanwhile.reply);
    return OK;
}

/* At once, with whatever is remembered of a moment ago. */
static void nothing_lives(void)
{
    struct userinfo_reply who;
    struct token_reply none;

    CHECK_OK(meanwhile.ended);
    CHECK(!app_active(&app, t.access_token));
    if (meanwhile.redeemed) {
        CHECK_ERR(meanwhile.redeemed, ERR_INVALID_GRANT);
        return;
    }
    CHECK(!app_active(&app, meanwhile.reply.access_token));
    CHECK(!app_active(&app, meanwhile.reply.refresh_token));
    CHECK_ERR(app_userinfo(&app, meanwhile.reply.access_token, &who), ERR_INVALID_TOKEN);
    CHECK_ERR(app_refresh(&app, meanwhile.reply.refresh_token, &none), ERR_INVALID_GRANT);
}

static void a_withdrawal_at_any_moment_of_a_redemption(void)
{
    for (int n = 1; meanwhile.countdown <= 0; n++) {
        begin("openid");
        const char *code = browser_code(&ada, &app, "openid");
        meanwhile.countdown = n;
        world_fault(w, end_in_between, NULL);
        meanwhile.redeemed = app_redeem(&app, code, NULL, &meanwhile.reply);
        world_fault(w, NULL, NULL);
        if (meanwhile.countdown <= 0)
            nothing_lives();
        world_close(&w);
    }
}

static void a_redemption_at_any_moment_of_a_withdrawal(void)
{
    meanwhile.countdown = 0;
    for (int n = 1; meanwhile.countdown <= 0; n++) {
        begin("openid");
        meanwhile.code = browser_code(&ada, &app, "openid");
        meanwhile.countdown = n;
        world_fault(w, redeem_in_between, NULL);
        meanwhile.ended = end_grant();
        world_fault(w, NULL, NULL);
        if (meanwhile.countdown <= 0)
            nothing_lives();
        world_close(&w);
    }
}

static enum err lose_consent_withdraw(void *self, const char *method, bool served)
{
    (void)self, (void)served;
    return strcmp(method, "authsvc.consent_withdraw") == 0 ? ERR_UNAVAILABLE : OK;
}

static void a_withdrawal_that_was_cut_short_is_completed(void)
{
    struct interaction_step step;

    begin("openid offline_access");
    world_fault(w, lose_consent_withdraw, NULL);
    enum err e = tokensvc_grant_end(
        admin(), &(struct grant_ref){.person = ada_id, .client_id = app.client_id}, &NOTHING);
    all_is_over(); /* whatever was answered, the cut-off came first */
    world_fault(w, NULL, NULL);
    world_restart(w, NULL);
    (void)e;
    for (int i = 0; i < 5; i++) {
        world_pass(w, 60 * SECOND);
        world_idle(w);
    }
    CHECK_OK(browser_begin(&ada, &app, "openid", NULL, &step));
    CHECK(step.consent || step.sign_in);
    world_close(&w);
}

static void a_secret_is_rotated_with_overlap(void)
{
    struct client_secret_reply fresh;
    struct app renewed;

    begin("openid");
    CHECK_OK(authsvc_client_secret_rotate(
        admin(), &(struct client_secret_rotate_request){.client_id = app.client_id, .overlap = 60},
        &fresh));
    renewed = app;
    renewed.client_secret = fresh.client_secret;
    CHECK(app_active(&renewed, t.access_token)); /* at once: a mismatch is looked up again */
    CHECK(app_active(&app, t.access_token));
    world_pass(w, 61 * SECOND);
    CHECK(app_active(&renewed, t.access_token));
    struct token_reply none;
    CHECK_ERR(app_refresh(&app, t.refresh_token, &none), ERR_INVALID_CLIENT);
    world_close(&w);
}

static void a_secret_is_rotated_by_force(void)
{
    struct client_secret_reply fresh;

    begin("openid offline_access");
    CHECK_OK(authsvc_client_secret_rotate(
        admin(), &(struct client_secret_rotate_request){.client_id = app.client_id, .force = true},
        &fresh));
    all_is_over();
    app.client_secret = fresh.client_secret;
    all_is_over(); /* the client is back, what was issued to it is not */
    world_close(&w);
}

static void signing_out_ends_what_hangs_on_the_session(void)
{
    struct token_reply offline, none;

    begin("openid");
    CHECK_OK(app_redeem(&app, browser_code(&ada, &app, "openid offline_access"), NULL, &offline));
    CHECK_OK(authsvc_sign_out(world_call(w, ROLE_GATEWAY),
                              &(struct session_ref){.session = ada.session}, &NOTHING));
    all_is_over();
    CHECK_OK(app_refresh(&app, offline.refresh_token, &none)); /* it was promised to last */
    world_close(&w);
}

static void revocation_by_access_token_ends_the_family_too(void)
{
    begin("openid");
    CHECK_OK(app_revoke(&app, t.access_token));
    CHECK(!app_active(&app, t.access_token));
    CHECK(!app_active(&app, t.refresh_token));
    world_close(&w);
}

static void another_client_cannot_revoke(void)
{
    begin("openid");
    struct app other = app_add(w, NULL);
    CHECK_OK(app_revoke(&other, t.refresh_token));
    CHECK_OK(app_revoke(&other, t.access_token));
    CHECK_OK(app_revoke(&other, "not a token"));
    CHECK(app_active(&app, t.access_token));
    CHECK(app_active(&app, t.refresh_token));
    world_close(&w);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_person_is_disabled),
        CASE(a_person_is_deleted),
        CASE(a_password_is_changed),
        CASE(a_client_is_disabled),
        CASE(a_client_is_deleted),
        CASE(consent_is_withdrawn),
        CASE(a_withdrawal_at_any_moment_of_a_redemption),
        CASE(a_redemption_at_any_moment_of_a_withdrawal),
        CASE(a_withdrawal_that_was_cut_short_is_completed),
        CASE(a_secret_is_rotated_with_overlap),
        CASE(a_secret_is_rotated_by_force),
        CASE(signing_out_ends_what_hangs_on_the_session),
        CASE(revocation_by_access_token_ends_the_family_too),
        CASE(another_client_cannot_revoke),
        {0},
    });
}
