/* restore_test - a backup that was put back brings back no more than names and secrets. */
#include "authenticator.h"
#include "check.h"
#include "place.h"
#include "post.h"
#include "put_back.h"
#include "streams.h"
#include <unistd.h>

#define ALL "openid profile email offline_access"
#define CLIENTS_OWN "reports"

enum { SECOND = 1000, HOUR = 3600 * SECOND };

static const char *const services[] = {"courier", "tokensvc", "authsvc", "usersvc"};

static struct world *w;
static struct app app, program;
static struct browser ada;
static const char *ada_id;

static struct call *admin(void)
{
    return world_call(w, ROLE_ADMIN);
}

static void begin(void)
{
    if (place_is_server())
        check_skip("a server makes copies itself");
    world_close(&w); /* of a case that failed */
    w = world_open();
    app = app_add(w, &(struct client_add_request){.confidential = true, .scope = ALL});
    program = app_add(w, &(struct client_add_request){.confidential = true,
                                                      .scope = CLIENTS_OWN,
                                                      .grant_types = "client_credentials"});
    ada_id = person_new(w, "ada");
    ada = browser_of(w, "ada");
}

static struct token_reply tokens_of(struct browser *who, const char *scope)
{
    struct token_reply t;

    CHECK_OK(app_redeem(&app, browser_code(who, &app, scope), NULL, &t));
    return t;
}

static const char *programs_own(void)
{
    struct token_reply t;

    CHECK_OK(app_ask(&program, &(struct token_request){.grant_type = "client_credentials"}, &t));
    return t.access_token;
}

/* --- the copies --- */

static struct backup_copy copies[ARRAY_LEN(services)];

static enum err ask_for_copy(const char *service, const char *batch, struct backup_copy *out)
{
    return rpc_call_to(admin(), service, &service_backup_method,
                       &(struct backup_request){.batch = batch}, out);
}

static void back_up(void)
{
    for (size_t i = 0; i < ARRAY_LEN(services); i++)
        CHECK_OK(ask_for_copy(services[i], "monday", &copies[i]));
}

static const char *database(const char *service)
{
    return arena_printf(check_mem(), "%s/default/%s.db", world_dir(w), service);
}

static void put_back_one(const char *service, const char *copy)
{
    AUTO_CLOSE(put_back) *place = NULL;
    struct copy_about about;
    const char *why = NULL;

    CHECK_OK(put_back_open(database(service), &place, check_mem(), &why));
    CHECK_OK(put_back_stage(place, copy, check_mem(), &about, &why));
    CHECK_STR(about.mark.service, service);
    CHECK_STR(about.mark.batch, "monday");
    CHECK_OK(put_back_swap(place, arena_printf(check_mem(), "%s.kept", database(service)),
                           check_mem(), &why));
}

static void put_back_all(void)
{
    for (size_t i = 0; i < ARRAY_LEN(services); i++)
        put_back_one(services[i], copies[i].path);
}

static void restore(void)
{
    world_pass(w, SECOND);
    world_restart(w, put_back_all);
}

/* --- what is over --- */

static void is_over(const struct token_reply *t)
{
    struct userinfo_reply who;
    struct token_reply none;

    CHECK(!app_active(&app, t->access_token));
    CHECK_ERR(app_userinfo(&app, t->access_token, &who), ERR_INVALID_TOKEN);
    CHECK_ERR(app_refresh(&app, t->refresh_token, &none), ERR_INVALID_GRANT);
}

static bool signed_in(const struct browser *who)
{
    struct session_reply a;

    return authsvc_session_get(world_call(w, ROLE_GATEWAY),
                               &(struct session_ref){.session = who->session}, &a) == OK;
}

static void families_end_revoked_or_not_born_before_or_after(void)
{
    begin();
    const struct token_reply kept = tokens_of(&ada, ALL), revoked = tokens_of(&ada, ALL);
    back_up();
    CHECK_OK(app_revoke(&app, revoked.refresh_token));
    const struct token_reply later = tokens_of(&ada, ALL);
    restore();
    is_over(&revoked);
    is_over(&kept);
    is_over(&later);
    world_close(&w);
}

static void sessions_end_signed_out_or_not(void)
{
    begin();
    struct browser out = browser_of(w, "ada");
    tokens_of(&out, "openid");
    tokens_of(&ada, "openid");
    back_up();
    CHECK_OK(authsvc_sign_out(world_call(w, ROLE_GATEWAY),
                              &(struct session_ref){.session = out.session}, &NOTHING));
    struct browser later = browser_of(w, "ada");
    tokens_of(&later, "openid");
    restore();
    CHECK(!signed_in(&out));
    CHECK(!signed_in(&ada));
    CHECK(!signed_in(&later));
    world_close(&w);
}

