/* console_test - what the owner of an app sees of it, and the trial that is for the owner alone. */
#include "app.h"
#include "b64url.h"
#include "check.h"
#include "random.h"
#include "secret.h"
#include <string.h>

#define TRY WORLD_ISSUER "/apps/try/callback"

static struct world *world;
static struct app app;
static struct browser ada, eve;
static const char *dialect; /* in which it is tried */

static void begin(void)
{
    static const char *const callback[] = {APP_CALLBACK};
    struct app_secret_reply made = {0};

    dialect = "standard";
    world = world_open();
    person_new(world, "ada");
    person_new(world, "eve");
    ada = browser_of(world, "ada");
    eve = browser_of(world, "eve");
    CHECK_OK(browser_sign_in(&ada, NULL, APP_PASSWORD));
    CHECK_OK(browser_sign_in(&eve, NULL, APP_PASSWORD));
    CHECK_OK(
        authsvc_app_add(browser_call(&ada),
                        &(struct app_add_request){.client_name = "hers",
                                                  .confidential = true,
                                                  .redirect_uris = {callback, 1},
                                                  .dialects = "tailchat tachi opencollective",
                                                  .scope = "openid profile submit_score email"},
                        &made));
    app = (struct app){
        .world = world, .client_id = made.app->client_id, .client_secret = made.client_secret};
}

static struct app_mishaps_reply told(enum err (*ask)(struct call *, const struct client_ref *,
                                                     struct app_mishaps_reply *))
{
    struct app_mishaps_reply a = {0};

    world_idle(world);
    CHECK_OK(ask(browser_call(&ada), &(struct client_ref){app.client_id}, &a));
    return a;
}

static struct app_use_reply used(void)
{
    struct app_use_reply a = {0};

    world_idle(world);
    CHECK_OK(tokensvc_app_use(browser_call(&ada), &(struct client_ref){app.client_id}, &a));
    return a;
}

static enum err authorize(const struct browser *who, const char *redirect_uri, bool trial,
                          struct interaction_step *step)
{
    app.verifier = random_token(check_mem(), 32);
    app.challenge = b64url_encode(check_mem(), secret_digest(check_mem(), bytes_of(app.verifier)));
    return authsvc_authorize(world_call(world, ROLE_GATEWAY),
                             &(struct authorize_request){.response_type = "code",
                                                         .client_id = app.client_id,
                                                         .redirect_uri = redirect_uri,
                                                         .scope = "openid profile email",
                                                         .code_challenge = app.challenge,
                                                         .code_challenge_method = "S256",
                                                         .dialect = dialect,
                                                         .issuer = WORLD_ISSUER,
                                                         .browser = who->cookie,
                                                         .session = who->session,
                                                         .own_page = trial,
                                                         .trial = trial},
                             step);
}

/* -- what went wrong, and what was used -------------------------------------------------------- */

static void mistakes_are_told_to_the_owner_alone(void)
{
    struct interaction_step step = {0};
    struct app_mishaps_reply a = {0};
    struct token_reply t;

    begin();
    CHECK_ERR(authorize(&eve, APP_CALLBACK "/", false, &step), ERR_BAD_REDIRECT_URI);
    CHECK_ERR(authorize(&eve, APP_CALLBACK "/", false, &step), ERR_BAD_REDIRECT_URI);
    a = told(authsvc_app_mishaps);
    CHECK_INT(a.mishaps.n, 1);
    CHECK_STR(a.mishaps.v[0].what, "redirect_slash");
    CHECK_STR(a.mishaps.v[0].detail, APP_CALLBACK);
    CHECK_INT(a.mishaps.v[0].times, 2);
    const char *code = browser_code(&eve, &app, "openid");
    struct app wrong = app;
    wrong.client_secret = "of another";
    CHECK_ERR(app_redeem(&wrong, code, NULL, &t), ERR_SECRET_WRONG);
    wrong = app;
    wrong.verifier = NULL;
    CHECK_ERR(app_redeem(&wrong, code, NULL, &t), ERR_VERIFIER_MISSING);
    a = told(tokensvc_app_failures);
    CHECK_INT(a.mishaps.n, 2);
    CHECK_STR(a.mishaps.v[0].what, "secret_wrong");
    CHECK_STR(a.mishaps.v[1].what, "verifier_missing");
    const struct client_ref ref = {app.client_id};
    CHECK_ERR(authsvc_app_mishaps(browser_call(&eve), &ref, &a), ERR_NOT_FOUND);
    CHECK_ERR(tokensvc_app_failures(browser_call(&eve), &ref, &a), ERR_NOT_FOUND);
    world_close(&world);
}

