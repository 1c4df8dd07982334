/* events_account.c - what people change of their own. */
#include "events_scene.h"

static struct call *ada(void)
{
    return browser_call(&scene.ada);
}

static enum err update(const char *nickname, const char *website)
{
    struct profile p;

    return usersvc_profile_update(
        ada(), &(struct profile_update_request){.nickname = nickname, .website = website}, &p);
}

static enum err renew(const char *password, const char *new_password)
{
    struct sign_in_reply a;

    enum err e = authsvc_password_renew(world_call(scene.world, ROLE_GATEWAY),
                                        &(struct password_renewal){.password = password,
                                                                   .new_password = new_password,
                                                                   .session = scene.ada.session},
                                        &a);
    if (!e)
        scene.ada.session = a.session;
    return e;
}

static enum err change(const char *password)
{
    struct person p;

    return usersvc_password_change(world_call(scene.world, ROLE_AUTHSVC),
                                   &(struct password_change_request){.id = scene.ada_id,
                                                                     .password = password,
                                                                     .new_password = APP_PASSWORD},
                                   &p);
}

static enum err end(const char *sid)
{
    return authsvc_session_end(ada(), &(struct session_end_request){.sid = sid}, &NOTHING);
}

static enum err forget(const char *password)
{
    return usersvc_account_delete(ada(), &(struct account_delete_request){password}, &NOTHING);
}

static void own_sessions(void)
{
    struct browser other = browser_of(scene.world, "ada");

    CHECK_OK(browser_sign_in(&other, NULL, APP_PASSWORD));
    CHECK_STR(streams_news(&scene.streams), "session_begun");
    const char *sid = scene.streams.last.subject;
    WROTE(authsvc_session_end, end("no-such-sid"), OK, "");
    WROTE(authsvc_session_end, end(sid), OK, "session_ended");
    CHECK_STR(scene.streams.last.by, scene.ada_id);
    CHECK_STR(scene.streams.last.after, "{\"why\":\"sign_out_elsewhere\"}");
    WROTE(authsvc_session_end, end(NULL), OK, "");
}

static enum err sign_in_program(const char *password, struct api_sign_in_reply *out)
{
    return authsvc_api_sign_in(
        world_call(scene.world, ROLE_GATEWAY),
        &(struct api_sign_in_request){
            .username = "ada", .password = password, .dialect = "tailchat", .issuer = WORLD_ISSUER},
        out);
}

static void programs(void)
{
    struct api_sign_in_reply in;
    struct session_reply who;

    WROTE(authsvc_api_sign_in, sign_in_program("wrong", &in), ERR_WRONG_PASSWORD, "");
    WROTE(authsvc_api_sign_in, sign_in_program(APP_PASSWORD, &in), OK, "session_begun");
    CHECK_HAS(scene.streams.last.after, "\"dialect\":\"tailchat\"");
    CHECK_STR(scene.streams.last.person, scene.ada_id);
    const struct api_session_ref ref = {in.token, "tailchat"};
    struct call *c = world_call(scene.world, ROLE_GATEWAY);
    WROTE(authsvc_api_session_get, authsvc_api_session_get(c, &ref, &who), OK, "");
    WROTE(authsvc_api_sign_out, authsvc_api_sign_out(c, &ref, &NOTHING), OK, "session_ended");
    CHECK_STR(scene.streams.last.after, "{\"why\":\"sign_out\"}");
    WROTE(authsvc_api_sign_out, authsvc_api_sign_out(c, &ref, &NOTHING), OK, "");
}

static void own_grants(void)
{
    struct token_reply t;
    const char *code = browser_code(&scene.ada, &scene.app, "openid");
    const struct own_grant_ref ref = {scene.app.client_id};

    CHECK_OK(app_redeem(&scene.app, code, NULL, &t));
    streams_news(&scene.streams);
    WROTE(tokensvc_grant_withdraw, tokensvc_grant_withdraw(ada(), &ref, &NOTHING), OK,
          "grant_ended family_ended consent_withdrawn");
    CHECK_STR(scene.streams.last.person, scene.ada_id);
}

void accounts(void)
{
    scene_begin();
    CHECK_OK(browser_sign_in(&scene.ada, NULL, APP_PASSWORD));
    CHECK_STR(streams_news(&scene.streams), "session_begun");
    WROTE(usersvc_profile_update, update("Countess", NULL), OK, "person_updated");
    CHECK_STR(scene.streams.last.by, scene.ada_id);
    WROTE(usersvc_profile_update, update(NULL, "ftp://x"), ERR_BAD_FIELD, "");
    own_sessions();
    programs();
    own_grants();
    WROTE(authsvc_password_renew, renew("wrong", "another password"), ERR_WRONG_PASSWORD, "");
    WROTE(authsvc_password_renew, renew(APP_PASSWORD, "another password"), OK,
          "session_ended session_begun password_set");
    WROTE(usersvc_password_change, change("wrong"), ERR_WRONG_PASSWORD, "");
    WROTE(usersvc_password_change, change("another password"), OK, "password_set");
    CHECK_OK(browser_sign_in(&scene.ada, NULL, APP_PASSWORD));
    CHECK_STR(streams_news(&scene.streams), "session_ended session_begun");
    WROTE(usersvc_account_delete, forget("wrong"), ERR_WRONG_PASSWORD, "");
    WROTE(usersvc_account_delete, forget(APP_PASSWORD), OK, "person_deleted");
    CHECK_STR(scene.streams.last.by, scene.ada_id);
    scene_end();
}
