/* Introspection (RFC 7662): what is told, to whom, and when a token is no longer active. */
#include "rig.h"
#include <string.h>

static enum err ask_as(struct rig *rig, const char *client_id, const char *secret,
                       const char *token, struct introspect_reply *a)
{
    struct call c = rig_call(rig, check_mem());
    const struct introspect_request q = {
        .token = token,
        .client_id = client_id,
        .client_secret = secret,
        .auth_method = secret ? "client_secret_post" : "none",
        .issuer = RIG_ISSUER,
    };

    memset(a, 0, sizeof *a);
    return on_introspect(&c, &q, a);
}

static bool says_nothing(const struct introspect_reply *a)
{
    return !a->active && !a->scope && !a->client_id && !a->username && !a->token_type && !a->exp &&
           !a->iat && !a->sub && !a->aud && !a->iss && !a->jti && !a->auth_time && !a->acr;
}

static void an_access_token_is_described(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;
    struct introspect_reply a;

    CHECK_OK(rig_code(rig, &t));
    rig_pass(rig, 10000);
    CHECK_OK(rig_introspect(rig, t.access_token, &a));
    CHECK(a.active);
    CHECK_STR(a.scope, "openid profile email notes");
    CHECK_STR(a.client_id, "app");
    CHECK_STR(a.username, "ada");
    CHECK_STR(a.token_type, "Bearer");
    CHECK_STR(a.sub, "sub-of-ada");
    CHECK_STR(a.iss, RIG_ISSUER);
    CHECK_STR(a.aud, RIG_ISSUER);
    CHECK_STR(a.jti, rig_claim(t.access_token, "jti"));
    CHECK_STR(a.acr, "1");
    CHECK_INT(a.iat, RIG_START);
    CHECK_INT(a.exp, RIG_START + 300);
    CHECK_INT(a.auth_time, RIG_START - 6);
    rig_close();
}

static void a_refresh_token_is_described(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;
    struct introspect_reply a;

    CHECK_OK(rig_code(rig, &t));
    rig_pass(rig, 10000);
    CHECK_OK(rig_refresh(rig, t.refresh_token, &t));
    CHECK_OK(rig_introspect(rig, t.refresh_token, &a));
    CHECK(a.active);
    CHECK_STR(a.token_type, NULL);
    CHECK_STR(a.jti, NULL);
    CHECK_STR(a.scope, "openid profile email notes");
    CHECK_STR(a.sub, "sub-of-ada");
    CHECK_INT(a.iat, RIG_START + 10);
    CHECK_INT(a.exp, RIG_START + 10 + 14 * 86400);
    rig_close();
}

static void the_user_name_is_part_of_the_profile(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;
    struct introspect_reply a;

    rig->auth.scope = "openid notes";
    CHECK_OK(rig_code(rig, &t));
    CHECK_OK(rig_introspect(rig, t.access_token, &a));
    CHECK(a.active);
    CHECK_STR(a.username, NULL);
    CHECK_INT(rig->asked[ASKED_PROFILE], 0);
    rig_close();
}

static void only_those_whom_it_concerns_are_told(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;
    struct introspect_reply a;

    CHECK_OK(rig_code(rig, &t));
    CHECK_OK(ask_as(rig, "other", RIG_SECRET, t.access_token, &a));
    CHECK(says_nothing(&a));
    CHECK_OK(ask_as(rig, "other", RIG_SECRET, t.refresh_token, &a));
    CHECK(says_nothing(&a));
    rig->other.permissions = "introspect";
    rig_pass(rig, RECENT_KEEP);
    CHECK_OK(ask_as(rig, "other", RIG_SECRET, t.access_token, &a));
    CHECK(a.active);
    CHECK_STR(a.client_id, "app");
    CHECK_OK(ask_as(rig, "other", RIG_SECRET, t.refresh_token, &a));
    CHECK(says_nothing(&a)); /* a resource server would take it for an access token */
    rig_close();
}

static void whoever_asks_must_prove_who_they_are(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;
    struct introspect_reply a;

    CHECK_OK(rig_code(rig, &t));
    CHECK_ERR(ask_as(rig, "app", "wrong", t.access_token, &a), ERR_INVALID_CLIENT);
    CHECK_ERR(ask_as(rig, NULL, RIG_SECRET, t.access_token, &a), ERR_INVALID_CLIENT);
    CHECK(says_nothing(&a));
    rig_make_public(&rig->client);
    rig_pass(rig, RECENT_KEEP);
    CHECK_ERR(ask_as(rig, "app", NULL, t.access_token, &a), ERR_INVALID_CLIENT);
    CHECK(says_nothing(&a));
    rig_close();
}