static void use_is_counted(void)
{
    struct app_use_reply none = {0};
    struct token_reply t;

    begin();
    CHECK_INT(used().used_at, 0);
    CHECK_OK(app_redeem(&app, browser_code(&eve, &app, "openid"), NULL, &t));
    CHECK_OK(app_refresh(&app, t.refresh_token, &t));
    CHECK_OK(app_redeem(&app, browser_code(&ada, &app, "openid"), NULL, &t));
    CHECK_OK(app_redeem(&app, browser_code(&ada, &app, "openid"), NULL, &t));
    const struct app_use_reply a = used();
    CHECK_INT(a.families, 3);
    CHECK_INT(a.people, 2);
    CHECK_INT(a.days.n, 1);
    CHECK_INT(a.days.v[0].tokens, 4);
    CHECK_INT(a.used_at, world_now(world));
    CHECK_ERR(tokensvc_app_use(browser_call(&eve), &(struct client_ref){app.client_id}, &none),
              ERR_NOT_FOUND);
    world_close(&world);
}

/* -- lines that will not do -------------------------------------------------------------------- */

static void each_line_has_its_own_fault(void)
{
    static const char *const uris[] = {APP_CALLBACK, "http://app.example/", APP_CALLBACK,
                                       "https://app.example/?state=1"};
    struct app_check_reply a = {0};

    begin();
    CHECK_OK(authsvc_app_check(
        browser_call(&ada),
        &(struct app_check_request){{uris, ARRAY_LEN(uris)}, "ftp://app.example", NULL}, &a));
    CHECK_INT(a.redirect_uris.n, 4);
    CHECK_STR(a.redirect_uris.v[0], "fine");
    CHECK_STR(a.redirect_uris.v[1], "insecure");
    CHECK_STR(a.redirect_uris.v[2], "twice");
    CHECK_STR(a.redirect_uris.v[3], "state");
    CHECK_STR(a.client_uri, "page");
    world_close(&world);
}

/* -- trials ------------------------------------------------------------------------------------ */

static enum err try(const struct browser *who, const char *code, struct app_try_reply *a)
{
    return tokensvc_app_try(browser_call(who),
                            &(struct app_try_request){.client_id = app.client_id,
                                                      .code = code,
                                                      .code_verifier = app.verifier,
                                                      .redirect_uri = TRY,
                                                      .dialect = dialect,
                                                      .issuer = WORLD_ISSUER,
                                                      .attempt = random_token(check_mem(), 16)},
                            a);
}

static const char *trial_code(void)
{
    struct interaction_step step = {0}, asked;

    CHECK_OK(authorize(&ada, TRY, true, &step));
    if (step.consent) {
        asked = step;
        CHECK_OK(browser_decide(&ada, &asked, "allow", &step));
    }
    CHECK(step.answer && step.answer->code);
    return step.answer->code;
}

static void the_owner_sees_what_the_app_would_get(void)
{
    struct app_try_reply a = {0};

    begin();
    const char *code = trial_code();
    CHECK_OK(try(&ada, code, &a));
    CHECK_HAS(a.id_claims, app.client_id);
    CHECK_HAS(a.access_claims, "\"scope\":\"openid profile email\"");
    CHECK_STR(a.userinfo->preferred_username, "ada");
    CHECK_INT(used().families, 0); /* all of it has ended */
    CHECK_INT(used().days.n, 0);   /* and was no use of the app */
    CHECK_ERR(try(&ada, code, &a), ERR_CODE_USED);
    world_close(&world);
}

