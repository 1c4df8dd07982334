/* own_app_secret_test - what the secrets of apps that people make do. */
#include "own_app.h"
#include "own_app_scene.h"
#include "place.h"
#include "random.h"
#include "secret.h"
#include "shape.h"
#include <string.h>

static void a_new_secret_takes_the_place_of_the_old(void)
{
    struct app_secret_reply a = {0};
    const char *shown = NULL;

    own_app_auth = auth_open();
    const struct app_add_request q = own_app_request("tailchat");
    const struct app_secret_reply was = own_app_make(&q);
    const char *id = was.app->client_id;
    const struct client_secret_rotate_request rotate = {.client_id = id};
    CHECK_OK(on_app_secret_rotate(own_app_ada(), &rotate, &a));
    CHECK_INT(strlen(a.client_secret), 32);
    CHECK(!own_app_secret_is_right(id, was.client_secret) &&
          own_app_secret_is_right(id, a.client_secret));
    CHECK_OK(own_app_reveal(own_app_ada(), id, NULL, &shown));
    CHECK_STR(shown, a.client_secret);
    const struct client_secret_rotate_request overlap = {.client_id = id, .overlap = 60};
    CHECK_OK(on_app_secret_rotate(own_app_ada(), &overlap, &a));
    CHECK_OK(own_app_reveal(own_app_ada(), id, NULL, &shown));
    CHECK_STR(shown, a.client_secret);

    struct app_add_request page = own_app_request(NULL);
    page.confidential = false;
    struct call *c = own_app_ada();
    const struct client_secret_rotate_request none = {.client_id =
                                                          own_app_make(&page).app->client_id};
    CHECK_ERR(on_app_secret_rotate(c, &none, &a), ERR_BAD_FIELD);
    CHECK_HAS(c->text, "a public app has no secret");
}

static void an_old_secret_ends_when_its_owner_says_so(void)
{
    struct app_secret_reply a = {0};
    struct own_app app = {0};

    own_app_auth = auth_open();
    const struct app_add_request q = own_app_request(NULL);
    const struct app_secret_reply was = own_app_make(&q);
    const char *id = was.app->client_id;
    const struct client_ref ref = {id};
    const struct client_secret_rotate_request rotate = {.client_id = id, .overlap = 60};
    CHECK_OK(on_app_get(own_app_ada(), &ref, &app));
    CHECK_INT(app.secret_until, 0);
    CHECK_OK(on_app_secret_rotate(own_app_ada(), &rotate, &a));
    struct call *c = own_app_ada();
    CHECK_OK(on_app_get(c, &ref, &app));
    CHECK_INT(app.secret_until, c->now + INT64_C(60000));
    CHECK(own_app_secret_is_right(id, was.client_secret));
    CHECK_ERR(on_app_secret_settle(own_app_eve(), &ref, &app), ERR_NOT_FOUND);
    CHECK(own_app_secret_is_right(id, was.client_secret));
    CHECK_OK(on_app_secret_settle(own_app_ada(), &ref, &app));
    CHECK_INT(app.secret_until, 0);
    CHECK(!own_app_secret_is_right(id, was.client_secret));
    CHECK(own_app_secret_is_right(id, a.client_secret));
    CHECK_OK(on_app_secret_settle(own_app_ada(), &ref, &app)); /* there is none to end */
    CHECK(own_app_secret_is_right(id, a.client_secret));
    CHECK_OK(on_app_get(own_app_ada(), &ref, &app));
    CHECK_INT(app.secret_until, 0);
}

static void a_new_secret_may_look_otherwise_than_the_first(void)
{
    struct app_secret_reply a = {0};

    own_app_auth = auth_open();
    struct app_add_request q = own_app_request("tachi");
    q.scope = "submit_score";
    const struct app_secret_reply was = own_app_make(&q);
    CHECK(shape_fits(&(struct shape){"CS", SHAPE_HEX, 40}, was.client_secret));
    const struct client_secret_rotate_request rotate = {.client_id = was.app->client_id};
    CHECK_OK(on_app_secret_rotate(own_app_ada(), &rotate, &a));
    CHECK(shape_fits(&(struct shape){"", SHAPE_HEX, 40}, a.client_secret));
}

