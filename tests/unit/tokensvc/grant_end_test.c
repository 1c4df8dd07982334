/* Ending a grant: the cut-off is durable first, authsvc forgets later, however long that takes. */
#include "cutoff_store.h"
#include "rig.h"
#include <string.h>

static const struct sql CUTOFFS = {"test_cutoffs", "SELECT count(*) FROM cutoff"};
static const struct sql ALIVE = {"test_alive",
                                 "SELECT count(*) FROM family WHERE ended_at IS NULL"};

static enum err end_grant(struct rig *rig)
{
    struct call c = rig_call(rig, check_mem());
    struct nothing a;

    c.role = ROLE_ADMIN;
    return on_grant_end(&c, &(struct grant_ref){.person = "ada", .client_id = "app"}, &a);
}

static void idle(struct rig *rig)
{
    struct call c = rig_call(rig, check_mem());

    tokensvc_service.idle(rig->svc, &c);
}

static void all_families_of_the_grant_end(void)
{
    struct rig *rig = rig_open();
    struct token_reply a, b, other;

    CHECK_OK(rig_code(rig, &a));
    CHECK_OK(rig_code(rig, &b));
    rig->auth.person = "bob";
    CHECK_OK(rig_code(rig, &other));
    CHECK_OK(end_grant(rig));
    CHECK(!rig_active(rig, a.access_token) && !rig_active(rig, b.refresh_token));
    CHECK(rig_active(rig, other.access_token));
    CHECK_ERR(rig_refresh(rig, a.refresh_token, &a), ERR_INVALID_GRANT);
    CHECK_INT(rig->asked[ASKED_WITHDRAW], 1);
    CHECK_INT(rig_count(rig, &CUTOFFS), 0);
    rig_close();
}

static void a_new_grant_may_follow(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    CHECK_OK(rig_code(rig, &a));
    CHECK_OK(end_grant(rig));
    rig->consent.generation = rig->auth.consent_generation = 8;
    CHECK_OK(rig_code(rig, &a));
    CHECK(rig_active(rig, a.access_token));
    CHECK_OK(end_grant(rig));
    CHECK(!rig_active(rig, a.access_token));
    rig_close();
}

static void while_authsvc_is_down_the_cut_off_holds(void)
{
    struct rig *rig = rig_open();
    struct token_reply a, late;

    CHECK_OK(rig_code(rig, &a));
    rig->down = "authsvc.consent_withdraw";
    CHECK_ERR(end_grant(rig), ERR_UNAVAILABLE); /* it is not done yet, and says so */
    CHECK(!rig_active(rig, a.access_token));
    CHECK_ERR(rig_code(rig, &late), ERR_INVALID_GRANT); /* a code that was under way */
    CHECK_HAS(rig_detail(), "being ended");
    rig_reopen();
    CHECK_ERR(rig_code(rig, &late), ERR_INVALID_GRANT);
    CHECK_INT(rig_count(rig, &ALIVE), 0);
    rig_close();
}

static void it_is_tried_until_it_is_done(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    rig->down = "authsvc.consent_withdraw";
    CHECK_ERR(end_grant(rig), ERR_UNAVAILABLE);
    rig_pass(rig, CUTOFF_RETRY);
    idle(rig);
    CHECK_INT(rig_count(rig, &CUTOFFS), 1);
    CHECK_HAS(rig_log(), "could not be ended yet: UNAVAILABLE");
    rig->down = NULL;
    idle(rig); /* not yet: its time has not come */
    CHECK_INT(rig->asked[ASKED_WITHDRAW], 0);
    rig_pass(rig, CUTOFF_RETRY);
    idle(rig);
    CHECK_INT(rig->asked[ASKED_WITHDRAW], 1);
    CHECK_INT(rig_count(rig, &CUTOFFS), 0);
    CHECK_OK(rig_code(rig, &a));
    rig_close();
}

static int asked_in_between;

static void end_it_again(struct rig *self, const char *method)
{
    if (strcmp(method, "authsvc.consent_withdraw") != 0 || asked_in_between++)
        return;
    struct cutoff second = {.person = "ada", .client_id = "app"};
    struct call c = rig_call(self, check_mem());
    CHECK_OK(cutoff_store_begin(&c, &second));
}

/* A second request comes while authsvc answers the first: the first must not tick it off. */
static void a_later_request_is_not_done_with_an_earlier_one(void)
{
    struct rig *rig = rig_open();

    asked_in_between = 0;
    rig->on_ask = end_it_again;
    CHECK_OK(end_grant(rig));
    rig->on_ask = NULL;
    CHECK_INT(rig_count(rig, &CUTOFFS), 1);
    rig_pass(rig, CUTOFF_RETRY);
    idle(rig);
    CHECK_INT(rig->asked[ASKED_WITHDRAW], 2);
    CHECK_INT(rig_count(rig, &CUTOFFS), 0);
    rig_close();
}

