/* owner_test - whose app it is, as whoever is asked for consent is told. */
#include "app.h"
#include "check.h"

static struct world *world;
static struct browser visitor;

static void begin(void)
{
    world = world_open();
    person_new(world, "ada");
    visitor = browser_of(world, "ada");
    CHECK_OK(browser_sign_in(&visitor, NULL, APP_PASSWORD));
}

static const struct consent_question *question(struct app *app)
{
    struct interaction_step step;

    CHECK_OK(browser_begin(&visitor, app, "openid", NULL, &step));
    CHECK(step.consent);
    return step.consent;
}

/* An app that somebody makes for themselves. */
static struct app app_of(const struct browser *maker)
{
    static const char *const callback[] = {APP_CALLBACK};
    struct app_secret_reply a;

    CHECK_OK(authsvc_app_add(browser_call(maker),
                             &(struct app_add_request){.client_name = "Charts",
                                                       .confidential = true,
                                                       .redirect_uris = {callback, 1}},
                             &a));
    return (struct app){
        .world = world, .client_id = a.app->client_id, .client_secret = a.client_secret};
}

static void the_administrators_apps_are_called_theirs(void)
{
    begin();
    struct app app = app_add(world, NULL);
    CHECK(question(&app)->official);
    CHECK_STR(question(&app)->owner, NULL);
    world_close(&world);
}

static void an_app_has_the_user_name_of_who_made_it(void)
{
    begin();
    person_new(world, "Grace");
    struct browser grace = browser_of(world, "Grace");
    CHECK_OK(browser_sign_in(&grace, NULL, APP_PASSWORD));
    struct app app = app_of(&grace);
    CHECK_STR(question(&app)->owner, "Grace");
    CHECK(!question(&app)->official);
    world_close(&world);
}

/* It must not look like the administrators' then. */
static void who_is_gone_has_no_name_any_more(void)
{
    begin();
    const char *id = person_new(world, "grace");
    struct browser grace = browser_of(world, "grace");
    CHECK_OK(browser_sign_in(&grace, NULL, APP_PASSWORD));
    struct app app = app_of(&grace);
    CHECK_OK(usersvc_person_delete(world_call(world, ROLE_ADMIN), &(struct person_ref){.id = id},
                                   &NOTHING));
    CHECK_STR(question(&app)->owner, NULL);
    CHECK(!question(&app)->official);
    world_close(&world);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(the_administrators_apps_are_called_theirs),
        CASE(an_app_has_the_user_name_of_who_made_it),
        CASE(who_is_gone_has_no_name_any_more),
        {NULL, NULL},
    });
}
