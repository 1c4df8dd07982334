/* bare_code_test - codes that a person has made without a page: within what they have allowed
 * before, and no further. */
#include "bare_code.h"
#include "fixture.h"
#include "place.h"
#include "shape.h"
#include <string.h>

#define ALL "submit_score manage_rivals"

static struct auth *auth;
static const char *client, *session;

static const char *app(const char *scope)
{
    return auth_client(auth, (struct client_add_request){.dialects = "tachi", .scope = scope});
}

static void begin(void)
{
    auth = auth_open();
    client = app(ALL);
    session = auth_sign_in(auth, NULL, NULL);
}

/* The call of who has this cookie. */
static struct call *by(const char *cookie)
{
    struct session_reply who = {0};
    struct actor *actor = ARENA_NEW(check_mem(), actor);
    struct call *c = auth_call(auth);

    CHECK_OK(on_session_get(auth_call(auth), &(struct session_ref){cookie}, &who));
    CHECK_OK(actor_check(check_mem(), (struct bytes){auth->actor_key, ACTOR_PUBLIC_LEN}, who.ticket,
                         auth->now, actor));
    c->role = ROLE_GATEWAY;
    c->actor = actor;
    return c;
}

static enum err add(const char *client_id, const char *dialect, const char **code)
{
    const struct code_add_request q = {.client_id = client_id, .dialect = dialect};
    struct code_add_reply a = {0};
    enum err e = on_code_add(by(session), &q, &a);

    *code = a.code;
    if (!e)
        CHECK_INT(a.created_at, auth->now);
    return e;
}

static const char *bare(void)
{
    const char *code = NULL;

    CHECK_OK(add(NULL, "tachi", &code));
    return code;
}

static void allow(const char *client_id)
{
    struct authorize_request q = auth_request(client_id, session);

    q.dialect = "tachi";
    struct interaction_step step = auth_authorize(auth, &q);
    CHECK(step.consent);
    CHECK_OK(auth_decide(auth, &step, session, "allow", &step));
}

static enum err take(const char *client_id, const char *code, const char *attempt,
                     struct authorization *a)
{
    struct code_take_request q = auth_redemption(client_id, code);

    q.dialect = "tachi";
    q.code_verifier = NULL;
    if (attempt)
        q.attempt = attempt;
    *a = (struct authorization){0};
    return on_code_take(auth_call(auth), &q, a);
}

static void it_yields_what_was_allowed_before(void)
{
    static const struct shape shape = {"", SHAPE_HEX, 40};
    struct authorization a, again;

    begin();
    allow(client);
    const char *code = bare();
    CHECK(shape_fits(&shape, code));
    CHECK_OK(take(client, code, NULL, &a));
    CHECK_STR(a.person, "person-ada");
    CHECK_STR(a.scope, ALL);
    CHECK(a.client_generation == 1 && a.person_generation == 1 && a.consent_generation == 1);
    CHECK_OK(take(client, code, NULL, &again)); /* the same attempt */
    CHECK(!again.replayed);
    CHECK_STR(again.family, a.family);
}

static void to_others_there_is_no_such_code_and_it_is_used_up(void)
{
    struct authorization a;

    begin();
    allow(client);
    const char *stranger = app("submit_score"), *code = bare();
    CHECK_ERR(take(stranger, code, NULL, &a), ERR_INVALID_GRANT);
    CHECK_ERR(take(client, code, "attempt-000000002", &a), ERR_INVALID_GRANT);
}

static void the_same_client_twice_ends_what_came_of_it(void)
{
    struct authorization a, second;

    begin();
    allow(client);
    const char *code = bare();
    CHECK_OK(take(client, code, NULL, &a));
    CHECK_OK(take(client, code, "attempt-000000002", &second));
    CHECK(second.replayed);
    CHECK_STR(second.family, a.family);
}

