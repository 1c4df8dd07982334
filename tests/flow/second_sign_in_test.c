/* second_sign_in_test - between the password and the code: what a half sign-in is good for. */
#include "authenticator.h"
#include "b64url.h"
#include "check.h"
#include <pthread.h>
#include <string.h>

#define SECOND INT64_C(1000)
#define STEP (30 * SECOND)
#define MINUTE (60 * SECOND)

static struct world *w;
static struct browser ada;
static struct authenticator phone;
static const char *ada_id;

static void start_in(struct world *world)
{
    w = world;
    ada_id = person_new(w, "ada");
    ada = browser_of(w, "ada");
    CHECK_OK(browser_sign_in(&ada, NULL, APP_PASSWORD));
    phone = authenticator_add(&ada);
    world_pass(w, STEP);
    ada = browser_of(w, "ada");
}

static void start(void)
{
    world_close(&w); /* of a case that failed */
    start_in(world_open());
}

static void give_password(void)
{
    CHECK_OK(browser_sign_in(&ada, NULL, APP_PASSWORD));
    CHECK(!ada.session && ada.half);
}

static struct session_reply session_of(const struct browser *browser)
{
    struct session_reply who = {0};

    CHECK_OK(authsvc_session_get(world_call(w, ROLE_GATEWAY),
                                 &(struct session_ref){browser->session}, &who));
    return who;
}

/* -- in a browser ------------------------------------------------------------------------------
 */

static void half_a_sign_in_is_no_session(void)
{
    struct session_reply who;

    start();
    give_password();
    CHECK_ERR(
        authsvc_session_get(world_call(w, ROLE_GATEWAY), &(struct session_ref){ada.half}, &who),
        ERR_SIGNED_OUT);
    CHECK_OK(browser_second(&ada, authenticator_code(&phone, 0)));
    CHECK_INT(session_of(&ada).second_at, world_now(w));
    world_close(&w);
}

static const char *payload_of(const char *jwt)
{
    const char *from = strchr(jwt, '.') + 1;
    struct bytes raw;

    CHECK_OK(b64url_decode(check_mem(), from, strcspn(from, "."), &raw));
    return arena_strndup(check_mem(), (const char *)raw.p, raw.n);
}

/* What the app gets by the transaction that waited for it. */
static const char *id_token(struct app *app, const char *code)
{
    struct interaction_step step, asked;
    struct token_reply t;

    CHECK_OK(browser_begin(&ada, app, "openid", NULL, &step));
    CHECK(step.sign_in);
    CHECK_OK(browser_sign_in(&ada, step.handle, APP_PASSWORD));
    CHECK_OK(browser_go_on(&ada, step.handle, &asked));
    CHECK(asked.sign_in);
    CHECK_OK(browser_second(&ada, code));
    CHECK_OK(browser_go_on(&ada, step.handle, &asked));
    if (asked.consent)
        CHECK_OK(browser_decide(&ada, &asked, "allow", &asked));
    CHECK_OK(app_redeem(app, asked.answer->code, NULL, &t));
    return payload_of(t.id_token);
}

static void apps_are_told_by_what_means(void)
{
    start();
    struct app app = app_add(w, NULL);
    const char *claims = id_token(&app, authenticator_code(&phone, 0));
    CHECK_HAS(claims, "\"acr\":\"2\"");
    CHECK_HAS(claims, "\"amr\":[\"pwd\",\"otp\",\"mfa\"]");
    ada = browser_of(w, "ada");
    CHECK_HAS(id_token(&app, phone.recovery.v[0]), "\"amr\":[\"pwd\",\"mfa\"]");
    world_close(&w);
}

static void a_code_works_once_and_none_before_it_any_more(void)
{
    start();
    give_password();
    const char *before = authenticator_code(&phone, -1), *code = authenticator_code(&phone, 0);
    const char *half = ada.half;
    CHECK_OK(browser_second(&ada, code));
    ada.half = half;
    CHECK_ERR(browser_second(&ada, authenticator_code(&phone, 1)), ERR_EXPIRED); /* it was used */
    world_pass(w, STEP);
    struct browser other = browser_of(w, "ada");
    CHECK_OK(browser_sign_in(&other, NULL, APP_PASSWORD));
    CHECK_ERR(browser_second(&other, code), ERR_WRONG_CODE);
    CHECK_ERR(browser_second(&other, before), ERR_WRONG_CODE);
    CHECK_OK(browser_second(&other, authenticator_code(&phone, 1)));
    world_close(&w);
}

static void it_works_where_it_began(void)
{
    start();
    give_password();
    struct browser other = browser_of(w, "ada");
    other.half = ada.half;
    CHECK_ERR(browser_second(&other, authenticator_code(&phone, 0)), ERR_EXPIRED);
    CHECK_OK(browser_second(&ada, authenticator_code(&phone, 0)));
    world_close(&w);
}

