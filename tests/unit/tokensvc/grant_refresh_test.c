/* Refresh tokens: lost replies, several tabs, theft, and that nothing before the counter changes
 * anything. */
#include "rig.h"
#include <string.h>

enum { GRACE = 30 * 1000 };

static const struct sql HEAD = {"test_head", "SELECT head FROM family"};
static const struct sql ALIVE = {"test_alive",
                                 "SELECT count(*) FROM family WHERE ended_at IS NULL"};

static const char *first_token(struct rig *rig)
{
    struct token_reply a;

    CHECK_OK(rig_code(rig, &a));
    return a.refresh_token;
}

static const char *successor(struct rig *rig, const char *token)
{
    struct token_reply a;

    CHECK_OK(rig_refresh(rig, token, &a));
    return a.refresh_token;
}

static bool refused(struct rig *rig, const char *token)
{
    struct token_reply a;

    enum err e = rig_refresh(rig, token, &a);

    return (e == ERR_REFRESH_UNKNOWN || e == ERR_REFRESH_EXPIRED) && !a.access_token;
}

static void the_head_gives_a_successor(void)
{
    struct rig *rig = rig_open();
    struct token_reply a, b;

    CHECK_OK(rig_code(rig, &a));
    rig_pass(rig, SECONDS(60));
    CHECK_OK(rig_refresh(rig, a.refresh_token, &b));
    CHECK(strcmp(a.refresh_token, b.refresh_token) != 0);
    CHECK(strcmp(a.access_token, b.access_token) != 0);
    CHECK_STR(b.scope, "openid profile email notes");
    CHECK_INT(b.expires_in, 300);
    CHECK_INT(rig_count(rig, &HEAD), 2);
    CHECK(rig_active(rig, a.access_token));
    CHECK(rig_active(rig, b.refresh_token));
    CHECK(!rig_active(rig, a.refresh_token));
    rig_close();
}

static void a_lost_reply_is_given_again(void)
{
    struct rig *rig = rig_open();
    const char *first = first_token(rig);
    const char *lost = successor(rig, first);

    rig_pass(rig, GRACE);
    CHECK_STR(successor(rig, first), lost);
    CHECK_INT(rig_count(rig, &HEAD), 2);
    CHECK(strcmp(successor(rig, lost), lost) != 0);
    rig_close();
}

static void three_tabs_end_with_one_token(void)
{
    struct rig *rig = rig_open();
    const char *first = first_token(rig), *tab[3];

    for (int i = 0; i < 3; i++) {
        tab[i] = successor(rig, first);
        rig_pass(rig, 10);
    }
    CHECK_STR(tab[1], tab[0]);
    CHECK_STR(tab[2], tab[0]);
    CHECK_INT(rig_count(rig, &HEAD), 2);
    rig_close();
}

static void a_slow_tab_catches_up_over_four_heads(void)
{
    struct rig *rig = rig_open();
    const char *first = first_token(rig), *at = first;

    for (int i = 0; i < 4; i++)
        at = successor(rig, at);
    CHECK_STR(successor(rig, first), at);
    at = successor(rig, at);
    CHECK(refused(rig, first)); /* five back */
    CHECK(refused(rig, at));
    rig_close();
}

static void after_a_long_sleep_a_client_that_proves_itself_goes_on(void)
{
    struct rig *rig = rig_open();
    const char *first = first_token(rig);
    const char *lost = successor(rig, first);

    rig_pass(rig, DAYS(8));
    CHECK_STR(successor(rig, first), lost);
    CHECK_INT(rig_count(rig, &HEAD), 2);
    rig_close();
}

static void a_public_client_that_comes_late_is_taken_for_a_thief(void)
{
    struct rig *rig = rig_open();

    rig_make_public(&rig->client);
    const char *first = first_token(rig);
    const char *head = successor(rig, first);
    rig_pass(rig, GRACE + 1);
    CHECK(refused(rig, first));
    CHECK(refused(rig, head));
    CHECK_INT(rig_count(rig, &ALIVE), 0);
    CHECK_HAS(rig_log(), "came again");
    rig_close();
}

static void the_same_request_may_be_asked_again_however_late(void)
{
    struct rig *rig = rig_open();
    struct token_reply a, b;

    rig_make_public(&rig->client);
    rig->client.refresh_grace = 0;
    const struct token_request q = {.grant_type = "refresh_token",
                                    .refresh_token = first_token(rig),
                                    .attempt = "one and the same attempt"};
    CHECK_OK(rig_token(rig, &q, &a));
    rig_pass(rig, 2000);
    CHECK_OK(rig_token(rig, &q, &b));
    CHECK_STR(b.refresh_token, a.refresh_token);
    CHECK(refused(rig, q.refresh_token)); /* another attempt with the same token */
    rig_close();
}

static void theft_ends_all_that_the_family_yielded(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;
    struct userinfo_reply who;

    CHECK_OK(rig_code(rig, &a));
    const char *second = successor(rig, a.refresh_token);
    const char *third = successor(rig, second);
    rig_pass(rig, GRACE + 1);
    CHECK(rig_active(rig, a.access_token));
    CHECK(refused(rig, a.refresh_token)); /* two back, late: not even for a proved client */
    CHECK(!rig_active(rig, a.access_token));
    CHECK_ERR(rig_userinfo(rig, a.access_token, &who), ERR_INVALID_TOKEN);
    CHECK(refused(rig, second));
    CHECK(refused(rig, third));
    rig_close();
}

