/* api_session_dialect_test - a program that is signed in sees the apps, keys and secrets of its own
 * dialect alone.
 */
#include "program_scene.h"

static enum err reveal(struct call *c, const char *client_id, const char *dialect)
{
    struct app_secret_reply a;

    return authsvc_app_secret_reveal(
        c, &(struct app_secret_request){.client_id = client_id, .dialect = dialect}, &a);
}

static void a_program_sees_secrets_in_its_own_dialect_alone(void)
{
    struct app_secret_reply made;
    struct api_key_secret_reply key, again;

    begin();
    const char *token = sign_in("tachi");
    CHECK_OK(authsvc_app_add(program_call("tachi", token),
                             &(struct app_add_request){.client_name = "mine",
                                                       .confidential = true,
                                                       .dialect = "tachi",
                                                       .dialects = "opencollective"},
                             &made));
    CHECK_OK(tokensvc_api_key_add(
        program_call("tachi", token),
        &(struct api_key_add_request){.name = "a key", .dialect = "tachi"}, &key));
    world_pass(world, INT64_C(30) * HOUR);
    const char *id = made.app->client_id;
    const struct api_key_secret_request same = {key.key->id, "tachi"}, page = {key.key->id, NULL},
                                        other = {key.key->id, "opencollective"};
    CHECK_OK(reveal(program_call("tachi", token), id, "tachi"));
    CHECK_ERR(reveal(program_call("tachi", token), id, "opencollective"), ERR_FORBIDDEN);
    CHECK_OK(tokensvc_api_key_reveal(program_call("tachi", token), &same, &again));
    CHECK_STR(again.secret, key.secret);
    CHECK_ERR(tokensvc_api_key_reveal(program_call("tachi", token), &other, &again), ERR_FORBIDDEN);
    const char *fresh = sign_in("tachi"); /* a moment ago, but not on a page */
    CHECK_ERR(reveal(program_call("tachi", fresh), id, NULL), ERR_FORBIDDEN);
    CHECK_ERR(tokensvc_api_key_reveal(program_call("tachi", fresh), &page, &again), ERR_FORBIDDEN);
    world_close(&world);
}

/* Apps that were made on a page, in no dialect of the program's, are none of its business. */
static void a_program_finds_apps_of_its_own_dialect_alone(void)
{
    static const struct client_page_request all = {.limit = 0};
    struct app_secret_reply made, rotated;
    struct app_page page;
    struct own_app own;

    begin();
    CHECK_OK(authsvc_app_add(
        browser_call(&here),
        &(struct app_add_request){.client_name = "mine", .confidential = true, .dialect = "tachi"},
        &made));
    const char *id = made.app->client_id, *uri = "https://evil.example/";
    const struct client_ref ref = {id};
    const struct client_secret_rotate_request rotate = {.client_id = id, .dialect = "tailchat"};
    const struct app_update_request update = {.client_id = id, .redirect_uris = {&uri, 1}};
    const char *stranger = sign_in("tailchat"), *friend = sign_in("tachi");

    CHECK_ERR(authsvc_app_get(program_call("tailchat", stranger), &ref, &own), ERR_NOT_FOUND);
    CHECK_ERR(authsvc_app_update(program_call("tailchat", stranger), &update, &own), ERR_NOT_FOUND);
    CHECK_ERR(authsvc_app_secret_rotate(program_call("tailchat", stranger), &rotate, &rotated),
              ERR_NOT_FOUND);
    CHECK_ERR(reveal(program_call("tailchat", stranger), id, "tailchat"), ERR_NOT_FOUND);
    CHECK_ERR(authsvc_app_delete(program_call("tailchat", stranger), &ref, &NOTHING),
              ERR_NOT_FOUND);
    CHECK_OK(authsvc_app_list(program_call("tailchat", stranger), &all, &page));
    CHECK_INT(page.apps.n, 0);
    CHECK_ERR(authsvc_app_add(program_call("tailchat", stranger),
                              &(struct app_add_request){.client_name = "x", .dialect = "tachi"},
                              &made),
              ERR_FORBIDDEN);

    CHECK_OK(authsvc_app_get(program_call("tachi", friend), &ref, &own));
    CHECK_OK(authsvc_app_list(program_call("tachi", friend), &all, &page));
    CHECK_INT(page.apps.n, 1);
    world_close(&world);
}

static void a_program_finds_keys_of_its_own_dialect_alone(void)
{
    struct api_key_secret_reply key, other;
    struct api_key_page page;
    struct api_key changed;

    begin();
    CHECK_OK(tokensvc_api_key_add(
        browser_call(&here), &(struct api_key_add_request){.name = "a key", .dialect = "tachi"},
        &key));
    const char *id = key.key->id, *token = sign_in("opencollective");
    const struct api_key_secret_request show = {id, "opencollective"};
    const struct api_key_page_request all = {.limit = 0}, theirs = {.dialect = "tachi"};

    CHECK_ERR(tokensvc_api_key_reveal(program_call("opencollective", token), &show, &other),
              ERR_NOT_FOUND);
    CHECK_OK(tokensvc_api_key_list(program_call("opencollective", token), &all, &page));
    CHECK_INT(page.keys.n, 0);
    CHECK_ERR(tokensvc_api_key_list(program_call("opencollective", token), &theirs, &page),
              ERR_FORBIDDEN);
    CHECK_ERR(tokensvc_api_key_update(program_call("opencollective", token),
                                      &(struct api_key_update_request){.id = id, .name = "x"},
                                      &changed),
              ERR_NOT_FOUND);
    CHECK_ERR(tokensvc_api_key_revoke(program_call("opencollective", token),
                                      &(struct api_key_ref){.id = id}, &NOTHING),
              ERR_NOT_FOUND);
    CHECK_ERR(tokensvc_api_key_add(program_call("opencollective", token),
                                   &(struct api_key_add_request){.name = "b", .dialect = "tachi"},
                                   &key),
              ERR_FORBIDDEN);
    CHECK_OK(tokensvc_api_key_list(browser_call(&here), &all, &page));
    CHECK_INT(page.keys.n, 1);
    world_close(&world);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_program_sees_secrets_in_its_own_dialect_alone),
        CASE(a_program_finds_apps_of_its_own_dialect_alone),
        CASE(a_program_finds_keys_of_its_own_dialect_alone),
        {0},
    });
}
