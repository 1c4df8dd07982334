/* events_pictures.c - the pictures of people and of what they make. */
#include "drawing.h"
#include "events_scene.h"

static struct call *hers(void)
{
    return browser_call(&scene.ada);
}

static enum err set(struct bytes png)
{
    struct profile a;

    return usersvc_avatar_set(hers(), &(struct picture){png}, &a);
}

static enum err clear(void)
{
    struct profile a;

    return usersvc_avatar_clear(hers(), &NOTHING, &a);
}

static enum err set_icon(const char *client_id, struct bytes png)
{
    struct own_app a;

    return authsvc_app_icon_set(hers(), &(struct app_icon){client_id, png}, &a);
}

static enum err clear_icon(const char *client_id)
{
    struct own_app a;

    return authsvc_app_icon_clear(hers(), &(struct client_ref){client_id}, &a);
}

void pictures(void)
{
    static const char *const uris[] = {"https://hers.example/back"};
    const struct app_add_request q = {.client_name = "Hers", .redirect_uris = {uris, 1}};
    struct app_secret_reply made;

    scene_begin();
    CHECK_OK(browser_sign_in(&scene.ada, NULL, APP_PASSWORD));
    CHECK_OK(authsvc_app_add(hers(), &q, &made));
    CHECK_STR(streams_news(&scene.streams), "session_begun client_added");
    WROTE(usersvc_avatar_set, set(bytes_of("<svg/>")), ERR_BAD_FIELD, "");
    WROTE(usersvc_avatar_set, set(drawing(16, "ada")), OK, "person_updated");
    CHECK_STR(scene.streams.last.by, scene.ada_id);
    WROTE(usersvc_avatar_set, set(drawing(16, "ada")), OK, "");
    WROTE(usersvc_avatar_clear, clear(), OK, "person_updated");
    WROTE(usersvc_avatar_clear, clear(), OK, "");
    const char *id = made.app->client_id;
    WROTE(authsvc_app_icon_set, set_icon("c_none", drawing(16, "app")), ERR_NOT_FOUND, "");
    WROTE(authsvc_app_icon_set, set_icon(id, drawing(16, "app")), OK, "client_updated");
    CHECK_STR(scene.streams.last.by, scene.ada_id);
    WROTE(authsvc_app_icon_set, set_icon(id, drawing(16, "app")), OK, "");
    WROTE(authsvc_app_icon_clear, clear_icon(id), OK, "client_updated");
    WROTE(authsvc_app_icon_clear, clear_icon(id), OK, "");
    scene_end();
}