static void a_token_from_the_future_is_an_alarm_and_ends_nothing(void)
{
    static const struct sql RESTORE = {"test_restore", "UPDATE family SET head = 1"};
    struct rig *rig = rig_open();
    const char *first = first_token(rig);
    const char *second = successor(rig, first);

    rig_exec(rig, &RESTORE);
    CHECK(refused(rig, second));
    CHECK_HAS(rig_log(), "ahead of the database");
    CHECK_INT(rig_count(rig, &ALIVE), 1);
    CHECK_INT(rig_count(rig, &HEAD), 1);
    rig_close();
}

static void a_restored_database_ends_all_families(void)
{
    static const struct sql RESTORE = {"test_epoch", "UPDATE epoch SET number = number + 1"};
    struct rig *rig = rig_open();
    struct token_reply a, b;

    CHECK_OK(rig_code(rig, &a));
    rig_exec(rig, &RESTORE);
    CHECK(refused(rig, a.refresh_token));
    CHECK(!rig_active(rig, a.access_token));
    CHECK_OK(rig_code(rig, &b));
    CHECK(rig_active(rig, b.access_token));
    rig_close();
}

static void a_client_that_does_not_rotate_keeps_its_token(void)
{
    struct rig *rig = rig_open();

    rig->client.refresh_reuse = true;
    const char *token = first_token(rig);
    for (int week = 0; week < 6; week++) {
        rig_pass(rig, DAYS(7));
        CHECK_STR(successor(rig, token), token);
    }
    CHECK_INT(rig_count(rig, &HEAD), 1);
    rig_pass(rig, DAYS(14));
    CHECK(refused(rig, token));
    rig_close();
}

static void a_public_client_always_rotates(void)
{
    struct rig *rig = rig_open();

    rig_make_public(&rig->client);
    rig->client.refresh_reuse = true;
    const char *token = first_token(rig);
    CHECK(strcmp(successor(rig, token), token) != 0);
    rig_close();
}

static void a_family_that_is_not_used_ends(void)
{
    struct rig *rig = rig_open();
    const char *token = first_token(rig);
    const int64_t idle = rig->client.refresh_idle_lifetime * 1000;

    rig_pass(rig, idle - 1);
    token = successor(rig, token);
    rig_pass(rig, idle - 1);
    token = successor(rig, token);
    rig_pass(rig, idle);
    CHECK(refused(rig, token));
    CHECK(!rig_active(rig, token));
    rig_close();
}

static void use_does_not_carry_a_family_beyond_its_end(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    rig->client.refresh_lifetime = 20LL * 86400;
    const char *token = first_token(rig);
    rig_pass(rig, DAYS(10));
    token = successor(rig, token);
    rig_pass(rig, DAYS(10) - SECONDS(100));
    CHECK_OK(rig_refresh(rig, token, &a));
    CHECK_INT(a.expires_in, 100); /* no access token outlives its family */
    token = a.refresh_token;
    rig_pass(rig, SECONDS(100) - 1);
    CHECK_OK(rig_refresh(rig, token, &a));
    CHECK_INT(a.expires_in, 1);
    rig_pass(rig, 1);
    CHECK(refused(rig, a.refresh_token));
    rig_close();
}

static void a_new_mac_key_serves_the_next_head(void)
{
    struct rig *rig = rig_open();
    static const uint8_t key[SECRET_KEY_LEN] = {42};
    const struct key_wrap wrap = {rig_kek(), "default"};
    const char *first = first_token(rig), *second = successor(rig, first);
    const struct mac_row row = {2, key_wrap_mac(check_mem(), &wrap, 2, (struct bytes){key, 32})};

    CHECK_OK(key_store_add_first_mac(rig->svc->store, &row));
    rig_pass(rig, SIGNING_KEYS_FRESH);
    CHECK_STR(successor(rig, first), second); /* the head keeps the key it was made with */
    const char *third = successor(rig, second);
    CHECK_STR(successor(rig, second), third);
    CHECK(strcmp(successor(rig, third), third) != 0);
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(the_head_gives_a_successor),
        CASE(a_lost_reply_is_given_again),
        CASE(three_tabs_end_with_one_token),
        CASE(a_slow_tab_catches_up_over_four_heads),
        CASE(after_a_long_sleep_a_client_that_proves_itself_goes_on),
        CASE(a_public_client_that_comes_late_is_taken_for_a_thief),
        CASE(the_same_request_may_be_asked_again_however_late),
        CASE(theft_ends_all_that_the_family_yielded),
        CASE(a_token_from_the_future_is_an_alarm_and_ends_nothing),
        CASE(a_restored_database_ends_all_families),
        CASE(a_client_that_does_not_rotate_keeps_its_token),
        CASE(a_public_client_always_rotates),
        CASE(a_family_that_is_not_used_ends),
        CASE(use_does_not_carry_a_family_beyond_its_end),
        CASE(a_new_mac_key_serves_the_next_head),
        {0},
    });
}
