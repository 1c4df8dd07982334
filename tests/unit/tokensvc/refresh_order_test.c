/* What fails before the counter changes nothing, and what the scope may be.
 *
 * Each case shows a token that would end the family if its counter were looked at: the first one,
 * long after it was replaced twice. */
#include "rig.h"
#include <string.h>

struct aged { /* a family with an old token and its head */
    const char *old, *head;
};

static struct aged aged_family(struct rig *rig)
{
    struct token_reply a;
    struct aged f;

    CHECK_OK(rig_code(rig, &a));
    f.old = a.refresh_token;
    CHECK_OK(rig_refresh(rig, f.old, &a));
    CHECK_OK(rig_refresh(rig, a.refresh_token, &a));
    f.head = a.refresh_token;
    rig_pass(rig, SECONDS(3600));
    return f;
}

static void go_on(struct rig *rig, const struct aged *f)
{
    struct token_reply a;

    CHECK_OK(rig_refresh(rig, f->head, &a));
}

static enum err show(struct rig *rig, const char *token, const char *client_id, const char *secret,
                     const char *dialect)
{
    struct token_reply a;

    return rig_token(rig,
                     &(struct token_request){.grant_type = "refresh_token",
                                             .refresh_token = token,
                                             .client_id = client_id,
                                             .client_secret = secret,
                                             .dialect = dialect},
                     &a);
}

static void a_client_that_does_not_prove_itself_ends_nothing(void)
{
    struct rig *rig = rig_open();
    const struct aged f = aged_family(rig);

    CHECK_ERR(show(rig, f.old, "app", "wrong", NULL), ERR_INVALID_CLIENT);
    CHECK_ERR(show(rig, f.head, "app", "wrong", NULL), ERR_INVALID_CLIENT);
    go_on(rig, &f);
    rig_close();
}

static void another_client_ends_nothing(void)
{
    struct rig *rig = rig_open();
    const struct aged f = aged_family(rig);

    CHECK_ERR(show(rig, f.old, "other", NULL, NULL), ERR_INVALID_GRANT);
    CHECK_ERR(show(rig, f.head, "other", NULL, NULL), ERR_INVALID_GRANT);
    CHECK_HAS(rig_detail(), "the token is of client app");
    go_on(rig, &f);
    rig_close();
}

static void another_dialect_ends_nothing(void)
{
    struct rig *rig = rig_open();
    const struct aged f = aged_family(rig);

    rig->client.dialects = "standard tailchat";
    rig_pass(rig, RECENT_KEEP);
    CHECK_ERR(show(rig, f.old, "app", NULL, "tailchat"), ERR_INVALID_GRANT);
    CHECK_HAS(rig_detail(), "dialect standard");
    go_on(rig, &f);
    rig_close();
}

static void a_forged_token_ends_nothing(void)
{
    struct rig *rig = rig_open();
    const struct aged f = aged_family(rig);
    char *forged = arena_strdup(check_mem(), f.old);

    forged[20] = forged[20] == 'A' ? 'B' : 'A';
    CHECK_ERR(show(rig, forged, "app", NULL, NULL), ERR_INVALID_GRANT);
    CHECK_ERR(show(rig, "ort_", "app", NULL, NULL), ERR_INVALID_GRANT);
    CHECK_ERR(show(rig, "something else", "app", NULL, NULL), ERR_INVALID_GRANT);
    go_on(rig, &f);
    rig_close();
}

static void is_refused(struct rig *rig, const struct aged *f, const char *why)
{
    CHECK_ERR(show(rig, f->old, "app", NULL, NULL), ERR_INVALID_GRANT);
    CHECK_HAS(rig_detail(), why);
    rig_pass(rig, RECENT_KEEP); /* what was remembered is forgotten */
}

static void what_does_not_stand_ends_nothing(void)
{
    struct rig *rig = rig_open();
    const struct aged f = aged_family(rig);

    rig->consent.generation++;
    is_refused(rig, &f, "generation of the consent was 7, is 8");
    rig->consent.generation--;
    rig->consent.session_alive = false;
    is_refused(rig, &f, "session sid-of-ada has ended");
    rig->consent.session_alive = true;
    rig->consent.consented = false;
    is_refused(rig, &f, "the consent was withdrawn");
    rig->consent.consented = true;
    rig->person.active = false;
    is_refused(rig, &f, "the person is disabled or deleted");
    rig->person.active = true;
    rig->client.generation++;
    is_refused(rig, &f, "generation of the client was 3, is 4");
    rig->client.generation--;
    go_on(rig, &f);
    rig_close();
}

static void a_neighbour_that_is_down_is_a_fault_and_ends_nothing(void)
{
    static const char *const down[] = {"authsvc.client_record", "authsvc.consent_standing",
                                       "usersvc.person_standing"};
    struct rig *rig = rig_open();
    const struct aged f = aged_family(rig);

    for (size_t i = 0; i < ARRAY_LEN(down); i++) {
        rig_pass(rig, RECENT_KEEP);
        rig->down = down[i];
        CHECK_ERR(show(rig, f.old, "app", NULL, NULL), ERR_UNAVAILABLE);
        CHECK_ERR(show(rig, f.head, "app", NULL, NULL), ERR_UNAVAILABLE);
    }
    rig->down = NULL;
    go_on(rig, &f);
    rig_close();
}

