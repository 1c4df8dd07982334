/*
 * events_test - each method that changes something writes exactly the events of that, and none
 * when it refuses or has nothing to change.
 *
 * The last case wants every method of the contract called by one of the others, or named as one
 * that changes nothing; and every kind seen.
 */
#include "event_kind.h"
#include "events_scene.h"
#include "words.h"
#include <string.h>

/* -- tokensvc ---------------------------------------------------------------------------------- */

static const char *code(const char *scope)
{
    const char *fresh = browser_code(&scene.ada, &scene.app, scope);

    streams_news(&scene.streams);
    return fresh;
}

static void families(void)
{
    struct token_reply t, again;

    scene_begin();
    const char *used = code("openid");
    WROTE(tokensvc_token, app_redeem(&scene.app, used, "attempt-0123456789", &t), OK,
          "family_begun");
    CHECK_STR(scene.streams.last.person, scene.ada_id);
    CHECK_STR(scene.streams.last.client_id, scene.app.client_id);
    CHECK_HAS(scene.streams.last.after, "\"scope\":\"openid\"");
    WROTE(tokensvc_token, app_redeem(&scene.app, used, "attempt-0123456789", &t), OK, "");
    WROTE(tokensvc_token, app_refresh(&scene.app, t.refresh_token, &again), OK, "");
    WROTE(tokensvc_token, app_redeem(&scene.app, used, NULL, &again), ERR_INVALID_GRANT,
          "family_ended");
    CHECK_STR(scene.streams.last.after, "{\"why\":\"reuse\"}");
    WROTE(tokensvc_token, app_redeem(&scene.app, used, NULL, &again), ERR_INVALID_GRANT, "");

    WROTE(tokensvc_token, app_redeem(&scene.app, code("openid"), NULL, &t), OK, "family_begun");
    const char *old = t.refresh_token;
    for (int i = 0; i < 2; i++) {
        CHECK_OK(app_refresh(&scene.app, t.refresh_token, &t));
        world_pass(scene.world, 31000);
    }
    WROTE(tokensvc_token, app_refresh(&scene.app, old, &again), ERR_INVALID_GRANT, "family_ended");
    CHECK_STR(scene.streams.last.after, "{\"why\":\"reuse\"}");
    WROTE(tokensvc_token, app_refresh(&scene.app, old, &again), ERR_INVALID_GRANT, "");

    WROTE(tokensvc_token, app_redeem(&scene.app, code("openid"), NULL, &t), OK, "family_begun");
    WROTE(tokensvc_revoke, app_revoke(&scene.app, t.access_token), OK, "family_ended");
    CHECK_STR(scene.streams.last.after, "{\"why\":\"revoked\"}");
    WROTE(tokensvc_revoke, app_revoke(&scene.app, t.refresh_token), OK, "");
    WROTE(tokensvc_revoke, app_revoke(&scene.app, "not a token"), OK, "");
    scene_end();
}

static void the_oldest_family_of_too_many(void)
{
    enum { CAP = 20 };
    struct token_reply t;

    scene_begin();
    for (int i = 0; i < CAP; i++) {
        CHECK_OK(app_redeem(&scene.app, code("openid"), NULL, &t));
        CHECK_STR(streams_news(&scene.streams), "family_begun");
        world_pass(scene.world, 1000);
    }
    WROTE(tokensvc_token, app_redeem(&scene.app, code("openid"), NULL, &t), OK,
          "family_begun family_ended");
    CHECK_STR(scene.streams.last.after, "{\"why\":\"cap\"}");
    scene_end();
}

static void a_code_that_was_replayed_before_its_family_was_there(void)
{
    struct authorization first;
    struct token_reply t;

    scene_begin();
    const char *taken = code("openid");
    const struct code_take_request q = {.code = taken,
                                        .client_id = scene.app.client_id,
                                        .redirect_uri = APP_CALLBACK,
                                        .code_verifier = scene.app.verifier,
                                        .dialect = "standard",
                                        .attempt = "attempt-0123456789"};
    WROTE(authsvc_code_take, authsvc_code_take(world_call(scene.world, ROLE_TOKENSVC), &q, &first),
          OK, "");
    WROTE(tokensvc_token, app_redeem(&scene.app, taken, NULL, &t), ERR_INVALID_GRANT,
          "family_ended");
    CHECK_STR(scene.streams.last.subject, first.family);
    CHECK_STR(scene.streams.last.person, NULL);
    WROTE(tokensvc_token, app_redeem(&scene.app, taken, NULL, &t), ERR_INVALID_GRANT, "");
    scene_end();
}

static void tokens_without_a_family(void)
{
    struct token_reply t;

    scene_begin();
    struct app own =
        app_add(scene.world, &(struct client_add_request){.confidential = true,
                                                          .scope = "things",
                                                          .grant_types = "client_credentials"});
    streams_news(&scene.streams);
    WROTE(tokensvc_token,
          app_ask(&own, &(struct token_request){.grant_type = "client_credentials"}, &t), OK, "");
    WROTE(tokensvc_revoke, app_revoke(&own, t.access_token), OK, "token_revoked");
    CHECK_STR(scene.streams.last.client_id, own.client_id);
    WROTE(tokensvc_revoke, app_revoke(&own, t.access_token), OK, "");
    scene_end();
}

static enum err rotate_key(const char *alg)
{
    struct signing_key key;

    return tokensvc_key_rotate(scene_admin(), &(struct key_rotate_request){alg}, &key);
}

