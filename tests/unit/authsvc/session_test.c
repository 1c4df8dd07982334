/* session_test - who is signed in, for how long, and what ends it. */
#include "fixture.h"
#include "place.h"
#include "secret.h"
#include "session_store.h"
#include <string.h>

static struct auth *auth;

static enum err get(const char *session, struct session_reply *out)
{
    return on_session_get(auth_call(auth), &(struct session_ref){session}, out);
}

static struct actor actor_of(const char *session)
{
    struct session_reply reply;
    struct actor actor;

    CHECK_OK(get(session, &reply));
    CHECK_OK(actor_check(check_mem(), (struct bytes){auth->actor_key, ACTOR_PUBLIC_LEN},
                         reply.ticket, auth->now, &actor));
    return actor;
}

static bool alive(const char *session)
{
    struct session_reply reply;
    enum err e = get(session, &reply);

    CHECK(e == OK || e == ERR_SIGNED_OUT);
    return e == OK;
}

static void a_sign_in_makes_a_session(void)
{
    struct session_reply reply;
    struct sign_in_reply in;

    auth = auth_open();
    CHECK_OK(on_sign_in(auth_call(auth),
                        &(struct sign_in_request){.username = "ada",
                                                  .password = auth->password,
                                                  .browser = AUTH_BROWSER,
                                                  .user_agent = "a browser"},
                        &in));
    CHECK_INT(strlen(in.session), 43);
    CHECK_INT(in.lifetime, 14 * 24 * 3600);
    CHECK_OK(get(in.session, &reply));
    CHECK_INT(reply.auth_time, auth->now);
}

static void a_ticket_names_the_person_for_five_minutes(void)
{
    auth = auth_open();
    struct actor actor = actor_of(auth_sign_in(auth, NULL, NULL));
    CHECK_STR(actor.person, "person-ada");
    CHECK_STR(actor.groups, "staff");
    CHECK_INT(strlen(actor.sid), 22);
    CHECK_INT(actor.auth_time, auth->now);
    CHECK_INT(actor.expires_at, auth->now + 5 * AUTH_MINUTE);
}

static void groups_are_those_of_now(void)
{
    auth = auth_open();
    const char *session = auth_sign_in(auth, NULL, NULL);
    auth->person.groups = NULL;
    CHECK_STR(actor_of(session).groups, NULL);
}

static void a_wrong_password_makes_none(void)
{
    struct sign_in_reply in;

    auth = auth_open();
    CHECK_ERR(on_sign_in(auth_call(auth),
                         &(struct sign_in_request){
                             .username = "ada", .password = "wrong", .browser = AUTH_BROWSER},
                         &in),
              ERR_WRONG_PASSWORD);
    auth->usersvc = ERR_BUSY;
    CHECK_ERR(on_sign_in(auth_call(auth),
                         &(struct sign_in_request){.username = "ada",
                                                   .password = auth->password,
                                                   .browser = AUTH_BROWSER},
                         &in),
              ERR_BUSY);
}

static void a_wrong_password_leaves_the_old_session(void)
{
    struct sign_in_reply in;

    auth = auth_open();
    const char *session = auth_sign_in(auth, NULL, NULL);
    CHECK_ERR(on_sign_in(auth_call(auth),
                         &(struct sign_in_request){.username = "ada",
                                                   .password = "wrong",
                                                   .browser = AUTH_BROWSER,
                                                   .session = session},
                         &in),
              ERR_WRONG_PASSWORD);
    CHECK(alive(session));
}

static void signing_in_again_renews_the_cookie_and_keeps_the_sid(void)
{
    auth = auth_open();
    const char *first = auth_sign_in(auth, NULL, NULL);
    struct actor before = actor_of(first);
    auth_pass(auth, AUTH_MINUTE);
    const char *second = auth_sign_in(auth, NULL, first);
    struct actor after = actor_of(second);
    CHECK(strcmp(first, second) != 0);
    CHECK(!alive(first));
    CHECK_STR(after.sid, before.sid);
    CHECK_INT(after.auth_time, before.auth_time + AUTH_MINUTE);
}

static void another_person_gets_another_sid(void)
{
    auth = auth_open();
    const char *first = auth_sign_in(auth, NULL, NULL);
    const char *sid = actor_of(first).sid;
    auth->person.id = "person-eve";
    auth->person.username = "eve";
    const char *second = auth_sign_in(auth, NULL, first);
    CHECK(strcmp(actor_of(second).sid, sid) != 0);
    auth->person.id = "person-ada";
    CHECK(!alive(first));
}

static void a_new_generation_gets_another_sid(void)
{
    auth = auth_open();
    const char *first = auth_sign_in(auth, NULL, NULL);
    const char *sid = actor_of(first).sid;
    auth->person.generation = 2;
    CHECK(strcmp(actor_of(auth_sign_in(auth, NULL, first)).sid, sid) != 0);
}

static void a_session_that_has_expired_does_not_go_on(void)
{
    auth = auth_open();
    const char *first = auth_sign_in(auth, NULL, NULL);
    const char *sid = actor_of(first).sid;
    auth_pass(auth, 12 * AUTH_HOUR);
    CHECK(strcmp(actor_of(auth_sign_in(auth, NULL, first)).sid, sid) != 0);
}

