/* consent_test - what stands, and what withdrawing ends. */
#include "fixture.h"

static struct auth *auth;
static const char *client, *session;

static void begin(void)
{
    auth = auth_open();
    client = auth_client(auth, (struct client_add_request){0});
    session = auth_sign_in(auth, NULL, NULL);
}

static struct consent_standing_reply standing(const char *sid)
{
    struct consent_standing_reply a = {0};

    CHECK_OK(on_consent_standing(
        auth_call(auth),
        &(struct consent_standing_request){
            .client_id = client, .person = "person-ada", .dialect = "standard", .sid = sid},
        &a));
    return a;
}

static void withdraw(void)
{
    struct nothing done;

    CHECK_OK(on_consent_withdraw(auth_call(auth),
                                 &(struct consent_ref){.client_id = client, .person = "person-ada"},
                                 &done));
}

static const char *sid(void)
{
    struct authorization a;
    struct code_take_request q =
        auth_redemption(client, auth_code(auth, client, session, "openid"));

    CHECK_OK(on_code_take(auth_call(auth), &q, &a));
    return a.sid;
}

static void without_consent_nothing_stands(void)
{
    begin();
    struct consent_standing_reply a = standing(NULL);
    CHECK(!a.consented);
    CHECK_INT(a.generation, 0);
    CHECK_STR(a.scope, NULL);
    CHECK(a.session_alive); /* none was asked for */
}

static void consent_stands_with_its_scope(void)
{
    begin();
    auth_code(auth, client, session, "openid");
    auth_code(auth, client, session, "email");
    struct consent_standing_reply a = standing(NULL);
    CHECK(a.consented);
    CHECK_INT(a.generation, 1);
    CHECK_STR(a.scope, "openid email");
}

static void consent_is_of_one_dialect(void)
{
    struct consent_standing_reply a = {0};

    begin();
    auth_code(auth, client, session, "openid");
    CHECK_OK(on_consent_standing(auth_call(auth),
                                 &(struct consent_standing_request){.client_id = client,
                                                                    .person = "person-ada",
                                                                    .dialect = "tailchat"},
                                 &a));
    CHECK(!a.consented);
}

static void each_withdrawal_makes_a_new_generation_for_ever(void)
{
    begin();
    for (int64_t generation = 1; generation < 5; generation++) {
        auth_code(auth, client, session, "openid");
        CHECK_INT(standing(NULL).generation, generation);
        withdraw();
        CHECK(!standing(NULL).consented);
        withdraw(); /* again: nothing more happens */
    }
}

static void what_was_withdrawn_is_asked_for_again(void)
{
    begin();
    auth_code(auth, client, session, "openid profile");
    withdraw();
    struct authorize_request q = auth_request(client, session);
    q.scope = "openid";
    struct interaction_step step = auth_authorize(auth, &q);
    CHECK_STR(step.consent->new_scope, "openid");
    CHECK_OK(auth_decide(auth, &step, session, "allow", &step));
    CHECK_STR(standing(NULL).scope, "openid");
}

static void a_page_that_was_open_is_worth_nothing_after_a_withdrawal(void)
{
    struct interaction_step step;

    begin();
    struct authorize_request q = auth_request(client, session);
    struct interaction_step asked = auth_authorize(auth, &q);
    q.session = NULL;
    struct interaction_step waiting = auth_authorize(auth, &q);
    auth_sign_in(auth, waiting.handle, NULL);
    withdraw();
    CHECK_ERR(auth_decide(auth, &asked, session, "allow", &step), ERR_EXPIRED);
    CHECK_ERR(on_interaction(auth_call(auth),
                             &(struct interaction_request){.handle = waiting.handle,
                                                           .browser = AUTH_BROWSER,
                                                           .session = session},
                             &step),
              ERR_EXPIRED);
    CHECK(!standing(NULL).consented);
}

static void consent_never_grows_beyond_what_the_client_has_registered(void)
{
    struct client now;

    begin();
    auth_code(auth, client, session, "openid profile");
    CHECK_OK(on_client_update(
        auth_call(auth),
        &(struct client_update_request){.client_id = client, .scope = "openid email"}, &now));
    auth_code(auth, client, session, "email");
    CHECK_STR(standing(NULL).scope, "openid email");
}

static void a_session_is_alive_until_it_ends(void)
{
    struct nothing done;

    begin();
    const char *id = sid();
    CHECK(standing(id).session_alive);
    CHECK(!standing("no-such-sid").session_alive);
    CHECK_OK(on_sign_out(auth_call(auth), &(struct session_ref){session}, &done));
    CHECK(!standing(id).session_alive);
    CHECK(standing(id).consented);
}

static void a_session_of_somebody_else_is_none(void)
{
    struct consent_standing_reply a = {0};

    begin();
    CHECK_OK(on_consent_standing(
        auth_call(auth),
        &(struct consent_standing_request){
            .client_id = client, .person = "person-eve", .dialect = "standard", .sid = sid()},
        &a));
    CHECK(!a.session_alive);
}

static void asking_does_not_keep_a_session_alive(void)
{
    begin();
    const char *id = sid();
    auth_pass(auth, 12 * AUTH_HOUR - 1);
    CHECK(standing(id).session_alive);
    auth_pass(auth, 1);
    CHECK(!standing(id).session_alive);
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(without_consent_nothing_stands),
        CASE(consent_stands_with_its_scope),
        CASE(consent_is_of_one_dialect),
        CASE(each_withdrawal_makes_a_new_generation_for_ever),
        CASE(what_was_withdrawn_is_asked_for_again),
        CASE(a_page_that_was_open_is_worth_nothing_after_a_withdrawal),
        CASE(consent_never_grows_beyond_what_the_client_has_registered),
        CASE(a_session_is_alive_until_it_ends),
        CASE(a_session_of_somebody_else_is_none),
        CASE(asking_does_not_keep_a_session_alive),
        {0},
    });

    auth_close();
    return status;
}
