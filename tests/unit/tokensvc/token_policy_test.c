/* The rows of token_policy.def: what each dialect gives, and that nothing crosses over. */
#include "random.h"
#include "rig.h"
#include "shape.h"
#include "token_policy.h"
#include <string.h>

#define EVERYWHERE "standard tailchat opencollective"

static struct rig *open_everywhere(const char *scope)
{
    struct rig *rig = rig_open();

    rig->client.dialects = EVERYWHERE;
    if (scope)
        rig->auth.scope = rig->consent.scope = scope;
    return rig;
}

static enum err code(struct rig *rig, const char *dialect, struct token_reply *a)
{
    rig->auth.family = random_token(check_mem(), FAMILY_ID_LEN);
    return rig_token(rig,
                     &(struct token_request){
                         .grant_type = "authorization_code", .code = "c", .dialect = dialect},
                     a);
}

static enum err refresh(struct rig *rig, const char *dialect, const char *token,
                        struct token_reply *a)
{
    return rig_token(rig,
                     &(struct token_request){
                         .grant_type = "refresh_token", .refresh_token = token, .dialect = dialect},
                     a);
}

static enum err userinfo(struct rig *rig, const char *dialect, const char *token)
{
    struct call c = rig_call(rig, check_mem());
    struct userinfo_reply a;

    return on_userinfo(
        &c,
        &(struct userinfo_request){.access_token = token, .issuer = RIG_ISSUER, .dialect = dialect},
        &a);
}

/* The token itself, without the JWT that some come in. */
static const char *inner(const char *token)
{
    return strchr(token, '.') ? rig_claim(token, "access_token") : token;
}

static void tokens_have_the_form_and_the_life_of_their_dialect(void)
{
    static const struct {
        const char *name;
        struct shape shape;
        int64_t life; /* s */
    } rows[] = {
        {"tailchat", {"", SHAPE_B64URL, 43}, 3600},
        {"opencollective", {"oauth__", SHAPE_HEX, 57}, 90LL * 86400},
    };
    struct rig *rig = open_everywhere(NULL);
    struct token_reply t;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        CHECK_OK(code(rig, rows[i].name, &t));
        CHECK(shape_fits(&rows[i].shape, inner(t.access_token)));
        CHECK_INT(t.expires_in, rows[i].life);
        rig_pass(rig, SECONDS(rows[i].life) - 1);
        CHECK_OK(userinfo(rig, rows[i].name, t.access_token));
        rig_pass(rig, 1);
        CHECK_ERR(userinfo(rig, rows[i].name, t.access_token), ERR_INVALID_TOKEN);
    }
    rig_close();
}

static void the_standard_leaves_the_form_to_the_client(void)
{
    struct rig *rig = open_everywhere(NULL);
    struct token_reply t;

    CHECK_OK(code(rig, "standard", &t));
    CHECK(strchr(t.access_token, '.'));
    CHECK_INT(t.expires_in, 300);
    rig_close();
}

static void a_token_counts_under_its_own_dialect_only(void)
{
    struct rig *rig = open_everywhere(NULL);
    struct token_reply lax, strict;

    CHECK_OK(code(rig, "tailchat", &lax));
    CHECK_OK(code(rig, "standard", &strict));
    CHECK_OK(userinfo(rig, "tailchat", lax.access_token));
    CHECK_ERR(userinfo(rig, "standard", lax.access_token), ERR_INVALID_TOKEN);
    CHECK_ERR(userinfo(rig, NULL, lax.access_token), ERR_INVALID_TOKEN);
    CHECK(!rig_active(rig, lax.access_token));
    CHECK_OK(userinfo(rig, NULL, strict.access_token));
    CHECK_ERR(userinfo(rig, "tailchat", strict.access_token), ERR_INVALID_TOKEN);
    CHECK_OK(rig_revoke(rig, lax.access_token)); /* ending is always fine */
    CHECK_ERR(userinfo(rig, "tailchat", lax.access_token), ERR_INVALID_TOKEN);
    rig_close();
}

static void refresh_tokens_come_as_the_dialect_says(void)
{
    struct rig *rig = open_everywhere("openid profile");
    struct token_reply t;

    CHECK_OK(code(rig, "tailchat", &t));
    CHECK_STR(t.refresh_token, NULL);
    rig->auth.scope = rig->consent.scope = "openid offline_access";
    rig_pass(rig, RECENT_KEEP);
    CHECK_OK(code(rig, "tailchat", &t));
    const char *token = t.refresh_token;
    CHECK(token);
    CHECK_ERR(refresh(rig, "standard", token, &t), ERR_INVALID_GRANT);
    CHECK_OK(refresh(rig, "tailchat", token, &t));
    rig_close();
}

