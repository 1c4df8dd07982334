/* events_apps.c - what people make for themselves: apps and API keys. */
#include "b64url.h"
#include "events_scene.h"
#include "random.h"
#include "secret.h"
#include <string.h>

/* A call for ada, who is signed in. */
static struct call *hers(void)
{
    struct call *c = world_call(scene.world, ROLE_GATEWAY);
    struct session_reply who;

    CHECK_OK(authsvc_session_get(c, &(struct session_ref){scene.ada.session}, &who));
    c->ticket = who.ticket;
    return c;
}

static enum err add(const char *redirect_uri, struct app_secret_reply *a)
{
    return authsvc_app_add(hers(),
                           &(struct app_add_request){.client_name = "Hers",
                                                     .confidential = true,
                                                     .redirect_uris = {&redirect_uri, 1},
                                                     .dialect = "tailchat"},
                           a);
}

static enum err update(const char *client_id, const char *scope)
{
    struct own_app a;

    return authsvc_app_update(
        hers(),
        &(struct app_update_request){.client_id = client_id, .client_name = "His", .scope = scope},
        &a);
}

void apps(void)
{
    struct app_secret_reply made, a;

    scene_begin();
    CHECK_OK(browser_sign_in(&scene.ada, NULL, APP_PASSWORD));
    CHECK_STR(streams_news(&scene.streams), "session_begun");
    WROTE(authsvc_app_add, add("javascript:alert(1)", &a), ERR_BAD_FIELD, "");
    WROTE(authsvc_app_add, add("https://hers.example/back", &made), OK, "client_added");
    CHECK_STR(scene.streams.last.by, scene.ada_id);
    CHECK_HAS(scene.streams.last.after, "\"owner\":\"");
    const char *id = made.app->client_id;
    const struct client_ref ref = {id}, foreign = {scene.app.client_id};
    const struct app_secret_request ask = {.client_id = id}, none = {.client_id = "c_none"};
    const struct client_secret_rotate_request rotate = {.client_id = id};
    const struct client_secret_rotate_request overlap = {.client_id = id, .overlap = 60};
    struct own_app app = {0};
    WROTE(authsvc_app_update, update(id, NULL), OK, "client_updated");
    WROTE(authsvc_app_update, update(id, "nonsense"), ERR_BAD_FIELD, "");
    WROTE(authsvc_app_secret_rotate, authsvc_app_secret_rotate(hers(), &rotate, &a), OK,
          "client_secret_rotated");
    WROTE(authsvc_app_secret_settle, authsvc_app_secret_settle(hers(), &ref, &app), OK, "");
    WROTE(authsvc_app_secret_rotate, authsvc_app_secret_rotate(hers(), &overlap, &a), OK,
          "client_secret_rotated");
    WROTE(authsvc_app_secret_settle, authsvc_app_secret_settle(hers(), &ref, &app), OK,
          "client_secret_ended");
    WROTE(authsvc_app_secret_reveal, authsvc_app_secret_reveal(hers(), &ask, &made), OK,
          "client_secret_revealed");
    CHECK_STR(made.client_secret, a.client_secret);
    CHECK_STR(scene.streams.last.by, scene.ada_id);
    CHECK_STR(scene.streams.last.subject, id);
    WROTE(authsvc_app_secret_reveal, authsvc_app_secret_reveal(hers(), &none, &a), ERR_NOT_FOUND,
          "");
    WROTE(authsvc_app_delete, authsvc_app_delete(hers(), &foreign, &NOTHING), ERR_NOT_FOUND, "");
    WROTE(authsvc_app_delete, authsvc_app_delete(hers(), &ref, &NOTHING), OK, "client_deleted");
    CHECK(!strstr(streams_text(scene.world), made.client_secret));
    scene_end();
}

#define TRY WORLD_ISSUER "/apps/try/callback"

/* ada says yes to the trial of her own app: the code. */
static const char *trial_code(const char *client_id, const char *verifier)
{
    struct interaction_step step = {0};
    struct authorize_request q = {.response_type = "code",
                                  .client_id = client_id,
                                  .redirect_uri = TRY,
                                  .code_challenge_method = "S256",
                                  .dialect = "standard",
                                  .issuer = WORLD_ISSUER,
                                  .browser = scene.ada.cookie,
                                  .session = scene.ada.session,
                                  .own_page = true,
                                  .trial = true};

    q.code_challenge = b64url_encode(check_mem(), secret_digest(check_mem(), bytes_of(verifier)));
    CHECK_OK(authsvc_authorize(world_call(scene.world, ROLE_GATEWAY), &q, &step));
    struct interaction_step asked = step;
    CHECK_OK(browser_decide(&scene.ada, &asked, "allow", &step));
    return step.answer->code;
}

/* A trial leaves what any authorization leaves, and that it has ended. */
void trials(void)
{
    const char *verifier = random_token(check_mem(), 32);
    struct app_secret_reply made;
    struct app_try_reply a;

    scene_begin();
    CHECK_OK(browser_sign_in(&scene.ada, NULL, APP_PASSWORD));
    CHECK_OK(authsvc_app_add(hers(), &(struct app_add_request){.client_name = "Hers"}, &made));
    struct app_try_request q = {.client_id = made.app->client_id,
                                .code = trial_code(made.app->client_id, verifier),
                                .code_verifier = verifier,
                                .redirect_uri = TRY,
                                .dialect = "standard",
                                .issuer = WORLD_ISSUER,
                                .attempt = random_token(check_mem(), 16)};
    CHECK_STR(streams_news(&scene.streams), "session_begun client_added consent_given");
    WROTE(tokensvc_app_try, tokensvc_app_try(hers(), &q, &a), OK, "family_begun family_ended");
    CHECK_STR(scene.streams.last.by, scene.ada_id);
    q.attempt = random_token(check_mem(), 16);
    WROTE(tokensvc_app_try, tokensvc_app_try(hers(), &q, &a), ERR_CODE_USED, "");
    scene_end();
}