static void codes_and_requests_under_way_are_forgotten(void)
{
    struct token_reply none;
    struct interaction_step page, next;

    begin();
    tokens_of(&ada, "openid");
    const char *early = browser_code(&ada, &app, "openid");
    struct app as_then = app;
    struct browser waiting = browser_of(w, "ada");
    CHECK_OK(browser_begin(&waiting, &app, "openid", NULL, &page));
    back_up();
    const char *late = browser_code(&ada, &app, "openid");
    restore();
    CHECK_ERR(app_redeem(&as_then, early, NULL, &none), ERR_INVALID_GRANT);
    CHECK_ERR(app_redeem(&app, late, NULL, &none), ERR_INVALID_GRANT);
    CHECK(browser_go_on(&waiting, page.handle, &next) != OK);
    world_close(&w);
}

static void everybody_is_asked_again(void)
{
    struct interaction_step step;

    begin();
    tokens_of(&ada, ALL);
    back_up();
    CHECK_OK(tokensvc_grant_end(
        admin(), &(struct grant_ref){.person = ada_id, .client_id = app.client_id}, &NOTHING));
    restore();
    CHECK_OK(browser_sign_in(&ada, NULL, APP_PASSWORD));
    CHECK_OK(browser_begin(&ada, &app, "openid", NULL, &step));
    CHECK(step.consent);
    world_close(&w);
}

static void what_clients_hold_themselves_ends(void)
{
    struct client c;

    begin();
    const char *early = programs_own();
    back_up();
    CHECK_OK(app_revoke(&program, early));
    CHECK_OK(authsvc_client_disable(admin(), &(struct client_ref){program.client_id}, &c));
    CHECK_OK(authsvc_client_enable(admin(), &(struct client_ref){program.client_id}, &c));
    const char *late = programs_own(); /* under a generation that the copy does not have */
    restore();
    CHECK(!app_active(&program, early));
    CHECK(!app_active(&program, late));
    CHECK(app_active(&program, programs_own()));
    world_close(&w);
}

static void forgot(void)
{
    CHECK_OK(usersvc_password_forgot(
        world_call(w, ROLE_GATEWAY),
        &(struct password_forgot_request){.username = "ada@example.org"}, &NOTHING));
}

static struct person person_get(const char *id)
{
    struct person p;

    CHECK_OK(usersvc_person_get(admin(), &(struct person_ref){.id = id}, &p));
    return p;
}

static void no_number_is_given_twice(void)
{
    begin();
    const int64_t kept = person_get(ada_id).number;
    back_up();
    const int64_t lost = person_get(person_new(w, "bob")).number;
    restore();
    const int64_t next = person_get(person_new(w, "bob")).number;
    CHECK_INT(person_get(ada_id).number, kept);
    CHECK(lost > kept && next > lost);
    CHECK(next > lost + 10 * (world_now(w) - copies[3].taken_at) / SECOND); /* usersvc's */
    world_close(&w);
}

static void what_is_in_mails_and_on_paper_is_dead(void)
{
    struct link_view view;

    begin();
    forgot();
    const char *token = post_wait(w, "ada@example.org", "/password/reset");
    CHECK_OK(browser_sign_in(&ada, NULL, APP_PASSWORD));
    struct authenticator phone = authenticator_add(&ada);
    back_up();
    restore();
    CHECK_OK(browser_sign_in(&ada, NULL, APP_PASSWORD));
    CHECK_ERR(browser_second(&ada, phone.recovery.v[0]), ERR_WRONG_CODE);
    CHECK_OK(browser_second(&ada, authenticator_code(&phone, 1)));
    CHECK(usersvc_password_link(world_call(w, ROLE_GATEWAY), &(struct link_ref){.token = token},
                                &view) != OK);
    world_close(&w);
}

static void what_waited_to_be_sent_is_not(void)
{
    struct delivery trial;
    struct delivery_page page;

    begin();
    CHECK_OK(
        courier_mail_try(admin(), &(struct mail_try_request){.to = "bob@example.org"}, &trial));
    forgot();
    back_up();
    restore();
    post_deliver(w);
    CHECK_INT(post_count(w, NULL, NULL), 0);
    CHECK_OK(courier_delivery_list(admin(), &(struct delivery_page_request){.limit = 100}, &page));
    CHECK_INT(page.deliveries.n, 1);
    CHECK_STR(page.deliveries.v[0].id, trial.id);
    CHECK_STR(page.deliveries.v[0].state, "given_up");
    forgot(); /* and who asks again is sent one */
    CHECK(post_wait(w, "ada@example.org", "/password/reset"));
    world_close(&w);
}

