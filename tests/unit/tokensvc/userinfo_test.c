/* UserInfo (OIDC Core 5.3): claims within the scope, for tokens that stand. */
#include "msg_json.h"
#include "rig.h"
#include <string.h>

static const char *token_with(struct rig *rig, const char *scope)
{
    struct token_reply t;

    rig->auth.scope = scope;
    CHECK_OK(rig_code(rig, &t));
    return t.access_token;
}

static void openid_alone_gives_the_sub(void)
{
    struct rig *rig = rig_open();
    struct userinfo_reply a;

    CHECK_OK(rig_userinfo(rig, token_with(rig, "openid"), &a));
    CHECK_STR(a.sub, "sub-of-ada");
    CHECK(!a.name && !a.preferred_username && !a.email && !a.updated_at && !a.email_verified.set);
    rig_close();
}

static void profile_and_email_give_theirs(void)
{
    struct rig *rig = rig_open();
    struct userinfo_reply a;

    CHECK_OK(rig_userinfo(rig, token_with(rig, "openid profile"), &a));
    CHECK_STR(a.name, "Ada Lovelace");
    CHECK_STR(a.given_name, "Ada");
    CHECK_STR(a.family_name, "Lovelace");
    CHECK_STR(a.preferred_username, "ada");
    CHECK_STR(a.locale, "en-GB");
    CHECK_STR(a.picture, NULL);
    CHECK_INT(a.updated_at, 1600000000);
    CHECK_STR(a.email, NULL);
    CHECK_OK(rig_userinfo(rig, token_with(rig, "email openid"), &a));
    CHECK_STR(a.email, "ada@example.org");
    CHECK(a.email_verified.set && a.email_verified.v);
    CHECK_STR(a.name, NULL);
    rig->profile.email_verified = false;
    rig_pass(rig, RECENT_KEEP);
    CHECK_OK(rig_userinfo(rig, token_with(rig, "openid email"), &a));
    CHECK(a.email_verified.set && !a.email_verified.v);
    rig_close();
}

static void what_dialects_call_people_by_is_for_dialects_alone(void)
{
    struct rig *rig = rig_open();
    struct userinfo_reply a;
    struct buf json;

    CHECK_OK(rig_userinfo(rig, token_with(rig, "openid"), &a));
    CHECK_INT(a.number, 7);
    CHECK_STR(a.discriminator, NULL);
    CHECK_OK(rig_userinfo(rig, token_with(rig, "openid profile"), &a));
    CHECK_STR(a.discriminator, "0042");
    buf_init(&json, check_mem(), 256);
    msg_to_json(&userinfo_reply_desc, &a, &json);
    CHECK_HAS(buf_text(&json), "\"sub\":\"sub-of-ada\"");
    CHECK(!strstr(buf_text(&json), "number") && !strstr(buf_text(&json), "discriminator"));
    rig_close();
}

static void the_picture_that_was_uploaded_goes_before_another(void)
{
    struct rig *rig = rig_open();
    struct userinfo_reply a;

    rig->profile.picture = "https://example.org/ada.png";
    CHECK_OK(rig_userinfo(rig, token_with(rig, "openid profile"), &a));
    CHECK_STR(a.picture, "https://example.org/ada.png");
    rig->profile.avatar = "0123456789abcdef0123456789abcdef";
    rig_pass(rig, RECENT_KEEP);
    CHECK_OK(rig_userinfo(rig, token_with(rig, "openid profile"), &a));
    CHECK_STR(a.picture, RIG_ISSUER "/avatars/0123456789abcdef0123456789abcdef.png");
    CHECK_OK(rig_userinfo(rig, token_with(rig, "openid email"), &a));
    CHECK_STR(a.picture, NULL);
    rig_close();
}

static void a_narrowed_token_gives_less(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;
    struct userinfo_reply a;

    CHECK_OK(rig_code(rig, &t));
    CHECK_OK(rig_refresh_scope(rig, t.refresh_token, "openid email", &t));
    CHECK_OK(rig_userinfo(rig, t.access_token, &a));
    CHECK_STR(a.email, "ada@example.org");
    CHECK_STR(a.name, NULL);
    rig_close();
}

static enum err ask(struct rig *rig, const char *token, const char *scope, struct userinfo_reply *a)
{
    struct call c = rig_call(rig, check_mem());

    *a = (struct userinfo_reply){0};
    return on_userinfo(
        &c, &(struct userinfo_request){.access_token = token, .issuer = RIG_ISSUER, .scope = scope},
        a);
}