static void two_browsers_have_two_sessions(void)
{
    auth = auth_open();
    const char *one = auth_sign_in(auth, NULL, NULL), *two = auth_sign_in(auth, NULL, NULL);
    CHECK(strcmp(actor_of(one).sid, actor_of(two).sid) != 0);
}

static void signing_out_ends_it(void)
{
    struct nothing done;

    auth = auth_open();
    const char *session = auth_sign_in(auth, NULL, NULL), *other = auth_sign_in(auth, NULL, NULL);
    CHECK_OK(on_sign_out(auth_call(auth), &(struct session_ref){session}, &done));
    CHECK(!alive(session));
    CHECK(alive(other));
    CHECK_OK(on_sign_out(auth_call(auth), &(struct session_ref){session}, &done)); /* again */
    CHECK_OK(on_sign_out(auth_call(auth), &(struct session_ref){"never-was"}, &done));
}

static void what_ends_a_person_ends_the_session_for_good(void)
{
    auth = auth_open();
    const char *session = auth_sign_in(auth, NULL, NULL);
    auth->person.generation = 2;
    CHECK(!alive(session));
    auth->person.generation = 1;
    CHECK(!alive(session));

    session = auth_sign_in(auth, NULL, NULL);
    auth->person.disabled = true;
    CHECK(!alive(session));
    auth->person.disabled = false;
    CHECK(!alive(session));

    session = auth_sign_in(auth, NULL, NULL);
    auth->person.id = NULL;
    CHECK(!alive(session));
    auth->person.id = "person-ada";
    CHECK(!alive(session));
}

static void nobody_is_signed_out_because_usersvc_is_away(void)
{
    struct session_reply reply;

    auth = auth_open();
    const char *session = auth_sign_in(auth, NULL, NULL);
    auth->usersvc = ERR_UNAVAILABLE;
    CHECK_ERR(get(session, &reply), ERR_UNAVAILABLE);
    auth->usersvc = OK;
    CHECK(alive(session));
}

static void a_session_ends_after_twelve_hours_without_use(void)
{
    auth = auth_open();
    const char *session = auth_sign_in(auth, NULL, NULL);
    auth_pass(auth, 12 * AUTH_HOUR);
    CHECK(!alive(session));
}

static void use_keeps_it_alive(void)
{
    auth = auth_open();
    const char *session = auth_sign_in(auth, NULL, NULL);
    for (int i = 0; i < 5; i++) {
        auth_pass(auth, 12 * AUTH_HOUR - 1);
        CHECK(alive(session));
    }
}

static void two_weeks_are_the_end_in_any_case(void)
{
    auth = auth_open();
    const char *session = auth_sign_in(auth, NULL, NULL);
    for (int i = 0; i < 14 * 4 - 1; i++) {
        auth_pass(auth, 6 * AUTH_HOUR);
        CHECK(alive(session));
    }
    auth_pass(auth, 6 * AUTH_HOUR - 1);
    CHECK(alive(session));
    CHECK(actor_of(session).expires_at == auth->now + 1);
    auth_pass(auth, 1);
    CHECK(!alive(session));
}

static void a_late_note_of_use_takes_nothing_back(void)
{
    auth = auth_open();
    const char *session = auth_sign_in(auth, NULL, NULL);
    struct bytes hash = secret_digest(check_mem(), bytes_of(session));
    CHECK_OK(session_store_touch(auth->svc->store, hash, auth->now - 1, auth->now + 1));
    auth_pass(auth, AUTH_HOUR);
    CHECK(alive(session));
}

static int64_t units(void)
{
    struct store_stats stats;

    store_stats(auth->svc->store, &stats);
    return stats.units;
}

static void use_is_written_down_once_a_minute(void)
{
    auth = auth_open();
    const char *session = auth_sign_in(auth, NULL, NULL);
    int64_t before = units();
    for (int i = 0; i < 59; i++) {
        auth_pass(auth, AUTH_SECOND);
        CHECK(alive(session));
    }
    CHECK_INT(units(), before);
    auth_pass(auth, AUTH_SECOND);
    CHECK(alive(session));
    CHECK_INT(units(), before + 1);
}

static void a_cookie_is_nowhere_in_the_database(void)
{
    auth = auth_open();
    const char *session = auth_sign_in(auth, NULL, NULL);

    CHECK(alive(session));
    CHECK(!place_holds(check_dir(), "authsvc", session));
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(a_sign_in_makes_a_session),
        CASE(a_ticket_names_the_person_for_five_minutes),
        CASE(groups_are_those_of_now),
        CASE(a_wrong_password_makes_none),
        CASE(a_wrong_password_leaves_the_old_session),
        CASE(signing_in_again_renews_the_cookie_and_keeps_the_sid),
        CASE(another_person_gets_another_sid),
        CASE(a_new_generation_gets_another_sid),
        CASE(a_session_that_has_expired_does_not_go_on),
        CASE(two_browsers_have_two_sessions),
        CASE(signing_out_ends_it),
        CASE(what_ends_a_person_ends_the_session_for_good),
        CASE(nobody_is_signed_out_because_usersvc_is_away),
        CASE(a_session_ends_after_twelve_hours_without_use),
        CASE(use_keeps_it_alive),
        CASE(two_weeks_are_the_end_in_any_case),
        CASE(a_late_note_of_use_takes_nothing_back),
        CASE(use_is_written_down_once_a_minute),
        CASE(a_cookie_is_nowhere_in_the_database),
        {0},
    });

    auth_close();
    return status;
}
