/* dialect_test - the rows of dialect.def: what each dialect demands, and that nothing crosses over.
 */
#include "dialect.h"
#include "fixture.h"
#include <string.h>

#define EVERYWHERE "standard tailchat tachi opencollective"
#define SCOPE "openid profile offline_access scores"

static struct auth *auth;
static const char *client, *session;
static struct authorize_request request;

static void begin(const char *dialect)
{
    auth = auth_open();
    client = auth_client(auth, (struct client_add_request){.dialects = EVERYWHERE, .scope = SCOPE});
    session = auth_sign_in(auth, NULL, NULL);
    request = auth_request(client, session);
    request.dialect = dialect;
}

static void without_pkce(void)
{
    request.code_challenge = request.code_challenge_method = NULL;
}

/* The whole way, saying yes: the code. */
static const char *code(void)
{
    struct interaction_step step = auth_authorize(auth, &request);

    if (step.consent)
        CHECK_OK(auth_decide(auth, &step, session, "allow", &step));
    CHECK(step.answer);
    return auth_answer(step, "code");
}

static enum err take(const char *code, const char *dialect, struct authorization *a)
{
    struct code_take_request q = auth_redemption(client, code);

    q.dialect = dialect;
    if (!request.code_challenge)
        q.code_verifier = NULL;
    return on_code_take(auth_call(auth), &q, a);
}

static const char *refusal(void)
{
    struct interaction_step step = auth_authorize(auth, &request);

    CHECK(step.answer);
    return auth_answer(step, "error");
}

static void codes_have_the_shape_and_the_life_of_their_dialect(void)
{
    static const struct {
        const char *name;
        struct shape shape;
        int64_t life; /* s */
    } rows[] = {
        {"standard", {"", SHAPE_B64URL, 43}, 60},
        {"tailchat", {"", SHAPE_B64URL, 43}, 600},
        {"tachi", {"", SHAPE_HEX, 40}, 300},
        {"opencollective", {"", SHAPE_HEX, 64}, 300},
    };
    struct authorization a;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        begin(rows[i].name);
        const char *first = code(), *second = code();
        CHECK(shape_fits(&rows[i].shape, first));
        auth_pass(auth, rows[i].life * AUTH_SECOND - 1);
        CHECK_OK(take(first, rows[i].name, &a));
        auth_pass(auth, 1);
        CHECK_ERR(take(second, rows[i].name, &a), ERR_INVALID_GRANT);
    }
}

static void a_code_is_redeemed_under_its_own_dialect_only(void)
{
    struct authorization a;

    begin("tailchat");
    struct code_take_request q = auth_redemption(client, code());
    CHECK_ERR(on_code_take(auth_call(auth), &q, &a), ERR_INVALID_GRANT);
    q.dialect = "tailchat";
    q.attempt = "attempt-000000002";
    CHECK_OK(on_code_take(auth_call(auth), &q, &a));
    CHECK(a.replayed); /* the first attempt has used it up */
}

static void pkce_is_demanded_by_the_standard(void)
{
    begin("standard");
    without_pkce();
    CHECK_STR(refusal(), "invalid_request");
}

static void elsewhere_a_client_with_a_secret_may_leave_it_out(void)
{
    static const char *const lax[] = {"tailchat", "tachi", "opencollective"};
    struct authorization a;

    for (size_t i = 0; i < ARRAY_LEN(lax); i++) {
        begin(lax[i]);
        without_pkce();
        CHECK_OK(take(code(), lax[i], &a));
    }
}

static void a_challenge_goes_without_its_method_where_that_means_s256(void)
{
    static const char *const strict[] = {"standard", "tailchat", "tachi"};
    struct authorization a;

    for (size_t i = 0; i < ARRAY_LEN(strict); i++) {
        begin(strict[i]);
        request.code_challenge_method = NULL;
        CHECK_STR(refusal(), "invalid_request");
    }
    begin("opencollective");
    request.code_challenge_method = NULL;
    CHECK_OK(take(code(), "opencollective", &a));
}

static void what_codes_yield_rests_on_the_session_or_on_consent(void)
{
    struct authorization a;

    begin("tailchat");
    CHECK_OK(take(code(), "tailchat", &a));
    CHECK(a.sid);
    begin("opencollective");
    CHECK_OK(take(code(), "opencollective", &a));
    CHECK_STR(a.sid, NULL);
}

static void families_last_as_long_as_the_first_dialect_has_them(void)
{
    static const struct {
        const char *dialects;
        int64_t idle, life;
    } rows[] = {
        {"standard opencollective", 14LL * 86400, 90LL * 86400},
        {"opencollective standard", 365LL * 86400, 5 * 365LL * 86400},
    };
    static const char *const uris[] = {"https://app.example/callback"};
    struct client_secret_reply a = {0};

    begin("standard");
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        CHECK_OK(on_client_add(auth_call(auth),
                               &(struct client_add_request){.client_name = "App",
                                                            .confidential = true,
                                                            .redirect_uris = {uris, 1},
                                                            .dialects = rows[i].dialects},
                               &a));
        CHECK_INT(a.client->refresh_idle_lifetime, rows[i].idle);
        CHECK_INT(a.client->refresh_lifetime, rows[i].life);
    }
}

