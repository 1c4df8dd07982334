/* outbox_test - nothing is lost and nothing doubled between a change and its mail. */
#include "check.h"
#include "mail_scene.h"
#include <string.h>

/* Loses the reply of every question for the outbox. */
static enum err lose_replies(void *arg, const char *method, bool served)
{
    (void)arg;
    return served && strcmp(method, "service.outbox_since") == 0 ? ERR_DEADLINE : OK;
}

static void what_waits_survives_restarts_and_goes_once(void)
{
    begin();
    sign_up("ada@example.org", NULL);
    world_restart(w, NULL); /* between writing and collecting */
    world_follow(w);
    world_restart(w, NULL); /* between collecting and sending */
    for (int i = 0; i < 3; i++) {
        world_pass(w, SECOND);
        post_deliver(w);
        world_restart(w, NULL);
    }
    CHECK_INT(post_count(w, "ada@example.org", NULL), 1);
    world_close(&w);
}

static void an_answer_that_is_lost_is_asked_for_again(void)
{
    begin();
    for (int i = 0; i < 3; i++)
        sign_up(arena_printf(check_mem(), "p%d@example.org", i), NULL);
    world_fault(w, lose_replies, NULL);
    CHECK_ERR(world_follow_once(w), ERR_DEADLINE);
    world_fault(w, NULL, NULL);
    for (int i = 0; i < 3; i++)
        post_deliver(w);
    for (int i = 0; i < 3; i++)
        CHECK_INT(post_count(w, arena_printf(check_mem(), "p%d@example.org", i), NULL), 1);
    world_close(&w);
}

static int countdown; /* messages until one is lost */

static enum err lose_one(void *arg, const char *method, bool served)
{
    (void)arg, (void)method, (void)served;
    return --countdown == 0 ? ERR_UNAVAILABLE : OK;
}

/* The n-th message on the whole way is lost, n = 1, 2, … until the way is shorter. */
static void whatever_is_lost_an_acknowledged_mail_comes_once(void)
{
    for (int n = 1; n == 1 || countdown <= 0; n++) {
        begin();
        person_new(w, "ada");
        countdown = n;
        world_fault(w, lose_one, NULL);
        enum err e = usersvc_password_forgot(
            visitor(), &(struct password_forgot_request){.username = "ada"}, &NOTHING);
        enum err followed = world_follow_once(w);
        world_fault(w, NULL, NULL);
        CHECK(!followed || err_is_fault(followed));
        post_deliver(w);
        size_t mails = post_count(w, "ada@example.org", RESET);
        CHECK(e == OK ? mails == 1 : mails <= 1); /* a lost reply: it was done all the same */
        world_pass(w, SECOND);
        forget("ada");
        CHECK_OK(reset(post_wait(w, "ada@example.org", RESET)));
        CHECK_INT(post_count(w, "ada@example.org", RESET), mails + 1);
        world_close(&w);
    }
}

static void many_orders_come_page_by_page(void)
{
    begin();
    for (int i = 0; i < 130; i++)
        sign_up(arena_printf(check_mem(), "p%d@example.org", i), NULL);
    post_deliver(w);
    CHECK_INT(post_count(w, NULL, SIGN_UP), 130);
    CHECK_INT(post_count(w, "p0@example.org", NULL), 1);
    CHECK_INT(post_count(w, "p129@example.org", NULL), 1);
    world_close(&w);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(what_waits_survives_restarts_and_goes_once),
        CASE(an_answer_that_is_lost_is_asked_for_again),
        CASE(whatever_is_lost_an_acknowledged_mail_comes_once),
        CASE(many_orders_come_page_by_page),
        {0},
    });
}