static void it_works_for_five_minutes(void)
{
    start();
    give_password();
    world_pass(w, 5 * MINUTE);
    CHECK_ERR(browser_second(&ada, authenticator_code(&phone, 0)), ERR_EXPIRED);
    world_idle(w);
    give_password();
    world_pass(w, 5 * MINUTE - 1);
    CHECK_OK(browser_second(&ada, authenticator_code(&phone, 0)));
    world_close(&w);
}

static void what_happens_in_between_counts(void)
{
    const struct person_ref her = {.username = "ada"};
    struct person p;

    start();
    give_password();
    CHECK_OK(usersvc_person_disable(world_call(w, ROLE_ADMIN), &her, &p));
    CHECK_ERR(browser_second(&ada, authenticator_code(&phone, 0)), ERR_WRONG_CODE);
    CHECK_OK(usersvc_person_enable(world_call(w, ROLE_ADMIN), &her, &p));
    CHECK_ERR(browser_second(&ada, authenticator_code(&phone, 0)), ERR_EXPIRED);
    world_pass(w, STEP);
    give_password();
    CHECK_OK(usersvc_password_set(
        world_call(w, ROLE_ADMIN),
        &(struct password_set_request){.id = ada_id, .password = "another password"}, &NOTHING));
    CHECK_ERR(browser_second(&ada, authenticator_code(&phone, 0)), ERR_EXPIRED);
    CHECK_ERR(browser_sign_in(&ada, NULL, APP_PASSWORD), ERR_WRONG_PASSWORD);
    world_close(&w);
}

static void guessing_is_slowed_and_the_password_helps_nobody(void)
{
    int heard = 0;

    start();
    for (int i = 0; i < 20; i++) {
        give_password();
        heard += browser_second(&ada, "000000") == ERR_WRONG_CODE;
    }
    CHECK_INT(heard, 6);
    CHECK_ERR(browser_second(&ada, authenticator_code(&phone, 0)), ERR_THROTTLED);
    world_pass(w, 2 * MINUTE);
    give_password();
    CHECK_OK(browser_second(&ada, authenticator_code(&phone, 0)));
    world_close(&w);
}

static void from_many_places_as_well(void)
{
    int heard = 0;

    start();
    give_password();
    for (int i = 0; i < 2000; i++) {
        struct call *c = world_call(w, ROLE_AUTHSVC);
        struct second_factor_proof proof = {0};
        c->source = arena_printf(check_mem(), "10.0.%d.%d", i / 250, i % 250);
        heard += usersvc_second_factor_prove(
                     c, &(struct second_factor_attempt){.id = ada_id, .code = "000000"}, &proof) ==
                 ERR_WRONG_CODE;
        world_pass(w, MINUTE);
    }
    CHECK(heard < 100); /* in a day and a half */
    world_close(&w);
}

/* Another password was proved, and no code. */
static void a_new_password_makes_a_sign_in_no_fresher(void)
{
    struct second_factor_draft draft;
    struct sign_in_reply a = {0};

    start();
    give_password();
    CHECK_OK(browser_second(&ada, authenticator_code(&phone, 0)));
    const struct session_reply before = session_of(&ada);
    world_pass(w, 10 * MINUTE);
    CHECK_OK(authsvc_password_renew(world_call(w, ROLE_GATEWAY),
                                    &(struct password_renewal){.password = APP_PASSWORD,
                                                               .new_password = "another password",
                                                               .session = ada.session},
                                    &a));
    ada.session = a.session;
    CHECK_INT(session_of(&ada).auth_time, before.auth_time);
    CHECK_INT(session_of(&ada).second_at, before.second_at);
    CHECK_ERR(usersvc_second_factor_begin(browser_call(&ada), &NOTHING, &draft), ERR_SIGN_IN_AGAIN);
    world_close(&w);
}

/* -- programs ----------------------------------------------------------------------------------
 */

static enum err program(const char *dialect, const char *password, struct api_sign_in_reply *out)
{
    return authsvc_api_sign_in(
        world_call(w, ROLE_GATEWAY),
        &(struct api_sign_in_request){
            .username = "ada", .password = password, .dialect = dialect, .issuer = WORLD_ISSUER},
        out);
}

static enum err program_second(const char *half, const char *code, struct api_sign_in_reply *out)
{
    return authsvc_api_sign_in_second(
        world_call(w, ROLE_GATEWAY),
        &(struct api_sign_in_second_request){
            .half = half, .code = code, .dialect = "opencollective", .issuer = WORLD_ISSUER},
        out);
}

static enum err program_get(const char *token, struct session_reply *out)
{
    return authsvc_api_session_get(world_call(w, ROLE_GATEWAY),
                                   &(struct api_session_ref){token, "opencollective"}, out);
}

static void where_nobody_can_ask_programs_are_refused(void)
{
    static const char *const dialects[] = {"tailchat", "tachi"};
    struct api_sign_in_reply in = {0};

    start();
    for (size_t i = 0; i < ARRAY_LEN(dialects); i++) {
        CHECK_ERR(program(dialects[i], "a guess", &in), ERR_WRONG_PASSWORD);
        CHECK_ERR(program(dialects[i], APP_PASSWORD, &in), ERR_SECOND_FACTOR);
    }
    world_close(&w);
}

