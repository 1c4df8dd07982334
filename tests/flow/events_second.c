/* events_second.c - what stands beside the password. */
#include "authenticator.h"
#include "events_scene.h"

static struct authenticator phone;

static struct second_factor_code code(int steps)
{
    return (struct second_factor_code){authenticator_code(&phone, steps)};
}

static void add_it(void)
{
    struct second_factor_draft draft = {0};
    struct recovery_codes codes = {0};
    struct call *c = browser_call(&scene.ada);

    WROTE(usersvc_second_factor_begin, usersvc_second_factor_begin(c, &NOTHING, &draft), OK, "");
    phone = (struct authenticator){.world = scene.world, .secret = draft.secret};
    const struct second_factor_code wrong = {"000000"}, right = code(0);
    WROTE(usersvc_second_factor_confirm, usersvc_second_factor_confirm(c, &wrong, &codes),
          ERR_WRONG_CODE, "");
    WROTE(usersvc_second_factor_confirm, usersvc_second_factor_confirm(c, &right, &codes), OK,
          "second_factor_added");
    CHECK_STR(scene.streams.last.by, scene.ada_id);
    phone.recovery = codes.codes;
}

static void use_it(void)
{
    WROTE(authsvc_sign_in, browser_sign_in(&scene.ada, NULL, APP_PASSWORD), OK, "");
    WROTE(authsvc_sign_in_second, browser_second(&scene.ada, "000000"), ERR_WRONG_CODE, "");
    WROTE(authsvc_sign_in_second, browser_second(&scene.ada, authenticator_code(&phone, 1)), OK,
          "session_begun");
    const struct second_factor_code paper = {phone.recovery.v[0]};
    WROTE(authsvc_second_factor_check,
          authsvc_second_factor_check(browser_call(&scene.ada), &paper, &NOTHING), OK,
          "recovery_code_used");
    CHECK_STR(scene.streams.last.after, "{\"left\":9}");
    CHECK_STR(scene.streams.last.person, scene.ada_id);
}

static void use_it_in_a_program(void)
{
    struct api_sign_in_reply in = {0}, done = {0};
    struct second_factor_proof proof = {0};
    const struct api_sign_in_request q = {.username = "ada",
                                          .password = APP_PASSWORD,
                                          .dialect = "opencollective",
                                          .issuer = WORLD_ISSUER};

    world_pass(scene.world, 60000);
    WROTE(authsvc_api_sign_in, authsvc_api_sign_in(world_call(scene.world, ROLE_GATEWAY), &q, &in),
          OK, "");
    const struct api_sign_in_second_request second = {.half = in.half,
                                                      .code = authenticator_code(&phone, 0),
                                                      .dialect = "opencollective",
                                                      .issuer = WORLD_ISSUER};
    WROTE(authsvc_api_sign_in_second,
          authsvc_api_sign_in_second(world_call(scene.world, ROLE_GATEWAY), &second, &done), OK,
          "session_begun");
    const struct second_factor_attempt again = {scene.ada_id, second.code};
    WROTE(usersvc_second_factor_prove,
          usersvc_second_factor_prove(world_call(scene.world, ROLE_AUTHSVC), &again, &proof),
          ERR_WRONG_CODE, "");
}

static void end_it(void)
{
    struct recovery_codes codes = {0};
    struct person p;
    struct call *c = browser_call(&scene.ada);
    const struct person_ref her = {.id = scene.ada_id};

    const struct second_factor_code next = code(1);
    WROTE(usersvc_recovery_codes_renew, usersvc_recovery_codes_renew(c, &next, &codes), OK,
          "recovery_codes_renewed");
    const struct second_factor_code paper = {codes.codes.v[3]};
    WROTE(usersvc_second_factor_remove, usersvc_second_factor_remove(c, &paper, &NOTHING), OK,
          "recovery_code_used second_factor_removed");
    CHECK_STR(scene.streams.last.by, scene.ada_id);
    (void)authenticator_add(&scene.ada);
    scene_saw(streams_news(&scene.streams));
    WROTE(usersvc_person_second_factor_remove,
          usersvc_person_second_factor_remove(scene_admin(), &her, &p), OK,
          "second_factor_removed");
    CHECK_STR(scene.streams.last.by, "admin");
    WROTE(usersvc_person_second_factor_remove,
          usersvc_person_second_factor_remove(scene_admin(), &her, &p), OK, "");
}

void second_factors(void)
{
    scene_begin();
    CHECK_OK(browser_sign_in(&scene.ada, NULL, APP_PASSWORD));
    scene_saw(streams_news(&scene.streams));
    add_it();
    use_it();
    use_it_in_a_program();
    end_it();
    scene_end();
}