static void grants_and_keys(void)
{
    struct token_reply t;

    scene_begin();
    const struct grant_ref ref = {.person = scene.ada_id, .client_id = scene.app.client_id};
    CHECK_OK(app_redeem(&scene.app, code("openid"), NULL, &t));
    CHECK_STR(streams_news(&scene.streams), "family_begun");
    WROTE(tokensvc_grant_end, tokensvc_grant_end(scene_admin(), &ref, &NOTHING), OK,
          "grant_ended family_ended consent_withdrawn");
    WROTE(tokensvc_key_rotate, rotate_key("ES256"), OK, "key_rotated");
    CHECK_HAS(scene.streams.last.after, "\"alg\":\"ES256\"");
    WROTE(tokensvc_key_rotate, rotate_key("ES256"), ERR_EXISTS, "");
    WROTE(tokensvc_key_rotate, rotate_key("HS256"), ERR_BAD_FIELD, "");
    CHECK_HAS(streams_text(scene.world), "\"key_added\"");
    scene_saw("key_added");
    scene_end();
}

/* -- what holds for all ------------------------------------------------------------------------ */

static void no_secret_and_nothing_personal_is_in_the_clear(void)
{
    struct token_reply t;
    struct person p;

    scene_begin();
    CHECK_OK(usersvc_person_update(scene_admin(),
                                   &(struct person_update_request){.id = scene.ada_id,
                                                                   .email = "ada@new.example",
                                                                   .nickname = "Countess",
                                                                   .locale = "en-GB",
                                                                   .zoneinfo = "Europe/London"},
                                   &p));
    const char *used = code("openid profile email");
    CHECK_OK(app_redeem(&scene.app, used, NULL, &t));
    CHECK_OK(
        usersvc_person_delete(scene_admin(), &(struct person_ref){.id = scene.ada_id}, &NOTHING));
    const char *text = streams_text(scene.world);
    const char *const never[] = {
        "ada@",
        "Countess",
        "A Person",
        "en-GB",
        "Europe/London",
        "\"ada\"",
        APP_PASSWORD,
        "argon2",
        used,
        t.access_token,
        t.refresh_token,
        scene.app.client_secret,
        scene.ada.session,
        scene.ada.cookie,
    };
    for (size_t i = 0; i < ARRAY_LEN(never); i++) {
        if (strstr(text, never[i]))
            check_failed(__FILE__, __LINE__, "%s is in the streams", never[i]);
    }
    CHECK_HAS(text, "person_updated");
    scene_end();
}

static void streams_go_on_after_a_restart(void)
{
    scene_begin();
    int64_t seen = scene.streams.seen[2];
    world_restart(scene.world, NULL);
    scene.streams = streams_of(scene.world);
    CHECK_INT(scene.streams.seen[2], seen);
    person_new(scene.world, "bob");
    CHECK_STR(streams_news(&scene.streams), "person_added");
    CHECK_INT(scene.streams.last.number, seen + 1);
    scene_end();
}

/* What the rest of the contract asks changes nothing that others care about. */
static const char CHANGES_NOTHING[] =
    "service.ping service.drain_seen service.events_since service.backup usersvc.person_get"
    " usersvc.person_list usersvc.password_check usersvc.event_open usersvc.person_standing"
    " usersvc.profile_get usersvc.second_factor_get authsvc.client_get authsvc.client_list "
    "authsvc.app_get"
    " authsvc.app_choices authsvc.app_check authsvc.app_mishaps tokensvc.app_use "
    "tokensvc.app_failures"
    " authsvc.app_list authsvc.app_look authsvc.app_webhook_try authsvc.code_add "
    "tokensvc.api_key_whose"
    " tokensvc.api_key_kinds"
    " authsvc.client_record authsvc.consent_standing"
    " usersvc.avatar_get authsvc.app_icon_get tokensvc.userinfo tokensvc.introspect tokensvc.jwks"
    " tokensvc.key_list"
    " courier.delivery_list courier.delivery_retry courier.delivery_drop courier.mail_try"
    " courier.webhook_try service.outbox_since usersvc.sign_up_open"
    " usersvc.sign_up_link usersvc.password_link usersvc.email_link"
    " authsvc.session_list authsvc.consent_list tokensvc.grant_uses tokensvc.bearer";

static void every_method_and_every_kind_was_looked_at(void)
{
    for (const struct method_desc *const *m = contract_methods; *m; m++) {
        if (scene_has_called((*m)->name) == words_has(CHANGES_NOTHING, (*m)->name))
            check_failed(__FILE__, __LINE__, "%s: does it write events?", (*m)->name);
    }
    for (enum event_kind kind = 0; kind < EVENT_KINDS; kind++) {
        if (!scene_has_seen(event_kind_row(kind)->name))
            check_failed(__FILE__, __LINE__, "%s was never written", event_kind_row(kind)->name);
    }
}

int main(void)
{
    return check_run((struct check[]){
        CASE(people),
        CASE(mail),
        CASE(clients),
        CASE(apps),
        CASE(trials),
        CASE(pictures),
        CASE(api_keys),
        CASE(backups),
        CASE(bots),
        CASE(sessions),
        CASE(consents),
        CASE(accounts),
        CASE(second_factors),
        CASE(families),
        CASE(the_oldest_family_of_too_many),
        CASE(a_code_that_was_replayed_before_its_family_was_there),
        CASE(tokens_without_a_family),
        CASE(grants_and_keys),
        CASE(no_secret_and_nothing_personal_is_in_the_clear),
        CASE(streams_go_on_after_a_restart),
        CASE(every_method_and_every_kind_was_looked_at),
        {0},
    });
}