static void too_much_scope_ends_nothing(void)
{
    static const char *const scopes[] = {"admin",     "openid admin", "openid  profile",
                                         "openid \"", " openid",      "openid openid"};
    struct rig *rig = rig_open();
    const struct aged f = aged_family(rig);
    struct token_reply a;

    for (size_t i = 0; i < ARRAY_LEN(scopes); i++) {
        CHECK_ERR(rig_refresh_scope(rig, f.old, scopes[i], &a), ERR_INVALID_SCOPE);
        CHECK_HAS(rig_text(), "scope is");
    }
    go_on(rig, &f);
    rig_close();
}

static void storage_that_fails_is_a_fault(void)
{
    struct rig *rig = rig_open();
    const struct aged f = aged_family(rig);
    struct token_reply a;

    rig_break(rig, "UPDATE", "family");
    CHECK_ERR(rig_refresh(rig, f.head, &a), ERR_STORAGE);
    CHECK(!a.access_token && !a.refresh_token);
    rig_mend(rig, "family");
    go_on(rig, &f);
    rig_close();
}

static void narrowing_is_for_one_access_token_only(void)
{
    struct rig *rig = rig_open();
    const struct aged f = aged_family(rig);
    struct token_reply a;

    CHECK_OK(rig_refresh_scope(rig, f.head, "profile openid", &a));
    CHECK_STR(a.scope, "profile openid");
    CHECK_STR(rig_claim(a.access_token, "scope"), "profile openid");
    CHECK_OK(rig_refresh_scope(rig, a.refresh_token, "notes", &a));
    CHECK(!a.id_token);
    CHECK_STR(rig_claim(a.access_token, "scope"), "notes");
    CHECK_OK(rig_refresh_scope(rig, a.refresh_token, "", &a));
    CHECK_STR(a.scope, "openid profile email notes");
    rig_close();
}

static void nothing_goes_beyond_what_is_consented_to_now(void)
{
    struct rig *rig = rig_open();
    const struct aged f = aged_family(rig);
    struct token_reply a;

    rig->consent.scope = "openid notes unasked";
    CHECK_ERR(rig_refresh_scope(rig, f.head, "email", &a), ERR_INVALID_SCOPE);
    CHECK_ERR(rig_refresh_scope(rig, f.head, "unasked", &a), ERR_INVALID_SCOPE);
    CHECK_OK(rig_refresh(rig, f.head, &a));
    CHECK_STR(a.scope, "openid notes");
    rig_close();
}

/* A consent that was widened a moment ago, when a narrower one is still remembered. */
static void a_wider_consent_counts_at_once(void)
{
    struct rig *rig = rig_open();
    const struct aged f = aged_family(rig);
    struct token_reply a;

    rig->consent.scope = "openid";
    CHECK_OK(rig_refresh(rig, f.head, &a));
    CHECK_STR(a.scope, "openid");
    rig->consent.scope = "openid profile email notes";
    CHECK_OK(rig_refresh_scope(rig, a.refresh_token, "notes", &a));
    CHECK_STR(a.scope, "notes");
    rig_close();
}

static void the_grants_of_a_client_are_its_own(void)
{
    struct rig *rig = rig_open();
    const struct aged f = aged_family(rig);
    struct token_reply a;

    rig_pass(rig, RECENT_KEEP);
    rig->client.grant_types = "authorization_code";
    CHECK_ERR(rig_refresh(rig, f.head, &a), ERR_UNAUTHORIZED_CLIENT);
    CHECK_ERR(rig_token(rig, &(struct token_request){.grant_type = "password"}, &a),
              ERR_UNSUPPORTED_GRANT_TYPE);
    CHECK_ERR(rig_token(rig, &(struct token_request){.grant_type = "refresh_toke"}, &a),
              ERR_UNSUPPORTED_GRANT_TYPE);
    rig_pass(rig, RECENT_KEEP);
    rig->client.grant_types = "refresh_token";
    CHECK_ERR(rig_code(rig, &a), ERR_UNAUTHORIZED_CLIENT);
    CHECK_INT(rig->asked[ASKED_TAKE], 1); /* that of aged_family */
    CHECK_ERR(rig_token(rig, &(struct token_request){.grant_type = "refresh_token"}, &a),
              ERR_PARAMETER_MISSING);
    CHECK_STR(rig_text(), "refresh_token is missing");
    go_on(rig, &f);
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_client_that_does_not_prove_itself_ends_nothing),
        CASE(another_client_ends_nothing),
        CASE(another_dialect_ends_nothing),
        CASE(a_forged_token_ends_nothing),
        CASE(what_does_not_stand_ends_nothing),
        CASE(a_neighbour_that_is_down_is_a_fault_and_ends_nothing),
        CASE(too_much_scope_ends_nothing),
        CASE(storage_that_fails_is_a_fault),
        CASE(narrowing_is_for_one_access_token_only),
        CASE(nothing_goes_beyond_what_is_consented_to_now),
        CASE(a_wider_consent_counts_at_once),
        CASE(the_grants_of_a_client_are_its_own),
        {0},
    });
}