static enum err add_key(const char *scope, struct api_key_secret_reply *a)
{
    return tokensvc_api_key_add(
        hers(), &(struct api_key_add_request){.name = "hers", .scope = scope, .dialect = "tachi"},
        a);
}

/* The person lets this app of tachi in. */
static void allow(const char *client_id)
{
    const struct authorize_request q = {.response_type = "code",
                                        .client_id = client_id,
                                        .dialect = "tachi",
                                        .issuer = "https://id.example",
                                        .browser = scene.ada.cookie,
                                        .session = scene.ada.session};
    struct interaction_step step = {0};

    CHECK_OK(authsvc_authorize(world_call(scene.world, ROLE_GATEWAY), &q, &step));
    CHECK_OK(browser_decide(&scene.ada, &step, "allow", &step));
}

static enum err client_key(const char *client_id, struct api_key_client_reply *a)
{
    const struct api_key_client_request q = {.client_id = client_id, .dialect = "tachi"};

    *a = (struct api_key_client_reply){0};
    return tokensvc_api_key_client(hers(), &q, a);
}

static void keys_of_clients(void)
{
    const char *uri = "https://hers.example/back";
    const struct app_add_request q = {.client_name = "Hers",
                                      .confidential = true,
                                      .redirect_uris = {&uri, 1},
                                      .scope = "submit_score",
                                      .dialect = "tachi"};
    struct app_secret_reply app;
    struct api_key_client_reply first, again;
    struct api_key_page page;

    CHECK_OK(authsvc_app_add(hers(), &q, &app));
    CHECK_STR(streams_news(&scene.streams), "client_added");
    WROTE(tokensvc_api_key_client, client_key(app.app->client_id, &first), ERR_CONSENT_REQUIRED,
          "");
    allow(app.app->client_id);
    CHECK_STR(streams_news(&scene.streams), "consent_given");
    WROTE(tokensvc_api_key_client, client_key(app.app->client_id, &first), OK, "api_key_added");
    CHECK_STR(scene.streams.last.client_id, app.app->client_id);
    WROTE(tokensvc_api_key_client, client_key(app.app->client_id, &again), OK, "");
    CHECK_STR(again.secret, first.secret);
    const struct api_key_page_request all = {.dialect = "tachi"};
    WROTE(tokensvc_api_key_list, tokensvc_api_key_list(hers(), &all, &page), OK,
          "api_key_revealed");
    CHECK(!strstr(streams_text(scene.world), first.secret));
}

void api_keys(void)
{
    struct api_key_secret_reply made, a;

    scene_begin();
    CHECK_OK(browser_sign_in(&scene.ada, NULL, APP_PASSWORD));
    CHECK_STR(streams_news(&scene.streams), "session_begun");
    WROTE(tokensvc_api_key_add, add_key("nonsense", &a), ERR_BAD_FIELD, "");
    WROTE(tokensvc_api_key_add, add_key("submit_score", &made), OK, "api_key_added");
    CHECK_STR(scene.streams.last.by, scene.ada_id);
    CHECK_STR(scene.streams.last.person, scene.ada_id);
    CHECK_HAS(scene.streams.last.after, "\"scope\":\"submit_score\"");
    const struct api_key_ref ref = {.id = made.key->id}, none = {.id = "none"};
    const struct api_key_secret_request ask = {.id = ref.id}, nothing = {.id = "none"};
    WROTE(tokensvc_api_key_reveal, tokensvc_api_key_reveal(hers(), &ask, &a), OK,
          "api_key_revealed");
    CHECK_STR(a.secret, made.secret);
    WROTE(tokensvc_api_key_reveal, tokensvc_api_key_reveal(hers(), &nothing, &a), ERR_NOT_FOUND,
          "");
    const struct api_key_update_request narrower = {.id = ref.id, .scope = "delete_score"};
    struct api_key changed;
    WROTE(tokensvc_api_key_update, tokensvc_api_key_update(hers(), &narrower, &changed), OK,
          "api_key_updated");
    CHECK_HAS(scene.streams.last.before, "\"scope\":\"submit_score\"");
    CHECK_HAS(scene.streams.last.after, "\"scope\":\"delete_score\"");
    WROTE(tokensvc_api_key_revoke, tokensvc_api_key_revoke(hers(), &none, &NOTHING), ERR_NOT_FOUND,
          "");
    WROTE(tokensvc_api_key_revoke, tokensvc_api_key_revoke(hers(), &ref, &NOTHING), OK,
          "api_key_revoked");
    WROTE(tokensvc_api_key_revoke, tokensvc_api_key_revoke(hers(), &ref, &NOTHING), ERR_NOT_FOUND,
          "");
    CHECK(!strstr(streams_text(scene.world), made.secret));
    keys_of_clients();
    scene_end();
}
