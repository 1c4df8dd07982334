/* events_clients.c - clients, sessions and consents. */
#include "events_scene.h"
#include <string.h>

/* -- authsvc: clients -------------------------------------------------------------------------- */

static enum err add_client(const char *redirect_uri)
{
    struct client_secret_reply a;

    return authsvc_client_add(
        scene_admin(),
        &(struct client_add_request){.client_name = "new", .redirect_uris = {&redirect_uri, 1}},
        &a);
}

static enum err update_client(const char *grants)
{
    struct client a;

    return authsvc_client_update(scene_admin(),
                                 &(struct client_update_request){.client_id = scene.app.client_id,
                                                                 .client_name = "renamed",
                                                                 .grant_types = grants},
                                 &a);
}

static enum err rotate(const char *client_id, bool force)
{
    struct client_secret_reply a;

    return authsvc_client_secret_rotate(
        scene_admin(),
        &(struct client_secret_rotate_request){.client_id = client_id, .force = force}, &a);
}

void clients(void)
{
    struct client a;

    scene_begin();
    const struct client_ref ref = {scene.app.client_id}, none = {"c_none"};
    WROTE(authsvc_client_add, add_client("https://new.example/back"), OK, "client_added");
    CHECK_HAS(scene.streams.last.after, "\"redirect_uris\":[\"https://new.example/back\"]");
    CHECK_STR(scene.streams.last.client_id, scene.streams.last.subject);
    WROTE(authsvc_client_add, add_client("javascript:alert(1)"), ERR_BAD_FIELD, "");
    WROTE(authsvc_client_update, update_client(NULL), OK, "client_updated");
    CHECK_HAS(scene.streams.last.before, "{\"client_name\":\"app\"");
    CHECK_HAS(scene.streams.last.after, "{\"client_name\":\"renamed\"");
    CHECK(!strstr(scene.streams.last.after, "scope"));
    WROTE(authsvc_client_update, update_client("nonsense"), ERR_BAD_FIELD, "");
    WROTE(authsvc_client_disable, authsvc_client_disable(scene_admin(), &ref, &a), OK,
          "client_disabled");
    WROTE(authsvc_client_disable, authsvc_client_disable(scene_admin(), &ref, &a), OK, "");
    WROTE(authsvc_client_disable, authsvc_client_disable(scene_admin(), &none, &a), ERR_NOT_FOUND,
          "");
    WROTE(authsvc_client_enable, authsvc_client_enable(scene_admin(), &ref, &a), OK,
          "client_enabled");
    WROTE(authsvc_client_enable, authsvc_client_enable(scene_admin(), &ref, &a), OK, "");
    WROTE(authsvc_client_secret_rotate, rotate(scene.app.client_id, true), OK,
          "client_secret_rotated");
    CHECK_HAS(scene.streams.last.after, "\"force\":true");
    struct app open = app_add_public(scene.world);
    CHECK_STR(streams_news(&scene.streams), "client_added");
    WROTE(authsvc_client_secret_rotate, rotate(open.client_id, false), ERR_BAD_FIELD, "");
    WROTE(authsvc_client_delete, authsvc_client_delete(scene_admin(), &ref, &NOTHING), OK,
          "client_deleted");
    CHECK_HAS(scene.streams.last.before, "\"client_name\":\"renamed\"");
    WROTE(authsvc_client_delete, authsvc_client_delete(scene_admin(), &ref, &NOTHING), OK, "");
    scene_end();
}

/* -- authsvc: sessions and consents ------------------------------------------------------------ */

static enum err sign_out(void)
{
    return authsvc_sign_out(world_call(scene.world, ROLE_GATEWAY),
                            &(struct session_ref){.session = scene.ada.session}, &NOTHING);
}

static enum err look(void)
{
    struct session_reply a;

    return authsvc_session_get(world_call(scene.world, ROLE_GATEWAY),
                               &(struct session_ref){.session = scene.ada.session}, &a);
}