/* The client would have ninety days. */
static void the_dialect_bounds_how_long_a_family_lives(void)
{
    struct rig *rig = open_everywhere("openid offline_access");
    struct token_reply t;

    CHECK_OK(code(rig, "tailchat", &t));
    rig_pass(rig, DAYS(7));
    CHECK_OK(refresh(rig, "tailchat", t.refresh_token, &t));
    rig_pass(rig, DAYS(7) - 1);
    CHECK_OK(refresh(rig, "tailchat", t.refresh_token, &t));
    rig_pass(rig, 1);
    CHECK_ERR(refresh(rig, "tailchat", t.refresh_token, &t), ERR_INVALID_GRANT);
    rig_close();
}

static void a_refresh_token_stays_where_the_dialect_says_so(void)
{
    struct rig *rig = open_everywhere("openid offline_access");
    struct token_reply first, t;

    CHECK_OK(code(rig, "tailchat", &first));
    for (int64_t day = 1; day < 14; day++) {
        rig_pass(rig, DAYS(1));
        CHECK_OK(refresh(rig, "tailchat", first.refresh_token, &t));
        CHECK_STR(t.refresh_token, first.refresh_token);
    }
    CHECK_OK(code(rig, "standard", &first));
    CHECK_OK(refresh(rig, "standard", first.refresh_token, &t));
    CHECK(strcmp(t.refresh_token, first.refresh_token) != 0);
    rig_close();
}

/* Whatever the client has registered, which here is ES256. */
static void id_tokens_are_signed_as_the_dialect_says(void)
{
    struct rig *rig = open_everywhere("openid");
    struct token_reply t;

    CHECK_OK(code(rig, "tailchat", &t));
    CHECK_STR(rig_header_json(t.id_token, "alg"), "\"RS256\"");
    CHECK_OK(code(rig, "standard", &t));
    CHECK_STR(rig_header_json(t.id_token, "alg"), "\"ES256\"");
    rig_close();
}

static void one_family_at_once_where_the_dialect_says_so(void)
{
    struct rig *rig = open_everywhere(NULL);
    struct token_reply first, second;

    CHECK_OK(code(rig, "opencollective", &first));
    rig_pass(rig, 1);
    CHECK_OK(code(rig, "opencollective", &second));
    CHECK_ERR(userinfo(rig, "opencollective", first.access_token), ERR_INVALID_TOKEN);
    CHECK_OK(userinfo(rig, "opencollective", second.access_token));
    rig_close();
}

static void what_a_dialect_has_not_is_refused(void)
{
    struct rig *rig = open_everywhere(NULL);
    struct token_reply t;

    CHECK_ERR(rig_token(rig,
                        &(struct token_request){.grant_type = "client_credentials",
                                                .dialect = "tailchat"},
                        &t),
              ERR_UNSUPPORTED_GRANT_TYPE);
    CHECK_ERR(code(rig, "esperanto", &t), ERR_INVALID_REQUEST);
    rig_make_public(&rig->client);
    rig_pass(rig, RECENT_KEEP);
    CHECK_ERR(code(rig, "tailchat", &t), ERR_INVALID_CLIENT);
    CHECK_OK(code(rig, "opencollective", &t));
    rig_close();
}

static void a_client_has_tokens_where_it_is_switched_on(void)
{
    struct rig *rig = open_everywhere(NULL);
    struct token_reply t;

    CHECK_OK(code(rig, "tailchat", &t));
    rig->client.dialects = "standard";
    rig_pass(rig, RECENT_KEEP);
    CHECK_ERR(userinfo(rig, "tailchat", t.access_token), ERR_INVALID_TOKEN);
    CHECK_ERR(code(rig, "tailchat", &t), ERR_INVALID_CLIENT);
    rig->client.dialects = NULL; /* an authsvc that does not know of dialects */
    rig_pass(rig, RECENT_KEEP);
    CHECK_OK(code(rig, "standard", &t));
    CHECK_ERR(code(rig, "tailchat", &t), ERR_INVALID_CLIENT);
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(tokens_have_the_form_and_the_life_of_their_dialect),
        CASE(the_standard_leaves_the_form_to_the_client),
        CASE(a_token_counts_under_its_own_dialect_only),
        CASE(refresh_tokens_come_as_the_dialect_says),
        CASE(the_dialect_bounds_how_long_a_family_lives),
        CASE(a_refresh_token_stays_where_the_dialect_says_so),
        CASE(id_tokens_are_signed_as_the_dialect_says),
        CASE(one_family_at_once_where_the_dialect_says_so),
        CASE(what_a_dialect_has_not_is_refused),
        CASE(a_client_has_tokens_where_it_is_switched_on),
        {0},
    });
}
