/* scope_test - what a token allows never goes beyond what everybody concerned allows now. */
#include "app.h"
#include "check.h"

enum { SECOND = 1000 };

static struct world *w;
static struct app app;
static struct browser ada;
static struct token_reply t;

static void begin(void)
{
    world_close(&w); /* of a case that failed */
    w = world_open();
    app = app_add(w, NULL);
    person_new(w, "ada");
    ada = browser_of(w, "ada");
    CHECK_OK(app_redeem(&app, browser_code(&ada, &app, "openid profile email"), NULL, &t));
}

/* The app has this registered from now on, and what is remembered of it is forgotten. */
static void register_scope(const char *scope)
{
    struct client c;

    CHECK_OK(authsvc_client_update(
        world_call(w, ROLE_ADMIN),
        &(struct client_update_request){.client_id = app.client_id, .scope = scope}, &c));
    world_pass(w, SECOND);
}

static void a_scope_that_a_client_has_lost_is_not_refreshed(void)
{
    struct userinfo_reply who;

    begin();
    register_scope("openid profile");
    CHECK_OK(app_refresh(&app, t.refresh_token, &t));
    CHECK_STR(t.scope, "openid profile");
    CHECK_OK(app_userinfo(&app, t.access_token, &who));
    CHECK_STR(who.email, NULL);
    world_close(&w);
}

static void a_scope_that_a_client_has_lost_cannot_be_asked_for(void)
{
    struct token_reply none;

    begin();
    register_scope("openid profile");
    const struct token_request more = {
        .grant_type = "refresh_token", .refresh_token = t.refresh_token, .scope = "openid email"};
    CHECK_ERR(app_ask(&app, &more, &none), ERR_INVALID_SCOPE);
    CHECK_OK(app_refresh(&app, t.refresh_token, &t)); /* and nothing ended */
    world_close(&w);
}

static void a_scope_that_comes_back_is_within_the_consent_still(void)
{
    begin();
    register_scope("openid");
    CHECK_OK(app_refresh(&app, t.refresh_token, &t));
    CHECK_STR(t.scope, "openid");
    register_scope("openid profile email notes");
    CHECK_OK(app_refresh(&app, t.refresh_token, &t));
    CHECK_STR(t.scope, "openid profile email");
    world_close(&w);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_scope_that_a_client_has_lost_is_not_refreshed),
        CASE(a_scope_that_a_client_has_lost_cannot_be_asked_for),
        CASE(a_scope_that_comes_back_is_within_the_consent_still),
        {0},
    });
}