void sessions(void)
{
    struct person p;

    scene_begin();
    person_new(scene.world, "bob");
    CHECK_STR(streams_news(&scene.streams), "person_added");
    WROTE(authsvc_sign_in, browser_sign_in(&scene.ada, NULL, "wrong"), ERR_WRONG_PASSWORD, "");
    WROTE(authsvc_sign_in, browser_sign_in(&scene.ada, NULL, APP_PASSWORD), OK, "session_begun");
    CHECK_STR(scene.streams.last.person, scene.ada_id);
    CHECK_STR(scene.streams.last.by, "gateway");
    CHECK_HAS(scene.streams.last.after, "\"renewed\":false");
    const char *sid = scene.streams.last.subject;
    WROTE(authsvc_session_get, look(), OK, "");
    WROTE(authsvc_sign_in, browser_sign_in(&scene.ada, NULL, APP_PASSWORD), OK, "session_begun");
    CHECK_HAS(scene.streams.last.after, "\"renewed\":true");
    CHECK_STR(scene.streams.last.subject, sid);
    scene.ada.username = "bob"; /* at the same browser */
    WROTE(authsvc_sign_in, browser_sign_in(&scene.ada, NULL, APP_PASSWORD), OK,
          "session_ended session_begun");
    WROTE(authsvc_sign_out, sign_out(), OK, "session_ended");
    CHECK_STR(scene.streams.last.after, "{\"why\":\"sign_out\"}");
    WROTE(authsvc_sign_out, sign_out(), OK, "");

    scene.ada.username = "ada";
    CHECK_OK(browser_sign_in(&scene.ada, NULL, APP_PASSWORD));
    CHECK_OK(usersvc_person_disable(scene_admin(), &(struct person_ref){.id = scene.ada_id}, &p));
    CHECK_STR(streams_news(&scene.streams), "session_begun person_disabled");
    WROTE(authsvc_session_get, look(), ERR_SIGNED_OUT, "session_ended");
    CHECK_STR(scene.streams.last.after, "{\"why\":\"person\"}");
    scene_end();
}

void consents(void)
{
    struct interaction_step step, answer;

    scene_begin();
    const struct consent_ref ref = {.client_id = scene.app.client_id, .person = scene.ada_id};
    WROTE(authsvc_authorize, browser_begin(&scene.ada, &scene.app, "openid", NULL, &step), OK, "");
    CHECK_OK(browser_sign_in(&scene.ada, step.handle, APP_PASSWORD));
    CHECK_STR(streams_news(&scene.streams), "session_begun");
    WROTE(authsvc_interaction, browser_go_on(&scene.ada, step.handle, &step), OK, "");
    WROTE(authsvc_consent_decide, browser_decide(&scene.ada, &step, "deny", &answer), OK, "");
    CHECK_OK(browser_begin(&scene.ada, &scene.app, "openid", NULL, &step));
    WROTE(authsvc_consent_decide, browser_decide(&scene.ada, &step, "allow", &answer), OK,
          "consent_given");
    CHECK_STR(scene.streams.last.subject, scene.app.client_id);
    CHECK_STR(scene.streams.last.person, scene.ada_id);
    CHECK_STR(scene.streams.last.before, NULL);
    CHECK_HAS(scene.streams.last.after, "\"scope\":\"openid\"");
    WROTE(authsvc_consent_decide, browser_decide(&scene.ada, &step, "allow", &answer), ERR_EXPIRED,
          "");
    WROTE(authsvc_authorize, browser_begin(&scene.ada, &scene.app, "openid", NULL, &step), OK, "");
    CHECK(step.answer); /* allowed before: a code is no event */
    CHECK_OK(browser_begin(&scene.ada, &scene.app, "openid email", NULL, &step));
    WROTE(authsvc_consent_decide, browser_decide(&scene.ada, &step, "allow", &answer), OK,
          "consent_given");
    CHECK_HAS(scene.streams.last.before, "\"scope\":\"openid\"");
    CHECK_HAS(scene.streams.last.after, "\"scope\":\"openid email\"");
    WROTE(authsvc_consent_withdraw,
          authsvc_consent_withdraw(world_call(scene.world, ROLE_TOKENSVC), &ref, &NOTHING), OK,
          "consent_withdrawn");
    CHECK_STR(scene.streams.last.by, "tokensvc");
    WROTE(authsvc_consent_withdraw,
          authsvc_consent_withdraw(world_call(scene.world, ROLE_TOKENSVC), &ref, &NOTHING), OK, "");
    scene_end();
}
