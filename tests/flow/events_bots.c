/* events_bots.c - apps that act under an account of their own. */
#include "events_scene.h"

static struct call *as(unsigned role)
{
    return world_call(scene.world, role);
}

static enum err set(const char *nickname, struct person *out)
{
    return usersvc_bot_set(as(ROLE_AUTHSVC), &(struct bot_set_request){"tc_1", nickname}, out);
}

static void accounts_of_bots(void)
{
    const struct bot_ref ref = {"tc_1"};
    struct person bot;

    WROTE(usersvc_bot_set, set("Helper", &bot), OK, "person_added");
    CHECK_HAS(scene.streams.last.after, "\"bot_of\":\"tc_1\"");
    CHECK_STR(scene.streams.last.by, "authsvc");
    WROTE(usersvc_bot_set, set("Helper", &bot), OK, "");
    WROTE(usersvc_bot_set, set("Servant", &bot), OK, "person_updated");
    WROTE(usersvc_bot_end, usersvc_bot_end(as(ROLE_AUTHSVC), &ref, &NOTHING), OK, "person_deleted");
    WROTE(usersvc_bot_end, usersvc_bot_end(as(ROLE_AUTHSVC), &ref, &NOTHING), OK, "");
}

void bots(void)
{
    struct api_sign_in_reply in;

    scene_begin();
    accounts_of_bots();
    const struct bot_proof_request q = {.client_id = scene.app.client_id,
                                        .proof = "what it is made of is told in flow/bot_test.c",
                                        .dialect = "tailchat",
                                        .issuer = WORLD_ISSUER};
    WROTE(authsvc_bot_check, authsvc_bot_check(as(ROLE_GATEWAY), &q, &NOTHING), ERR_INVALID_CLIENT,
          "");
    WROTE(authsvc_bot_sign_in, authsvc_bot_sign_in(as(ROLE_GATEWAY), &q, &in), ERR_INVALID_CLIENT,
          "");
    scene_end();
}
