/* Revocation (RFC 7009): what it ends, for whom it ends nothing, and that it never lies. */
#include "rig.h"
#include <string.h>

static const char *client_token(struct rig *rig)
{
    struct token_reply a;

    CHECK_OK(rig_token(rig, &(struct token_request){.grant_type = "client_credentials"}, &a));
    return a.access_token;
}

static void a_refresh_token_ends_the_access_tokens(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;

    CHECK_OK(rig_code(rig, &t));
    CHECK(rig_active(rig, t.access_token));
    CHECK_OK(rig_revoke(rig, t.refresh_token));
    CHECK(!rig_active(rig, t.access_token));
    CHECK_ERR(rig_refresh(rig, t.refresh_token, &t), ERR_INVALID_GRANT);
    rig_close();
}

static void an_access_token_ends_the_refresh_token(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;

    CHECK_OK(rig_code(rig, &t));
    CHECK_OK(rig_revoke(rig, t.access_token));
    CHECK(!rig_active(rig, t.access_token));
    CHECK_ERR(rig_refresh(rig, t.refresh_token, &t), ERR_INVALID_GRANT);
    rig_close();
}

static void a_replaced_refresh_token_still_ends_its_family(void)
{
    struct rig *rig = rig_open();
    struct token_reply t, next;

    CHECK_OK(rig_code(rig, &t));
    CHECK_OK(rig_refresh(rig, t.refresh_token, &next));
    CHECK_OK(rig_revoke(rig, t.refresh_token));
    CHECK_ERR(rig_refresh(rig, next.refresh_token, &t), ERR_INVALID_GRANT);
    rig_close();
}

static void other_families_live_on(void)
{
    struct rig *rig = rig_open();
    struct token_reply t, other;

    CHECK_OK(rig_code(rig, &t));
    CHECK_OK(rig_code(rig, &other));
    CHECK_OK(rig_revoke(rig, t.refresh_token));
    CHECK(rig_active(rig, other.access_token));
    CHECK_OK(rig_refresh(rig, other.refresh_token, &t));
    rig_close();
}

static void the_token_of_a_client_itself_ends_alone(void)
{
    struct rig *rig = rig_open();
    const char *a = client_token(rig), *b = client_token(rig);

    CHECK_OK(rig_revoke(rig, a));
    CHECK(!rig_active(rig, a));
    CHECK(rig_active(rig, b));
    CHECK_OK(rig_revoke(rig, a));
    CHECK(!rig_active(rig, a));
    rig_close();
}

static void a_clock_that_was_ahead_revives_nothing(void)
{
    struct rig *rig = rig_open();
    struct call c = rig_call(rig, check_mem());
    const char *a = client_token(rig);

    CHECK_OK(rig_revoke(rig, a));
    rig->wall += SECONDS(7200);
    c.now = rig->wall;
    tokensvc_service.idle(rig->svc, &c);
    rig->wall -= SECONDS(7200);
    CHECK(!rig_active(rig, a));
    rig_close();
}

static void another_client_ends_nothing(void)
{
    struct rig *rig = rig_open();
    struct call c = rig_call(rig, check_mem());
    struct token_reply t;
    struct nothing a;

    CHECK_OK(rig_code(rig, &t));
    const char *tokens[] = {t.access_token, t.refresh_token, client_token(rig)};
    for (size_t i = 0; i < ARRAY_LEN(tokens); i++) {
        const struct revoke_request q = {
            .token = tokens[i],
            .client_id = "other",
            .client_secret = RIG_SECRET,
            .auth_method = "client_secret_post",
            .issuer = RIG_ISSUER,
        };
        CHECK_OK(on_revoke(&c, &q, &a));
        CHECK(rig_active(rig, tokens[i]));
    }
    CHECK_HAS(rig_log(), "client other tried to revoke a token of client app");
    CHECK(!strstr(rig_log(), t.refresh_token));
    rig_close();
}

static void what_is_no_token_needs_no_end(void)
{
    static const char *const texts[] = {"x", "a.b.c", "ort_x", "eyJhbGciOiJub25lIn0.e30."};
    struct rig *rig = rig_open();
    struct token_reply t;

    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        CHECK_OK(rig_revoke(rig, texts[i]));
    CHECK_OK(rig_code(rig, &t));
    rig_pass(rig, SECONDS(301));
    CHECK_OK(rig_revoke(rig, t.access_token)); /* has expired */
    CHECK(rig_active(rig, t.refresh_token));
    rig_close();
}

static void a_public_client_needs_its_name_alone(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;

    rig_make_public(&rig->client);
    CHECK_OK(rig_code(rig, &t));
    CHECK_OK(rig_revoke(rig, t.refresh_token));
    CHECK_ERR(rig_refresh(rig, t.refresh_token, &t), ERR_INVALID_GRANT);
    rig_close();
}

static void a_client_that_does_not_prove_itself_ends_nothing(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;

    CHECK_OK(rig_code(rig, &t));
    rig->secrets[0] = rig_secret("not the one that is shown", 0);
    rig_pass(rig, RECENT_KEEP);
    CHECK_ERR(rig_revoke(rig, t.refresh_token), ERR_INVALID_CLIENT);
    rig->secrets[0] = rig_secret(RIG_SECRET, 0);
    CHECK(rig_active(rig, t.access_token));
    rig_close();
}

static void storage_that_fails_is_never_a_success(void)
{
    static const struct sql LOSE = {"test_lose", "ALTER TABLE family RENAME TO lost"};
    struct rig *rig = rig_open();
    struct token_reply t;

    CHECK_OK(rig_code(rig, &t));
    const char *own = client_token(rig);
    rig_break(rig, "UPDATE", "family");
    rig_break(rig, "INSERT", "revoked_token");
    CHECK_ERR(rig_revoke(rig, t.refresh_token), ERR_STORAGE);
    CHECK_ERR(rig_revoke(rig, t.access_token), ERR_STORAGE);
    CHECK_ERR(rig_revoke(rig, own), ERR_STORAGE);
    rig_exec(rig, &LOSE);
    CHECK_ERR(rig_revoke(rig, t.refresh_token), ERR_STORAGE); /* not even to be read */
    rig_close();
}

static void a_restart_forgets_no_revocation(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;

    CHECK_OK(rig_code(rig, &t));
    const char *own = client_token(rig);
    CHECK_OK(rig_revoke(rig, t.refresh_token));
    CHECK_OK(rig_revoke(rig, own));
    rig_reopen();
    CHECK(!rig_active(rig, t.access_token));
    CHECK(!rig_active(rig, own));
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_refresh_token_ends_the_access_tokens),
        CASE(an_access_token_ends_the_refresh_token),
        CASE(a_replaced_refresh_token_still_ends_its_family),
        CASE(other_families_live_on),
        CASE(the_token_of_a_client_itself_ends_alone),
        CASE(a_clock_that_was_ahead_revives_nothing),
        CASE(another_client_ends_nothing),
        CASE(what_is_no_token_needs_no_end),
        CASE(a_public_client_needs_its_name_alone),
        CASE(a_client_that_does_not_prove_itself_ends_nothing),
        CASE(storage_that_fails_is_never_a_success),
        CASE(a_restart_forgets_no_revocation),
        {0},
    });
}
