/* app_icon_test - pictures of apps: their owners' to change, anybody's to see, gone with the app.
 */
#include "drawing.h"
#include "own_app_scene.h"
#include "picture.h"
#include <string.h>

static const char *make(void)
{
    own_app_auth = auth_open();
    const struct app_add_request q = own_app_request("standard");
    return own_app_make(&q).app->client_id;
}

static enum err set(struct call *c, const char *id, struct bytes png, struct own_app *out)
{
    return on_app_icon_set(c, &(struct app_icon){id, png}, out);
}

static enum err get(const char *name, struct picture *out)
{
    return on_app_icon_get(auth_call(own_app_auth), &(struct picture_ref){name}, out);
}

static void its_owner_gives_an_app_a_picture(void)
{
    const char *id = make();
    struct own_app app = {0}, same = {0};
    struct picture found = {0};

    CHECK_OK(set(own_app_ada(), id, drawing(256, "notes"), &app));
    CHECK_STR(app.icon, picture_name(check_mem(), drawing(256, "notes")));
    CHECK_OK(on_app_get(own_app_ada(), &(struct client_ref){id}, &same));
    CHECK_STR(same.icon, app.icon);
    CHECK_OK(get(app.icon, &found));
    CHECK_BYTES(found.png, drawing(256, "notes"));
}

static void it_stays_when_something_else_is_changed(void)
{
    const char *id = make();
    struct own_app app = {0}, changed = {0};

    CHECK_OK(set(own_app_ada(), id, drawing(256, "notes"), &app));
    const struct app_update_request q = {.client_id = id, .client_name = "Other notes"};
    CHECK_OK(on_app_update(own_app_ada(), &q, &changed));
    CHECK_STR(changed.icon, app.icon);
}

static void it_can_be_taken_away(void)
{
    const char *id = make();
    struct own_app app = {0}, without = {0};
    struct picture found = {0};

    CHECK_OK(set(own_app_ada(), id, drawing(256, "notes"), &app));
    CHECK_OK(on_app_icon_clear(own_app_ada(), &(struct client_ref){id}, &without));
    CHECK_STR(without.icon, NULL);
    CHECK_ERR(get(app.icon, &found), ERR_NOT_FOUND);
}

static void to_anybody_else_there_is_no_such_app(void)
{
    const char *id = make();
    struct own_app app = {0}, none = {0};

    CHECK_OK(set(own_app_ada(), id, drawing(256, "notes"), &app));
    CHECK_ERR(set(own_app_eve(), id, drawing(256, "eve"), &none), ERR_NOT_FOUND);
    CHECK_ERR(on_app_icon_clear(own_app_eve(), &(struct client_ref){id}, &none), ERR_NOT_FOUND);
    CHECK_OK(on_app_get(own_app_ada(), &(struct client_ref){id}, &none));
    CHECK_STR(none.icon, app.icon);
}

static void what_is_no_picture_is_refused(void)
{
    const char *id = make();
    struct own_app app = {0};
    struct call *c = own_app_ada();

    CHECK_ERR(set(c, id, drawing(257, "notes"), &app), ERR_BAD_FIELD);
    CHECK_STR(c->text, "png: it is not a square of at most 256 pixels");
}

static void it_goes_with_the_app(void)
{
    const char *id = make();
    struct own_app app = {0};
    struct picture found = {0};

    CHECK_OK(set(own_app_ada(), id, drawing(256, "notes"), &app));
    CHECK_OK(on_app_delete(own_app_ada(), &(struct client_ref){id}, &NOTHING));
    CHECK_ERR(get(app.icon, &found), ERR_NOT_FOUND);
}

static void people_who_are_asked_are_shown_it(void)
{
    const char *id = make();
    const char *session = auth_sign_in(own_app_auth, NULL, NULL);
    struct authorize_request ask = auth_request(id, session);
    struct own_app app = {0};

    CHECK_STR(auth_authorize(own_app_auth, &ask).client_icon, NULL);
    CHECK_OK(set(own_app_ada(), id, drawing(256, "notes"), &app));
    const struct interaction_step step = auth_authorize(own_app_auth, &ask);
    CHECK(step.consent);
    CHECK_STR(step.client_icon, app.icon);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(its_owner_gives_an_app_a_picture),
        CASE(it_stays_when_something_else_is_changed),
        CASE(it_can_be_taken_away),
        CASE(to_anybody_else_there_is_no_such_app),
        CASE(what_is_no_picture_is_refused),
        CASE(it_goes_with_the_app),
        CASE(people_who_are_asked_are_shown_it),
        {0},
    });
}