static void what_is_not_ours_is_not_active(void)
{
    static const char *const texts[] = {"x", "a.b.c", "ort_", "ort_AAAA",
                                        "eyJhbGciOiJub25lIn0.e30."};
    struct rig *rig = rig_open();
    struct token_reply t;
    struct introspect_reply a;

    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        CHECK_OK(rig_introspect(rig, texts[i], &a));
        CHECK(says_nothing(&a));
    }
    CHECK_OK(rig_code(rig, &t));
    CHECK(!rig_active(rig, t.id_token));
    rig_close();
}

/* A remembered signature spares the signature and nothing else. */
static void what_no_longer_stands_is_not_active(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;

    CHECK_OK(rig_code(rig, &t));
    CHECK(rig_active(rig, t.access_token) && rig_active(rig, t.refresh_token));

    rig->consent.session_alive = false;
    rig_pass(rig, RECENT_KEEP);
    CHECK(!rig_active(rig, t.access_token) && !rig_active(rig, t.refresh_token));
    rig->consent.session_alive = true;
    CHECK(rig_active(rig, t.access_token));

    rig->consent.generation++;
    rig_pass(rig, RECENT_KEEP);
    CHECK(!rig_active(rig, t.access_token) && !rig_active(rig, t.refresh_token));
    rig->consent.generation--;

    rig->profile.generation++;
    rig_pass(rig, RECENT_KEEP);
    CHECK(!rig_active(rig, t.access_token));
    rig->profile.generation--;
    rig->profile.disabled = true;
    rig_pass(rig, RECENT_KEEP);
    CHECK(!rig_active(rig, t.access_token));
    rig->profile.disabled = false;

    rig->client.generation++;
    rig_pass(rig, RECENT_KEEP);
    CHECK(!rig_active(rig, t.access_token));
    rig->client.generation--;
    rig_pass(rig, RECENT_KEEP);
    CHECK(rig_active(rig, t.access_token) && rig_active(rig, t.refresh_token));
    rig_close();
}

static void a_person_who_moved_is_not_active_without_profile_either(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;

    rig->auth.scope = "notes";
    CHECK_OK(rig_code(rig, &t));
    CHECK(rig_active(rig, t.access_token));
    rig->person.generation++;
    rig_pass(rig, RECENT_KEEP);
    CHECK(!rig_active(rig, t.access_token));
    rig_close();
}

static void the_family_is_read_each_time(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;

    CHECK_OK(rig_code(rig, &t));
    CHECK(rig_active(rig, t.access_token));
    struct call c = rig_call(rig, check_mem());
    CHECK_OK(family_store_end(&c, rig->auth.family));
    CHECK(!rig_active(rig, t.access_token)); /* no time has passed */
    CHECK(!rig_active(rig, t.refresh_token));
    rig_close();
}

static void a_family_that_moved_on_leaves_its_access_tokens_behind(void)
{
    static const struct sql MOVE = {"test_move", "UPDATE family SET generation = generation + 1"};
    struct rig *rig = rig_open();
    struct token_reply t;

    CHECK_OK(rig_code(rig, &t));
    CHECK(rig_active(rig, t.access_token));
    rig_exec(rig, &MOVE);
    CHECK(!rig_active(rig, t.access_token));
    rig_close();
}

static void time_ends_tokens(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;

    CHECK_OK(rig_code(rig, &t));
    CHECK(rig_active(rig, t.access_token));
    rig_pass(rig, SECONDS(300));
    CHECK(!rig_active(rig, t.access_token));
    CHECK(rig_active(rig, t.refresh_token));
    rig_close();
}

/* Nobody is told that a token is dead because a neighbour does not answer. */
static void a_neighbour_that_is_down_is_a_fault(void)
{
    static const char *const down[] = {"usersvc", "authsvc.consent", "authsvc.client"};
    struct rig *rig = rig_open();
    struct token_reply t;
    struct introspect_reply a;

    CHECK_OK(rig_code(rig, &t));
    for (size_t i = 0; i < ARRAY_LEN(down); i++) {
        rig_pass(rig, RECENT_KEEP);
        rig->down = down[i];
        CHECK_ERR(rig_introspect(rig, t.access_token, &a), ERR_UNAVAILABLE);
        CHECK(says_nothing(&a));
    }
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(an_access_token_is_described),
        CASE(a_refresh_token_is_described),
        CASE(the_user_name_is_part_of_the_profile),
        CASE(only_those_whom_it_concerns_are_told),
        CASE(whoever_asks_must_prove_who_they_are),
        CASE(what_is_not_ours_is_not_active),
        CASE(what_no_longer_stands_is_not_active),
        CASE(a_person_who_moved_is_not_active_without_profile_either),
        CASE(the_family_is_read_each_time),
        CASE(a_family_that_moved_on_leaves_its_access_tokens_behind),
        CASE(time_ends_tokens),
        CASE(a_neighbour_that_is_down_is_a_fault),
        {0},
    });
}