/* A generation that was reached after the copy is never reached again with another meaning. */
static void a_second_restore_of_the_same_copy_ends_what_came_after_the_first(void)
{
    begin();
    back_up();
    restore();
    const struct token_reply between = tokens_of(&ada, ALL);
    const char *own = programs_own();
    CHECK(app_active(&app, between.access_token));
    world_pass(w, HOUR / 60);
    for (size_t i = 0; i < ARRAY_LEN(services); i++)
        CHECK_INT(unlink(arena_printf(check_mem(), "%s.kept", database(services[i]))), 0);
    restore();
    is_over(&between);
    CHECK(!app_active(&program, own));
    CHECK(!signed_in(&ada));
    world_close(&w);
}

/* --- what is back: docs/OPERATIONS.md says so to the operator --- */

static void names_passwords_and_secrets_are_those_of_then(void)
{
    struct client_secret_reply rotated;
    struct person p;
    struct token_reply t;

    begin();
    back_up();
    CHECK_OK(usersvc_password_set(
        admin(), &(struct password_set_request){.id = ada_id, .password = "another horse"},
        &NOTHING));
    CHECK_OK(authsvc_client_secret_rotate(
        admin(), &(struct client_secret_rotate_request){.client_id = app.client_id}, &rotated));
    const char *bob = person_new(w, "bob");
    restore();
    CHECK_ERR(usersvc_person_get(admin(), &(struct person_ref){.id = bob}, &p), ERR_NOT_FOUND);
    CHECK_ERR(browser_sign_in(&ada, NULL, "another horse"), ERR_WRONG_PASSWORD);
    t = tokens_of(&ada, ALL); /* under the old password and the old secret */
    CHECK(app_active(&app, t.access_token));
    struct app newer = app;
    newer.client_secret = rotated.client_secret;
    CHECK_ERR(app_refresh(&newer, t.refresh_token, &t), ERR_INVALID_CLIENT);
    world_close(&w);
}

static void everything_goes_on(void)
{
    begin();
    tokens_of(&ada, ALL);
    back_up();
    tokens_of(&ada, ALL);
    restore();
    struct token_reply t = tokens_of(&ada, ALL);
    for (int i = 0; i < 3; i++)
        CHECK_OK(app_refresh(&app, t.refresh_token, &t));
    world_idle(w);
    world_follow(w);
    world_restart(w, NULL); /* an ordinary one: nothing ends */
    CHECK_OK(app_refresh(&app, t.refresh_token, &t));
    CHECK(signed_in(&ada));
    world_close(&w);
}

/* --- the streams --- */

static void it_is_written_down(void)
{
    begin();
    tokens_of(&ada, ALL);
    back_up();
    struct streams streams = streams_of(w);
    restore();
    CHECK_STR(streams_news(&streams), "tokens_put_back clients_put_back people_put_back");
    CHECK_STR(streams.last.subject, "monday");
    CHECK_STR(streams_fault(w), NULL);
    world_close(&w);
}

/* --- what cannot be --- */

static void a_copy_is_made_for_administrators_under_a_plain_name(void)
{
    struct backup_copy copy;

    begin();
    CHECK_ERR(ask_for_copy("usersvc", "../../x", &copy), ERR_BAD_FIELD);
    CHECK_OK(ask_for_copy("usersvc", "2026-01-01T00-00-00Z", &copy));
    CHECK_STR(copy.service, "usersvc");
    CHECK_INT(copy.taken_at, world_now(w));
    CHECK_INT(copy.size, check_file(copy.path).n);
    CHECK_ERR(ask_for_copy("usersvc", "2026-01-01T00-00-00Z", &copy), ERR_EXISTS);
    CHECK_ERR(rpc_call_to(world_call(w, ROLE_GATEWAY), "usersvc", &service_backup_method,
                          &(struct backup_request){.batch = "x"}, &copy),
              ERR_FORBIDDEN);
    world_close(&w);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(families_end_revoked_or_not_born_before_or_after),
        CASE(sessions_end_signed_out_or_not),
        CASE(codes_and_requests_under_way_are_forgotten),
        CASE(everybody_is_asked_again),
        CASE(what_clients_hold_themselves_ends),
        CASE(no_number_is_given_twice),
        CASE(what_is_in_mails_and_on_paper_is_dead),
        CASE(what_waited_to_be_sent_is_not),
        CASE(a_second_restore_of_the_same_copy_ends_what_came_after_the_first),
        CASE(names_passwords_and_secrets_are_those_of_then),
        CASE(everything_goes_on),
        CASE(it_is_written_down),
        CASE(a_copy_is_made_for_administrators_under_a_plain_name),
        {0},
    });
}