static void many_that_are_left_over_are_finished_together(void)
{
    struct rig *rig = rig_open();

    for (int i = 0; i < 50; i++) {
        struct cutoff cutoff = {.person = arena_printf(check_mem(), "p%d", i), .client_id = "app"};
        struct call c = rig_call(rig, check_mem());
        CHECK_OK(cutoff_store_begin(&c, &cutoff));
    }
    rig_pass(rig, CUTOFF_RETRY);
    idle(rig);
    idle(rig);
    idle(rig);
    CHECK_INT(rig->asked[ASKED_WITHDRAW], 50);
    CHECK_INT(rig_count(rig, &CUTOFFS), 0);
    rig_close();
}

static void a_cut_off_that_cannot_be_written_is_a_fault(void)
{
    struct rig *rig = rig_open();

    rig_break(rig, "INSERT", "cutoff");
    CHECK_ERR(end_grant(rig), ERR_STORAGE);
    CHECK_INT(rig->asked[ASKED_WITHDRAW], 0);
    rig_close();
}

/* --- what has expired goes --- */

static const struct sql FAMILIES = {"test_families", "SELECT count(*) FROM family"};
static const struct sql REVOKED = {"test_revoked", "SELECT count(*) FROM revoked_token"};

static void what_has_expired_is_removed(void)
{
    struct rig *rig = rig_open();
    struct token_reply a, own;

    CHECK_OK(rig_code(rig, &a));
    CHECK_OK(rig_token(rig, &(struct token_request){.grant_type = "client_credentials"}, &own));
    CHECK_OK(rig_revoke(rig, own.access_token));
    idle(rig);
    CHECK_INT(rig_count(rig, &FAMILIES), 1);
    CHECK_INT(rig_count(rig, &REVOKED), 1);
    rig_pass(rig, SECONDS(300 + 86399));
    idle(rig);
    CHECK_INT(rig_count(rig, &REVOKED), 1); /* a clock may have been ahead */
    rig_pass(rig, SECONDS(1));
    idle(rig);
    CHECK_INT(rig_count(rig, &FAMILIES), 1);
    CHECK_INT(rig_count(rig, &REVOKED), 0);
    rig_pass(rig, DAYS(13) - SECONDS(300));
    idle(rig);
    CHECK_INT(rig_count(rig, &FAMILIES), 1); /* its client hears that it has expired */
    rig_pass(rig, SECONDS(3600));
    idle(rig);
    CHECK_INT(rig_count(rig, &FAMILIES), 0);
    rig_close();
}

static void what_has_ended_is_removed_after_two_hours(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    CHECK_OK(rig_code(rig, &a));
    CHECK_OK(rig_revoke(rig, a.refresh_token));
    rig_pass(rig, SECONDS(7200) - 1);
    idle(rig);
    CHECK_INT(rig_count(rig, &FAMILIES), 1);
    rig_pass(rig, 1);
    idle(rig);
    CHECK_INT(rig_count(rig, &FAMILIES), 0);
    rig_close();
}

static void batches_go_on_until_all_is_gone(void)
{
    static const struct sql FILL = {
        "test_fill",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1700)"
        " INSERT INTO family SELECT 'f' || i, 'app', 'ada', 's', 'standard', '', NULL, 1, NULL,"
        " NULL, 1, 1, 1, 1, 1, '', 1, 1, 0, 0, 0, 0, 1, i, 1700, NULL FROM n"};
    struct rig *rig = rig_open();
    struct token_reply a;

    CHECK_OK(rig_code(rig, &a));
    rig_exec(rig, &FILL);
    idle(rig);
    CHECK_INT(rig_count(rig, &FAMILIES), 1);
    CHECK(rig_active(rig, a.access_token));
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(all_families_of_the_grant_end),
        CASE(a_new_grant_may_follow),
        CASE(while_authsvc_is_down_the_cut_off_holds),
        CASE(it_is_tried_until_it_is_done),
        CASE(a_later_request_is_not_done_with_an_earlier_one),
        CASE(many_that_are_left_over_are_finished_together),
        CASE(a_cut_off_that_cannot_be_written_is_a_fault),
        CASE(what_has_expired_is_removed),
        CASE(what_has_ended_is_removed_after_two_hours),
        CASE(batches_go_on_until_all_is_gone),
        {0},
    });
}
