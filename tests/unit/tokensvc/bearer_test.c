/* Tokens that travel in a JWT, refresh tokens of a prescribed length, and who is behind them. */
#include "random.h"
#include "rig.h"
#include "shape.h"
#include <string.h>

static const char DIALECT[] = "opencollective";
static const struct shape INNER = {"oauth__", SHAPE_HEX, 57};
static const struct shape REFRESH = {"oauth_refresh__", SHAPE_HEX, 49};

static struct rig *open_rig(void)
{
    struct rig *rig = rig_open();

    rig->client.dialects = "opencollective";
    rig->client.scope = rig->auth.scope = rig->consent.scope = "email account";
    rig->client.refresh_idle_lifetime = rig->client.refresh_lifetime = 365LL * 86400;
    rig->auth.sid = NULL;
    return rig;
}

static enum err code(struct rig *rig, struct token_reply *a)
{
    rig->auth.family = random_token(check_mem(), FAMILY_ID_LEN);
    return rig_token(rig,
                     &(struct token_request){
                         .grant_type = "authorization_code", .code = "c", .dialect = DIALECT},
                     a);
}

static enum err refresh(struct rig *rig, const char *token, struct token_reply *a)
{
    return rig_token(rig,
                     &(struct token_request){
                         .grant_type = "refresh_token", .refresh_token = token, .dialect = DIALECT},
                     a);
}

static struct bearer_reply shown;

static enum err show(struct rig *rig, const struct bearer_request *what)
{
    struct call c = rig_call(rig, check_mem());
    struct bearer_request q = *what;

    q.issuer = RIG_ISSUER;
    q.dialect = q.dialect ? q.dialect : DIALECT;
    shown = (struct bearer_reply){0};
    return on_bearer(&c, &q, &shown);
}

static enum err bearer(struct rig *rig, const char *token)
{
    return show(rig, &(struct bearer_request){.token = token});
}

static void an_access_token_comes_in_a_jwt(void)
{
    struct rig *rig = open_rig();
    struct token_reply t;

    CHECK_OK(code(rig, &t));
    CHECK_STR(rig_claim_names(t.access_token), "access_token email exp iat scope sub");
    CHECK_STR(rig_header_json(t.access_token, "alg"), "\"HS256\"");
    CHECK_STR(rig_header_json(t.access_token, "typ"), "\"JWT\"");
    CHECK_STR(rig_claim(t.access_token, "scope"), "oauth");
    CHECK_STR(rig_claim(t.access_token, "email"), "ada@example.org");
    CHECK_STR(rig_claim(t.access_token, "sub"), "7");
    CHECK_INT(rig_claim_int(t.access_token, "iat"), RIG_START);
    CHECK_INT(rig_claim_int(t.access_token, "exp"), RIG_START + 7776000);
    CHECK(shape_fits(&INNER, rig_claim(t.access_token, "access_token")));
    CHECK_INT(t.expires_in, 7776000);
    CHECK(shape_fits(&REFRESH, t.refresh_token));
    CHECK_STR(t.id_token, NULL);
    rig_close();
}

static void who_is_behind_it_is_told(void)
{
    struct rig *rig = open_rig();
    struct token_reply t;

    CHECK_OK(code(rig, &t));
    CHECK_OK(bearer(rig, t.access_token));
    CHECK_STR(shown.person->username, "ada");
    CHECK_INT(shown.person->number, 7);
    CHECK_STR(shown.scope, "email account");
    CHECK_STR(shown.client_id, "app");
    CHECK_STR(shown.key_id, NULL);
    rig_close();
}

static const struct sql USED_AT = {"test_used_at", "SELECT used_at FROM opaque_token"};