/* What each dialect gives: an opaque token and who it is of; a key, and its name; a token in a JWT.
 */
static void it_is_tried_in_each_dialect(void)
{
    static const struct {
        const char *dialect, *scope, *key;
        bool userinfo, refreshable;
    } rows[] = {
        {"tailchat", "openid profile email", NULL, true, false},
        {"tachi", "openid profile submit_score email", "hers Token", true, false},
        {"opencollective", "openid profile email", NULL, true, true},
    };
    struct app_try_reply a = {0};

    begin();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        dialect = rows[i].dialect;
        const char *code = trial_code();
        CHECK_OK(try(&ada, code, &a));
        CHECK_STR(a.scope, rows[i].scope);
        CHECK_STR(a.key_name, rows[i].key);
        CHECK(!a.userinfo == !rows[i].userinfo);
        CHECK(a.refreshable == rows[i].refreshable);
        CHECK_INT(used().families, 0);
        CHECK_ERR(try(&ada, code, &a), ERR_CODE_USED);
    }
    struct api_key_page keys = {0};
    CHECK_OK(tokensvc_api_key_list(browser_call(&ada), &(struct api_key_page_request){0}, &keys));
    CHECK_INT(keys.keys.n, 0);
    world_close(&world);
}

/* Of Open Collective's authorizations there is one for each app and person: that of a trial is
 * none. */
static void a_trial_ends_nothing_else(void)
{
    struct app_try_reply a = {0};

    begin();
    CHECK_OK(app_redeem(&app, browser_code(&ada, &app, "openid"), NULL, &(struct token_reply){0}));
    CHECK_INT(used().families, 1);
    dialect = "opencollective";
    CHECK_OK(try(&ada, trial_code(), &a));
    CHECK_INT(used().families, 1);
    world_close(&world);
}

static void nobody_else_gets_anything_of_a_trial(void)
{
    struct interaction_step step = {0};
    struct app_try_reply a = {0};
    struct token_reply t;

    begin();
    CHECK_ERR(authorize(&ada, TRY, false, &step), ERR_BAD_REDIRECT_URI);
    CHECK_ERR(authorize(&ada, "https://evil.example/", true, &step), ERR_BAD_REDIRECT_URI);
    CHECK_ERR(authorize(&ada, WORLD_ISSUER ".evil.example/", true, &step), ERR_BAD_REDIRECT_URI);
    CHECK_OK(authorize(&eve, TRY, true, &step)); /* she is told, at a page of ours */
    CHECK_STR(step.answer->reason, "ACCESS_DENIED");
    const char *code = trial_code();
    CHECK_ERR(app_redeem(&app, code, NULL, &t), ERR_REDIRECT_URI_DIFFERS);
    code = trial_code();
    CHECK_ERR(try(&eve, code, &a), ERR_NOT_FOUND);
    CHECK_OK(try(&ada, code, &a)); /* she did not even consume it */
    world_close(&world);
}

/* Who signs in on the way may be somebody else. */
static void a_trial_that_another_person_goes_on_with_is_refused(void)
{
    struct browser shared;
    struct interaction_step step = {0};

    begin();
    shared = browser_of(world, "eve");
    CHECK_OK(authorize(&shared, TRY, true, &step));
    CHECK(step.sign_in);
    const char *handle = step.handle;
    CHECK_OK(browser_sign_in(&shared, handle, APP_PASSWORD));
    CHECK_OK(browser_go_on(&shared, handle, &step));
    CHECK_STR(step.answer->reason, "ACCESS_DENIED");
    world_close(&world);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(mistakes_are_told_to_the_owner_alone),
        CASE(use_is_counted),
        CASE(each_line_has_its_own_fault),
        CASE(the_owner_sees_what_the_app_would_get),
        CASE(it_is_tried_in_each_dialect),
        CASE(a_trial_ends_nothing_else),
        CASE(nobody_else_gets_anything_of_a_trial),
        CASE(a_trial_that_another_person_goes_on_with_is_refused),
        {0},
    });
}