static void a_public_client_may_not_anywhere(void)
{
    static const char *const uris[] = {"https://app.example/callback"};
    struct client_secret_reply a = {0};

    begin("tailchat");
    CHECK_OK(on_client_add(auth_call(auth),
                           &(struct client_add_request){.client_name = "Page",
                                                        .redirect_uris = {uris, 1},
                                                        .dialects = EVERYWHERE},
                           &a));
    request.client_id = a.client->client_id;
    without_pkce();
    CHECK_STR(refusal(), "invalid_request");
}

static void the_redirect_uri_may_be_known(void)
{
    struct interaction_step step = {0};
    struct authorization a;

    begin("opencollective");
    request.redirect_uri = NULL;
    CHECK_OK(take(code(), "opencollective", &a));
    request.prompt = "consent"; /* over a transaction too */
    CHECK_OK(take(code(), "opencollective", &a));

    begin("tailchat");
    request.redirect_uri = NULL;
    CHECK_ERR(on_authorize(auth_call(auth), &request, &step), ERR_REDIRECT_URI_MISSING);
}

static void it_is_not_known_if_there_are_two(void)
{
    static const char *const uris[] = {"https://a.example/", "https://b.example/"};
    struct interaction_step step = {0};

    begin("tachi");
    request.client_id = auth_client(
        auth, (struct client_add_request){.dialects = EVERYWHERE, .redirect_uris = {uris, 2}});
    request.redirect_uri = NULL;
    struct call *c = auth_call(auth);
    CHECK_ERR(on_authorize(c, &request, &step), ERR_REDIRECT_URI_MISSING);
    CHECK_STR(c->text, "redirect_uri is missing");
}

static const char *granted(const char *dialect, const char *scope)
{
    struct authorization a;

    begin(dialect);
    request.scope = scope;
    CHECK_OK(take(code(), dialect, &a));
    return a.scope;
}

static void scope_is_read_as_the_dialect_does(void)
{
    CHECK_STR(granted("standard", NULL), "openid profile scores");
    CHECK_STR(granted("tailchat", "openid dance profile"), "openid profile");
    CHECK_STR(granted("opencollective", "dance scores"), "scores");
    CHECK_STR(granted("tachi", NULL), SCOPE);
    CHECK_STR(granted("tachi", "openid"), SCOPE);

    begin("standard");
    request.scope = "openid dance";
    CHECK_STR(refusal(), "invalid_scope");
    begin("tailchat");
    request.scope = "dance";
    CHECK_STR(refusal(), "access_denied");
    request.scope = NULL;
    CHECK_STR(refusal(), "access_denied");
}

static void access_while_away_is_granted_to_who_has_it_asked_for(void)
{
    struct authorization a;

    CHECK_STR(granted("tailchat", "openid offline_access"), "openid");
    request.prompt = "consent";
    CHECK_OK(take(code(), "tailchat", &a));
    CHECK_STR(a.scope, "openid offline_access");
    request.scope = "offline_access";
    request.prompt = NULL;
    CHECK_STR(refusal(), "access_denied");
}

static void a_resource_is_refused_where_it_is_looked_at(void)
{
    begin("tailchat");
    request.resource = "https://api.example/";
    CHECK_STR(refusal(), "invalid_target");
}

/* To know that somebody allowed it is something, and is asked for. */
static void nothing_at_all_needs_consent_too(void)
{
    struct authorization a;

    begin("opencollective");
    request.scope = NULL;
    struct interaction_step step = auth_authorize(auth, &request);
    CHECK(step.consent);
    CHECK_OK(take(code(), "opencollective", &a));
    CHECK(!a.scope || !*a.scope);
    CHECK(auth_authorize(auth, &request).answer);
}

static void consent_is_kept_by_dialect(void)
{
    begin("tailchat");
    code();
    CHECK(auth_authorize(auth, &request).answer);
    request.dialect = "standard";
    CHECK(auth_authorize(auth, &request).consent);
}

static void a_client_is_known_where_it_is_switched_on(void)
{
    struct interaction_step step = {0};
    struct client changed;

    begin("tailchat");
    const char *narrow = auth_client(auth, (struct client_add_request){0});
    request.client_id = narrow;
    CHECK_ERR(on_authorize(auth_call(auth), &request, &step), ERR_UNKNOWN_CLIENT);
    CHECK_OK(on_client_update(
        auth_call(auth),
        &(struct client_update_request){.client_id = narrow, .dialects = "tailchat"}, &changed));
    CHECK(auth_authorize(auth, &request).consent);
    request.dialect = "standard";
    CHECK_ERR(on_authorize(auth_call(auth), &request, &step), ERR_UNKNOWN_CLIENT);
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(codes_have_the_shape_and_the_life_of_their_dialect),
        CASE(a_code_is_redeemed_under_its_own_dialect_only),
        CASE(pkce_is_demanded_by_the_standard),
        CASE(elsewhere_a_client_with_a_secret_may_leave_it_out),
        CASE(a_challenge_goes_without_its_method_where_that_means_s256),
        CASE(what_codes_yield_rests_on_the_session_or_on_consent),
        CASE(families_last_as_long_as_the_first_dialect_has_them),
        CASE(a_public_client_may_not_anywhere),
        CASE(the_redirect_uri_may_be_known),
        CASE(it_is_not_known_if_there_are_two),
        CASE(scope_is_read_as_the_dialect_does),
        CASE(access_while_away_is_granted_to_who_has_it_asked_for),
        CASE(a_resource_is_refused_where_it_is_looked_at),
        CASE(nothing_at_all_needs_consent_too),
        CASE(consent_is_kept_by_dialect),
        CASE(a_client_is_known_where_it_is_switched_on),
        {0},
    });

    auth_close();
    return status;
}