static void its_use_is_noted_once_a_minute(void)
{
    struct rig *rig = open_rig();
    struct token_reply t;

    CHECK_OK(code(rig, &t));
    CHECK_INT(rig_count(rig, &USED_AT), 0);
    CHECK_OK(bearer(rig, t.access_token));
    int64_t first = rig->wall;
    CHECK_INT(rig_count(rig, &USED_AT), first);
    rig_pass(rig, 59999);
    CHECK_OK(bearer(rig, t.access_token));
    CHECK_INT(rig_count(rig, &USED_AT), first);
    rig_pass(rig, 1);
    CHECK_OK(bearer(rig, t.access_token));
    CHECK_INT(rig_count(rig, &USED_AT), first + 60000);
    rig_close();
}

static void inside_and_outside_are_told_apart(void)
{
    struct rig *rig = open_rig();
    struct token_reply t;

    CHECK_OK(code(rig, &t));
    const char *inner = rig_claim(t.access_token, "access_token");
    CHECK_ERR(bearer(rig, inner), ERR_INVALID_TOKEN);
    CHECK_OK(show(rig, &(struct bearer_request){.token = inner, .bare = true}));
    CHECK_ERR(show(rig, &(struct bearer_request){.token = t.access_token, .bare = true}),
              ERR_INVALID_TOKEN);
    CHECK_ERR(show(rig, &(struct bearer_request){.token = t.access_token, .key = true}),
              ERR_INVALID_TOKEN);
    CHECK_ERR(bearer(rig, t.refresh_token), ERR_INVALID_TOKEN);
    CHECK_ERR(show(rig, &(struct bearer_request){.token = t.access_token, .dialect = "tailchat"}),
              ERR_INVALID_TOKEN);
    rig_close();
}

static void an_altered_jwt_is_nothing(void)
{
    struct rig *rig = open_rig();
    struct token_reply t;

    CHECK_OK(code(rig, &t));
    char *altered = arena_strdup(check_mem(), t.access_token);
    for (char *p = altered; *p; p += 7) {
        char was = *p;
        *p = was == 'A' ? 'B' : 'A';
        CHECK_ERR(bearer(rig, altered), ERR_INVALID_TOKEN);
        *p = was;
    }
    CHECK_OK(bearer(rig, altered));
    rig_close();
}

static void it_says_why_it_is_good_no_more(void)
{
    struct rig *rig = open_rig();
    struct token_reply t;

    CHECK_OK(code(rig, &t));
    rig->profile.email = "ada@elsewhere.example";
    rig_pass(rig, RECENT_KEEP);
    CHECK_ERR(bearer(rig, t.access_token), ERR_PERSON_MOVED);
    rig->profile.email = "ada@example.org";
    rig->profile.generation++;
    rig_pass(rig, RECENT_KEEP);
    CHECK_ERR(bearer(rig, t.access_token), ERR_PERSON_RENEWED);
    rig->profile.generation--;
    rig->profile.disabled = true;
    rig_pass(rig, RECENT_KEEP);
    CHECK_ERR(bearer(rig, t.access_token), ERR_DISABLED);
    rig->profile.disabled = false;
    rig_pass(rig, RECENT_KEEP);
    CHECK_OK(bearer(rig, t.access_token));
    rig->consent.consented = false;
    rig_pass(rig, RECENT_KEEP);
    CHECK_ERR(bearer(rig, t.access_token), ERR_INVALID_TOKEN);
    rig_pass(rig, DAYS(90));
    CHECK_ERR(bearer(rig, t.access_token), ERR_TOKEN_EXPIRED);
    rig_close();
}

static void a_refresh_ends_the_token_before(void)
{
    struct rig *rig = open_rig();
    struct token_reply first, second, again;

    CHECK_OK(code(rig, &first));
    CHECK_OK(refresh(rig, first.refresh_token, &second));
    CHECK(shape_fits(&REFRESH, second.refresh_token));
    CHECK(strcmp(first.refresh_token, second.refresh_token) != 0);
    CHECK_ERR(bearer(rig, first.access_token), ERR_INVALID_TOKEN);
    CHECK_OK(bearer(rig, second.access_token));
    /* A reply that was lost is given again, and both of that head are good. */
    CHECK_OK(refresh(rig, first.refresh_token, &again));
    CHECK_STR(again.refresh_token, second.refresh_token);
    CHECK_OK(bearer(rig, second.access_token));
    CHECK_OK(bearer(rig, again.access_token));
    rig_close();
}