static void elsewhere_they_bring_a_code(void)
{
    struct api_sign_in_reply in = {0}, done = {0};
    struct session_reply who = {0};

    start();
    CHECK_OK(program("opencollective", APP_PASSWORD, &in));
    CHECK(in.half && !in.token && !in.ticket.p);
    CHECK_HAS(payload_of(in.half), "\"scope\":\"twofactorauth\"");
    CHECK_ERR(program_get(in.half, &who), ERR_SIGNED_OUT);
    CHECK_ERR(program_second(in.half, "000000", &done), ERR_WRONG_CODE);
    CHECK_OK(program_second(in.half, authenticator_code(&phone, 0), &done));
    CHECK_OK(program_get(done.token, &who));
    CHECK_INT(who.second_at, world_now(w));
    CHECK_ERR(program_second(in.half, authenticator_code(&phone, 1), &in), ERR_EXPIRED);
    CHECK_ERR(program_second(done.token, authenticator_code(&phone, 1), &in), ERR_EXPIRED);
    give_password();
    CHECK_ERR(program_second(ada.half, authenticator_code(&phone, 1), &in), ERR_EXPIRED);
    world_close(&w);
}

static void a_code_in_mid_session_is_remembered(void)
{
    struct api_sign_in_reply in = {0};
    struct session_reply who = {0};

    start();
    CHECK_OK(program("opencollective", APP_PASSWORD, &in));
    CHECK_OK(program_second(in.half, authenticator_code(&phone, 0), &in));
    world_pass(w, 10 * MINUTE);
    CHECK_OK(program_get(in.token, &who));
    struct call *c = world_call(w, ROLE_GATEWAY);
    c->ticket = who.ticket;
    CHECK_ERR(authsvc_second_factor_check(c, &(struct second_factor_code){"000000"}, &NOTHING),
              ERR_WRONG_CODE);
    CHECK_OK(authsvc_second_factor_check(
        c, &(struct second_factor_code){authenticator_code(&phone, 0)}, &NOTHING));
    CHECK_OK(program_get(in.token, &who));
    CHECK_INT(who.second_at, world_now(w));
    CHECK_INT(who.auth_time, world_now(w) - 10 * MINUTE);
    world_close(&w);
}

/* -- at once ------------------------------------------------------------------------------------
 */

enum { THREADS = 5 };

static struct racer {
    pthread_t thread;
    struct arena mem;
    struct call call;
    struct sign_in_second_request q;
    enum err error;
} racers[THREADS];

static void *race(void *arg)
{
    struct racer *self = arg;
    struct sign_in_reply a;

    self->error = authsvc_sign_in_second(&self->call, &self->q, &a);
    return NULL;
}

/* Each with this code in a browser of their own: how many are let in. */
static int all_at_once(const char *code)
{
    int won = 0;

    for (size_t i = 0; i < THREADS; i++) {
        struct browser here = browser_of(w, "ada");
        CHECK_OK(browser_sign_in(&here, NULL, APP_PASSWORD));
        racers[i].q = (struct sign_in_second_request){
            .half = here.half, .code = code, .browser = here.cookie};
        arena_init(&racers[i].mem, ARENA_LIMIT);
    }
    for (size_t i = 0; i < THREADS; i++) {
        world_call_in(w, ROLE_GATEWAY, &racers[i].mem, &racers[i].call);
        CHECK_INT(pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(racers[i].thread, NULL);
        won += racers[i].error == OK;
        CHECK(racers[i].error == OK || racers[i].error == ERR_WRONG_CODE ||
              racers[i].error == ERR_THROTTLED);
    }
    for (size_t i = 0; i < THREADS; i++)
        arena_done(&racers[i].mem);
    return won;
}

static void of_many_with_one_code_one_is_let_in(void)
{
    world_close(&w);
    start_in(world_threaded());
    CHECK_INT(all_at_once(authenticator_code(&phone, 0)), 1);
    world_pass(w, 5 * MINUTE);
    CHECK_INT(all_at_once(phone.recovery.v[0]), 1);
    world_close(&w);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(half_a_sign_in_is_no_session),
        CASE(apps_are_told_by_what_means),
        CASE(a_code_works_once_and_none_before_it_any_more),
        CASE(it_works_where_it_began),
        CASE(it_works_for_five_minutes),
        CASE(what_happens_in_between_counts),
        CASE(guessing_is_slowed_and_the_password_helps_nobody),
        CASE(from_many_places_as_well),
        CASE(a_new_password_makes_a_sign_in_no_fresher),
        CASE(where_nobody_can_ask_programs_are_refused),
        CASE(elsewhere_they_bring_a_code),
        CASE(a_code_in_mid_session_is_remembered),
        CASE(of_many_with_one_code_one_is_let_in),
        {0},
    });
}