static void asked_for_less_it_gives_less(void)
{
    struct rig *rig = rig_open();
    const char *token = token_with(rig, "openid profile");
    struct userinfo_reply a;

    CHECK_OK(ask(rig, token, "openid", &a));
    CHECK_STR(a.sub, "sub-of-ada");
    CHECK_STR(a.name, NULL);
    CHECK_OK(ask(rig, token, "profile", &a));
    CHECK_STR(a.name, "Ada Lovelace");
    CHECK_ERR(ask(rig, token, "profile email", &a), ERR_SCOPE_NOT_GRANTED);
    CHECK_STR(a.sub, NULL);
    rig_close();
}

static void without_openid_it_is_not_enough(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;
    struct userinfo_reply a;

    CHECK_ERR(rig_userinfo(rig, token_with(rig, "profile email"), &a), ERR_INSUFFICIENT_SCOPE);
    CHECK_OK(rig_token(rig, &(struct token_request){.grant_type = "client_credentials"}, &t));
    CHECK_ERR(rig_userinfo(rig, t.access_token, &a), ERR_INSUFFICIENT_SCOPE);
    CHECK_STR(a.sub, NULL);
    rig_close();
}

static void only_an_access_token_gives_access(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;
    struct userinfo_reply a;

    CHECK_OK(rig_code(rig, &t));
    CHECK_ERR(rig_userinfo(rig, t.refresh_token, &a), ERR_INVALID_TOKEN);
    CHECK_ERR(rig_userinfo(rig, t.id_token, &a), ERR_INVALID_TOKEN);
    CHECK_ERR(rig_userinfo(rig, "x", &a), ERR_INVALID_TOKEN);
    rig_pass(rig, SECONDS(300));
    CHECK_ERR(rig_userinfo(rig, t.access_token, &a), ERR_INVALID_TOKEN);
    CHECK_STR(a.sub, NULL);
    rig_close();
}

static void is_refused(struct rig *rig, const char *token)
{
    struct userinfo_reply a;

    rig_pass(rig, RECENT_KEEP);
    CHECK_ERR(rig_userinfo(rig, token, &a), ERR_INVALID_TOKEN);
    CHECK_STR(a.sub, NULL);
}

static void what_no_longer_stands_is_refused_within_a_second(void)
{
    struct rig *rig = rig_open();
    const char *token = token_with(rig, "openid profile");
    struct userinfo_reply a;

    CHECK_OK(rig_userinfo(rig, token, &a));
    rig->profile.disabled = true;
    is_refused(rig, token);
    rig->profile.disabled = false;
    rig->profile.generation++;
    is_refused(rig, token);
    rig->profile.generation--;
    rig->client.disabled = true;
    is_refused(rig, token);
    rig->client.disabled = false;
    rig->consent.consented = false;
    is_refused(rig, token);
    rig->consent.consented = true;
    rig_pass(rig, RECENT_KEEP);
    CHECK_OK(rig_userinfo(rig, token, &a));
    CHECK_OK(rig_revoke(rig, token));
    CHECK_ERR(rig_userinfo(rig, token, &a), ERR_INVALID_TOKEN); /* at once */
    rig_close();
}

static void a_changed_profile_is_seen_within_a_second(void)
{
    struct rig *rig = rig_open();
    const char *token = token_with(rig, "openid profile");
    struct userinfo_reply a;

    CHECK_OK(rig_userinfo(rig, token, &a));
    rig->profile.name = "Ada King";
    CHECK_OK(rig_userinfo(rig, token, &a));
    CHECK_STR(a.name, "Ada Lovelace");
    CHECK_INT(rig->asked[ASKED_PROFILE], 1);
    rig_pass(rig, RECENT_KEEP);
    CHECK_OK(rig_userinfo(rig, token, &a));
    CHECK_STR(a.name, "Ada King");
    rig_close();
}

static void a_neighbour_that_is_down_is_a_fault(void)
{
    struct rig *rig = rig_open();
    const char *token = token_with(rig, "openid profile");
    struct userinfo_reply a;

    rig->down = "usersvc";
    CHECK_ERR(rig_userinfo(rig, token, &a), ERR_UNAVAILABLE);
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(openid_alone_gives_the_sub),
        CASE(profile_and_email_give_theirs),
        CASE(what_dialects_call_people_by_is_for_dialects_alone),
        CASE(the_picture_that_was_uploaded_goes_before_another),
        CASE(a_narrowed_token_gives_less),
        CASE(asked_for_less_it_gives_less),
        CASE(without_openid_it_is_not_enough),
        CASE(only_an_access_token_gives_access),
        CASE(what_no_longer_stands_is_refused_within_a_second),
        CASE(a_changed_profile_is_seen_within_a_second),
        CASE(a_neighbour_that_is_down_is_a_fault),
        {0},
    });
}