static void a_replaced_refresh_token_of_long_ago_ends_all(void)
{
    struct rig *rig = open_rig();
    struct token_reply t[4];

    CHECK_OK(code(rig, &t[0]));
    for (int i = 0; i < 3; i++) {
        rig_pass(rig, DAYS(1));
        CHECK_OK(refresh(rig, t[i].refresh_token, &t[i + 1]));
    }
    struct token_reply stolen;
    rig_pass(rig, DAYS(1));
    CHECK_ERR(refresh(rig, t[0].refresh_token, &stolen), ERR_INVALID_GRANT);
    CHECK_ERR(refresh(rig, t[3].refresh_token, &stolen), ERR_INVALID_GRANT);
    CHECK_ERR(bearer(rig, t[3].access_token), ERR_INVALID_TOKEN);
    rig_close();
}

/* No character but the right one, anywhere in it. */
static void an_altered_refresh_token_is_nothing(void)
{
    struct rig *rig = open_rig();
    struct token_reply t, none;

    CHECK_OK(code(rig, &t));
    char *altered = arena_strdup(check_mem(), t.refresh_token);
    for (char *p = altered; *p; p++) {
        char was = *p;
        *p = was == 'a' ? 'b' : 'a';
        CHECK_ERR(refresh(rig, altered, &none), ERR_INVALID_GRANT);
        *p = was;
    }
    CHECK_OK(refresh(rig, altered, &none));
    rig_close();
}

static void a_family_lives_for_a_year_of_silence(void)
{
    struct rig *rig = open_rig();
    struct token_reply t;

    CHECK_OK(code(rig, &t));
    rig_pass(rig, DAYS(364));
    CHECK_OK(refresh(rig, t.refresh_token, &t));
    CHECK_INT(t.expires_in, 86400); /* no longer than the family */
    rig_pass(rig, DAYS(1));
    CHECK_ERR(refresh(rig, t.refresh_token, &t), ERR_INVALID_GRANT);
    rig_close();
}

static void keys_of_people_are_told_apart_from_tokens(void)
{
    struct rig *rig = open_rig();
    struct call c = rig_call(rig, check_mem());
    struct actor ada = {.person = "ada", .expires_at = INT64_MAX};
    struct api_key_secret_reply key;

    c.actor = &ada;
    CHECK_OK(
        on_api_key_add(&c,
                       &(struct api_key_add_request){
                           .name = "mine", .scope = "email", .lifetime = 3600, .dialect = DIALECT},
                       &key));
    CHECK_ERR(bearer(rig, key.secret), ERR_INVALID_TOKEN);
    CHECK_OK(show(rig, &(struct bearer_request){.token = key.secret, .key = true}));
    CHECK_STR(shown.key_id, key.key->id);
    CHECK_STR(shown.scope, "email");
    CHECK_STR(shown.client_id, NULL);
    rig_pass(rig, SECONDS(3600));
    CHECK_ERR(show(rig, &(struct bearer_request){.token = key.secret, .key = true}),
              ERR_KEY_EXPIRED);
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(an_access_token_comes_in_a_jwt),
        CASE(who_is_behind_it_is_told),
        CASE(its_use_is_noted_once_a_minute),
        CASE(inside_and_outside_are_told_apart),
        CASE(an_altered_jwt_is_nothing),
        CASE(it_says_why_it_is_good_no_more),
        CASE(a_refresh_ends_the_token_before),
        CASE(a_replaced_refresh_token_of_long_ago_ends_all),
        CASE(an_altered_refresh_token_is_nothing),
        CASE(a_family_lives_for_a_year_of_silence),
        CASE(keys_of_people_are_told_apart_from_tokens),
        {0},
    });
}