static void a_secret_is_shown_to_who_signed_in_a_moment_ago(void)
{
    const char *shown = NULL;

    own_app_auth = auth_open();
    const struct app_add_request q = own_app_request("tailchat");
    const struct app_secret_reply was = own_app_make(&q);
    struct call *c = own_app_ada();
    CHECK_OK(own_app_reveal(c, was.app->client_id, NULL, &shown));
    CHECK_STR(shown, was.client_secret);
    c->now += OWN_APP_FRESH_MS;
    CHECK_OK(own_app_reveal(c, was.app->client_id, NULL, &shown));
    c->now++;
    CHECK_ERR(own_app_reveal(c, was.app->client_id, NULL, &shown), ERR_SIGN_IN_AGAIN);
    CHECK_OK(
        own_app_reveal(c, was.app->client_id, "tailchat", &shown)); /* its wire always shows it */
    CHECK_ERR(own_app_reveal(own_app_ada(), was.app->client_id, "esperanto", &shown),
              ERR_INVALID_REQUEST);
}

/* A new one is as good as the old, which it leaves alone for as long as it likes. */
static void nor_is_a_new_one_for_others(void)
{
    struct app_secret_reply a = {0};

    own_app_auth = auth_open();
    const struct app_add_request q = own_app_request("tachi");
    const struct app_secret_reply was = own_app_make(&q);
    struct client_secret_rotate_request rotate = {.client_id = was.app->client_id, .overlap = 60};
    struct call *c = own_app_ada();
    c->now += OWN_APP_FRESH_MS + 1;
    CHECK_ERR(on_app_secret_rotate(c, &rotate, &a), ERR_SIGN_IN_AGAIN);
    CHECK(own_app_secret_is_right(was.app->client_id, was.client_secret));
    rotate.dialect = "tachi";
    CHECK_OK(on_app_secret_rotate(c, &rotate, &a));
    CHECK(own_app_secret_is_right(was.app->client_id, a.client_secret));
}

static void a_secret_that_is_kept_nowhere_cannot_be_shown(void)
{
    const char *shown = NULL;

    own_app_auth = auth_open();
    const struct app_add_request q = own_app_request(NULL);
    const char *id = own_app_make(&q).app->client_id;
    struct call *c = own_app_ada();
    CHECK_ERR(own_app_reveal(c, id, NULL, &shown), ERR_NOT_FOUND);
    CHECK_STR(c->text, "the secret of this app is kept nowhere; give it a new one");
}

/* The app came later to where secrets are kept: there is a copy of its next one. */
static void an_older_secret_is_kept_nowhere(void)
{
    struct app_secret_reply a = {0};
    struct own_app app = {0};
    struct nothing done;

    own_app_auth = auth_open();
    const struct app_add_request q = own_app_request(NULL);
    const char *id = own_app_make(&q).app->client_id;
    const struct client_ref ref = {id};
    const struct client_secret_rotate_request rotate = {.client_id = id};
    const struct app_update_request tachi = {
        .client_id = id, .dialects = "standard tachi", .webhook_uri = "https://app.example/hook"};
    CHECK_OK(on_app_update(own_app_ada(), &tachi, &app));
    CHECK_OK(on_app_get(own_app_ada(), &ref, &app));
    CHECK(!app.secret_kept);
    struct call *c = own_app_ada();
    CHECK_ERR(on_app_webhook_try(c, &ref, &done), ERR_BAD_FIELD);
    CHECK_HAS(c->text, "give it a new one");
    CHECK_OK(on_app_secret_rotate(own_app_ada(), &rotate, &a));
    CHECK_OK(on_app_get(own_app_ada(), &ref, &app));
    CHECK(app.secret_kept);
    CHECK_OK(on_app_webhook_try(own_app_ada(), &ref, &done));
}

static void the_copy_is_sealed(void)
{
    own_app_auth = auth_open();
    const struct app_add_request q = own_app_request("tailchat");
    const struct app_secret_reply was = own_app_make(&q);
    CHECK(!place_holds(check_dir(), "authsvc", was.client_secret));
    CHECK(place_holds(check_dir(), "authsvc", was.app->client_id));
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(a_new_secret_takes_the_place_of_the_old),
        CASE(an_old_secret_ends_when_its_owner_says_so),
        CASE(a_new_secret_may_look_otherwise_than_the_first),
        CASE(a_secret_is_shown_to_who_signed_in_a_moment_ago),
        CASE(nor_is_a_new_one_for_others),
        CASE(a_secret_that_is_kept_nowhere_cannot_be_shown),
        CASE(an_older_secret_is_kept_nowhere),
        CASE(the_copy_is_sealed),
        {0},
    });

    auth_close();
    return status;
}
