/* sign_up_test - an account begins with a mailbox: who gets one, once, and what strangers learn. */
#include "check.h"
#include "mail_scene.h"

static void somebody_signs_up_and_signs_in(void)
{
    struct link_view view;
    struct person ada;

    begin();
    sign_up("ada@example.org", "fr");
    const char *token = post_wait(w, "ada@example.org", SIGN_UP);
    CHECK_OK(usersvc_sign_up_link(visitor(), &(struct link_ref){.token = token}, &view));
    CHECK_STR(view.email, "ada@example.org");
    CHECK_ERR(may_sign_in("ada@example.org", APP_PASSWORD), ERR_WRONG_PASSWORD);
    CHECK_OK(finish(token, "ada"));
    CHECK_OK(may_sign_in("ada", APP_PASSWORD));
    CHECK_OK(may_sign_in("ada@example.org", APP_PASSWORD));
    CHECK_OK(usersvc_person_get(world_call(w, ROLE_ADMIN), &(struct person_ref){.username = "ada"},
                                &ada));
    CHECK(ada.email_verified);
    CHECK_STR(ada.locale, "fr");
    CHECK_STR(ada.email, "ada@example.org");
    world_close(&w);
}

static void a_link_opens_one_account(void)
{
    begin();
    sign_up("ada@example.org", NULL);
    const char *token = post_wait(w, "ada@example.org", SIGN_UP);
    CHECK_OK(finish(token, "ada"));
    CHECK_ERR(finish(token, "eve"), ERR_EXPIRED);
    struct link_view view;
    CHECK_ERR(usersvc_sign_up_link(visitor(), &(struct link_ref){.token = token}, &view),
              ERR_EXPIRED);
    world_close(&w);
}

static void a_name_that_is_taken_leaves_the_link_good(void)
{
    begin();
    person_new(w, "ada");
    sign_up("other@example.org", NULL);
    const char *token = post_wait(w, "other@example.org", SIGN_UP);
    struct call *c = visitor();
    CHECK_ERR(usersvc_sign_up_finish(c,
                                     &(struct sign_up_completion){.token = token,
                                                                  .username = "ADA",
                                                                  .password = APP_PASSWORD},
                                     &NOTHING),
              ERR_EXISTS);
    CHECK_STR(c->text, "username is taken");
    CHECK_ERR(finish(token, "not a name"), ERR_BAD_FIELD);
    CHECK_OK(finish(token, "ada2"));
    world_close(&w);
}

static void a_link_works_for_a_day(void)
{
    begin();
    sign_up("ada@example.org", NULL);
    sign_up("bob@example.org", NULL);
    const char *ada = post_wait(w, "ada@example.org", SIGN_UP);
    const char *bob = post_token(w, "bob@example.org", SIGN_UP);
    world_pass(w, 24 * HOUR - 1);
    CHECK_OK(finish(ada, "ada"));
    world_pass(w, 1);
    CHECK_ERR(finish(bob, "bob"), ERR_EXPIRED);
    world_close(&w);
}

static void two_who_want_one_address_are_not_both_let_in(void)
{
    begin();
    sign_up("ada@example.org", NULL);
    const char *first = post_wait(w, "ada@example.org", SIGN_UP);
    sign_up("ADA@example.org", NULL);
    post_deliver(w);
    world_pass(w, SECOND); /* one mailbox, one mail a second */
    const char *second = post_wait(w, "ADA@example.org", SIGN_UP);
    CHECK_OK(finish(first, "ada"));
    struct call *c = visitor();
    CHECK_ERR(usersvc_sign_up_finish(c,
                                     &(struct sign_up_completion){.token = second,
                                                                  .username = "eve",
                                                                  .password = APP_PASSWORD},
                                     &NOTHING),
              ERR_EXISTS);
    CHECK_STR(c->text, "email is taken");
    world_close(&w);
}

/* The owner of the address learns of it, the stranger nothing. */
static void an_address_that_has_an_account_is_told_so_by_mail_alone(void)
{
    begin();
    person_new(w, "ada");
    sign_up("ada@example.org", NULL);
    sign_up("nobody@example.org", NULL);
    post_deliver(w);
    CHECK_INT(post_count(w, "ada@example.org", "/sign-in"), 1);
    CHECK_INT(post_count(w, "ada@example.org", SIGN_UP), 0);
    CHECK_INT(post_count(w, "nobody@example.org", SIGN_UP), 1);
    world_close(&w);
}

static void nobody_can_fill_a_mailbox(void)
{
    begin();
    for (int i = 0; i < 100; i++) {
        struct call *c = visitor();
        enum err e =
            usersvc_sign_up(c, &(struct sign_up_request){.email = "ada@example.org"}, &NOTHING);
        CHECK(e == OK || (e == ERR_THROTTLED && c->wait > 0));
        world_pass(w, 36 * SECOND);
        post_deliver(w);
    }
    CHECK(post_count(w, "ada@example.org", NULL) <= 10); /* in an hour */
    world_close(&w);
}

/* Many mail servers put what is for ada+anything where they put what is for ada. */
static void nor_can_they_by_naming_it_in_other_ways(void)
{
    int sent = 0;

    begin();
    for (int i = 0; i < 100; i++) {
        const char *email = arena_printf(check_mem(), "ada+%d@example.org", i);
        sent +=
            usersvc_sign_up(visitor(), &(struct sign_up_request){.email = email}, &NOTHING) == OK;
        world_pass(w, 36 * SECOND);
    }
    CHECK(sent <= 10);
    sign_up("bob+1@example.org", NULL);
    world_close(&w);
}

static void one_source_cannot_mail_to_everybody(void)
{
    int sent = 0;

    begin();
    for (int i = 0; i < 60; i++) {
        struct call *c = world_call(w, ROLE_GATEWAY);
        const char *email = arena_printf(check_mem(), "p%d@example.org", i);
        sent += usersvc_sign_up(c, &(struct sign_up_request){.email = email}, &NOTHING) == OK;
    }
    CHECK(sent <= 21);
    world_close(&w);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(somebody_signs_up_and_signs_in),
        CASE(a_link_opens_one_account),
        CASE(a_name_that_is_taken_leaves_the_link_good),
        CASE(a_link_works_for_a_day),
        CASE(two_who_want_one_address_are_not_both_let_in),
        CASE(an_address_that_has_an_account_is_told_so_by_mail_alone),
        CASE(nobody_can_fill_a_mailbox),
        CASE(nor_can_they_by_naming_it_in_other_ways),
        CASE(one_source_cannot_mail_to_everybody),
        {0},
    });
}