static void consent_has_to_cover_all_that_is_registered(void)
{
    struct client changed;
    struct authorization a;

    begin();
    allow(client);
    const struct client_update_request more = {.client_id = client, .scope = ALL " delete_score"};
    CHECK_OK(on_client_update(auth_call(auth), &more, &changed));
    CHECK_ERR(take(client, bare(), NULL, &a), ERR_INVALID_GRANT);
    const struct client_update_request less = {.client_id = client, .scope = "submit_score"};
    CHECK_OK(on_client_update(auth_call(auth), &less, &changed));
    CHECK_OK(take(client, bare(), NULL, &a));
    CHECK_STR(a.scope, "submit_score");
}

static void withdrawn_consent_counts_for_nothing(void)
{
    struct authorization a;
    struct nothing done;

    begin();
    allow(client);
    const char *code = bare();
    const struct consent_ref ref = {.client_id = client, .person = "person-ada"};
    CHECK_OK(on_consent_withdraw(auth_call(auth), &ref, &done));
    CHECK_ERR(take(client, code, NULL, &a), ERR_INVALID_GRANT);
}

static void the_redirect_uri_is_the_client_s(void)
{
    struct authorization a;

    begin();
    allow(client);
    struct code_take_request q = auth_redemption(client, bare());
    q.dialect = "tachi";
    q.code_verifier = NULL;
    q.redirect_uri = "https://elsewhere.example/";
    CHECK_ERR(on_code_take(auth_call(auth), &q, &a), ERR_INVALID_GRANT);
    q = auth_redemption(client, bare());
    q.dialect = "tachi";
    q.code_verifier = NULL;
    q.redirect_uri = NULL;
    CHECK_ERR(on_code_take(auth_call(auth), &q, &a), ERR_INVALID_GRANT);
}

static void it_lives_five_minutes_and_as_long_as_the_session(void)
{
    struct authorization a;
    struct nothing done;

    begin();
    allow(client);
    const char *early = bare(), *late = bare();
    auth_pass(auth, 5 * AUTH_MINUTE - 1);
    CHECK_OK(take(client, early, NULL, &a));
    auth_pass(auth, 1);
    CHECK_ERR(take(client, late, NULL, &a), ERR_INVALID_GRANT);
    const char *code = bare();
    CHECK_OK(on_sign_out(auth_call(auth), &(struct session_ref){session}, &done));
    CHECK_ERR(take(client, code, NULL, &a), ERR_INVALID_GRANT);
}

static void other_dialects_want_to_know_for_whom(void)
{
    const char *code = NULL;

    begin();
    CHECK_ERR(add(NULL, "standard", &code), ERR_INVALID_REQUEST);
    CHECK_ERR(add(NULL, "opencollective", &code), ERR_INVALID_REQUEST);
}

static void one_for_a_client_needs_its_consent(void)
{
    struct authorization a;
    const char *code = NULL, *other = NULL;

    begin();
    CHECK_ERR(add(client, "tachi", &code), ERR_CONSENT_REQUIRED);
    CHECK_ERR(add("CI-nobody", "tachi", &code), ERR_UNKNOWN_CLIENT);
    allow(client);
    CHECK_OK(add(client, "tachi", &code));
    CHECK_OK(add(client, "tachi", &other));
    CHECK_ERR(take(app(ALL), other, NULL, &a), ERR_INVALID_GRANT);
    CHECK_OK(take(client, code, NULL, &a));
    CHECK_STR(a.scope, ALL);
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(it_yields_what_was_allowed_before),
        CASE(to_others_there_is_no_such_code_and_it_is_used_up),
        CASE(the_same_client_twice_ends_what_came_of_it),
        CASE(consent_has_to_cover_all_that_is_registered),
        CASE(withdrawn_consent_counts_for_nothing),
        CASE(the_redirect_uri_is_the_client_s),
        CASE(it_lives_five_minutes_and_as_long_as_the_session),
        CASE(other_dialects_want_to_know_for_whom),
        CASE(one_for_a_client_needs_its_consent),
        {0},
    });

    auth_close();
    return status;
}
