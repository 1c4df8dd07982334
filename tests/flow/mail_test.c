/* mail_test - what people do by mail: sign up, get in again, move to another address; and that each
 * order becomes one mail, whatever is lost on the way. */
#include "app.h"
#include "check.h"
#include "post.h"
#include <string.h>

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define NEW_PASSWORD "a horse of another colour"
#define SIGN_UP "/sign-up/confirm"
#define RESET "/password/reset"
#define CHANGE "/account/email/confirm"

static struct world *w;
static struct nothing none;

static void begin(void)
{
    world_close(&w); /* of a case that failed */
    w = world_open();
}

/* A call of somebody from a place of their own, so that one case does not throttle the next step.
 */
static struct call *visitor(void)
{
    static int number;
    struct call *c = world_call(w, ROLE_GATEWAY);

    c->source = arena_printf(check_mem(), "10.1.%d.%d", number / 250, number % 250);
    number++;
    return c;
}

static enum err sign_in(const char *username, const char *password, struct sign_in_reply *out)
{
    return authsvc_sign_in(visitor(),
                           &(struct sign_in_request){.username = username,
                                                     .password = password,
                                                     .browser = "a-browser-of-somebody"},
                           out);
}

static enum err may_sign_in(const char *username, const char *password)
{
    struct sign_in_reply a;

    return sign_in(username, password, &a);
}

/* -- sign up ------------------------------------------------------------------------------------
 */

static void sign_up(const char *email, const char *locale)
{
    CHECK_OK(usersvc_sign_up(visitor(), &(struct sign_up_request){.email = email, .locale = locale},
                             &none));
}

static enum err finish(const char *token, const char *username)
{
    return usersvc_sign_up_finish(visitor(),
                                  &(struct sign_up_completion){.token = token,
                                                               .username = username,
                                                               .password = APP_PASSWORD},
                                  &none);
}

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
                                     &none),
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
                                     &none),
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
            usersvc_sign_up(c, &(struct sign_up_request){.email = "ada@example.org"}, &none);
        CHECK(e == OK || (e == ERR_THROTTLED && c->wait > 0));
        world_pass(w, 36 * SECOND);
        post_deliver(w);
    }
    CHECK(post_count(w, "ada@example.org", NULL) <= 10); /* in an hour */
    world_close(&w);
}

static void one_source_cannot_mail_to_everybody(void)
{
    int sent = 0;

    begin();
    for (int i = 0; i < 60; i++) {
        struct call *c = world_call(w, ROLE_GATEWAY);
        const char *email = arena_printf(check_mem(), "p%d@example.org", i);
        sent += usersvc_sign_up(c, &(struct sign_up_request){.email = email}, &none) == OK;
    }
    CHECK(sent <= 21);
    world_close(&w);
}

/* -- forgotten password -------------------------------------------------------------------------
 */

static void forget(const char *username)
{
    CHECK_OK(usersvc_password_forgot(
        visitor(), &(struct password_forgot_request){.username = username}, &none));
}

static enum err reset(const char *token)
{
    return usersvc_password_reset(
        visitor(), &(struct password_reset_request){.token = token, .password = NEW_PASSWORD},
        &none);
}

static void a_forgotten_password_is_replaced_and_everything_else_ends(void)
{
    struct browser ada;
    struct token_reply tokens, more;

    begin();
    person_new(w, "ada");
    struct app app = app_add(w, NULL);
    ada = browser_of(w, "ada");
    CHECK_OK(app_redeem(&app, browser_code(&ada, &app, "openid profile"), NULL, &tokens));
    forget("ada@example.org");
    struct link_view view;
    const char *token = post_wait(w, "ada@example.org", RESET);
    CHECK_OK(usersvc_password_link(visitor(), &(struct link_ref){.token = token}, &view));
    CHECK_STR(view.username, "ada");
    CHECK_OK(reset(token));
    CHECK_ERR(may_sign_in("ada", APP_PASSWORD), ERR_WRONG_PASSWORD);
    CHECK_OK(may_sign_in("ada", NEW_PASSWORD));
    world_follow(w);
    world_pass(w, SECOND);
    CHECK_ERR(app_refresh(&app, tokens.refresh_token, &more), ERR_INVALID_GRANT);
    CHECK(!app_active(&app, tokens.access_token));
    struct session_reply session;
    CHECK_ERR(
        authsvc_session_get(visitor(), &(struct session_ref){.session = ada.session}, &session),
        ERR_SIGNED_OUT);
    post_deliver(w);
    CHECK_INT(post_count(w, "ada@example.org", "/password/forgot"), 1); /* the notice */
    CHECK_ERR(reset(token), ERR_EXPIRED);
    world_close(&w);
}

static void by_user_name_it_works_as_well(void)
{
    begin();
    person_new(w, "ada");
    forget("ADA");
    CHECK_OK(reset(post_wait(w, "ada@example.org", RESET)));
    world_close(&w);
}

static void strangers_learn_nothing_from_asking(void)
{
    static const char *const names[] = {"ada", "nobody", "ada@example.org", "nobody@example.org"};

    begin();
    person_new(w, "ada");
    for (size_t round = 0; round < 6; round++) {
        struct call *first = NULL;
        enum err expected = OK;
        for (size_t i = 0; i < ARRAY_LEN(names); i++) {
            struct call *c = visitor();
            enum err e = usersvc_password_forgot(
                c, &(struct password_forgot_request){.username = names[i]}, &none);
            expected = first ? expected : e;
            first = first ? first : c;
            CHECK_ERR(e, expected);
            CHECK_INT(c->wait, first->wait);
            CHECK_STR(c->text, first->text);
        }
    }
    post_deliver(w);
    CHECK_INT(post_count(w, "nobody@example.org", NULL), 0);
    world_close(&w);
}

static void whoever_may_not_come_in_gets_no_link(void)
{
    struct person ada;

    begin();
    person_new(w, "ada");
    forget("ada");
    const char *token = post_wait(w, "ada@example.org", RESET);
    CHECK_OK(usersvc_person_disable(world_call(w, ROLE_ADMIN),
                                    &(struct person_ref){.username = "ada"}, &ada));
    CHECK_ERR(reset(token), ERR_EXPIRED);
    forget("ada");
    world_pass(w, SECOND);
    post_deliver(w);
    CHECK_INT(post_count(w, "ada@example.org", RESET), 1);
    world_close(&w);
}

static void any_new_password_makes_older_links_void(void)
{
    begin();
    const char *id = person_new(w, "ada");
    forget("ada");
    const char *first = post_wait(w, "ada@example.org", RESET);
    world_pass(w, SECOND);
    forget("ada");
    const char *second = post_wait(w, "ada@example.org", RESET);
    CHECK(strcmp(first, second) != 0);
    CHECK_OK(reset(second));
    CHECK_ERR(reset(first), ERR_EXPIRED);
    world_pass(w, 20 * MINUTE);
    forget("ada");
    const char *third = post_wait(w, "ada@example.org", RESET);
    CHECK_OK(usersvc_password_set(
        world_call(w, ROLE_ADMIN),
        &(struct password_set_request){.id = id, .password = APP_PASSWORD}, &none));
    CHECK_ERR(reset(third), ERR_EXPIRED);
    world_close(&w);
}

static void a_link_for_a_password_works_for_half_an_hour(void)
{
    begin();
    person_new(w, "ada");
    forget("ada");
    const char *token = post_wait(w, "ada@example.org", RESET);
    world_pass(w, 30 * MINUTE);
    CHECK_ERR(reset(token), ERR_EXPIRED);
    world_close(&w);
}

/* No token of one kind is taken as one of another. */
static void links_are_good_for_one_thing(void)
{
    begin();
    person_new(w, "ada");
    forget("ada");
    sign_up("bob@example.org", NULL);
    const char *for_ada = post_wait(w, "ada@example.org", RESET);
    const char *for_bob = post_token(w, "bob@example.org", SIGN_UP);
    CHECK_ERR(reset(for_bob), ERR_EXPIRED);
    CHECK_ERR(finish(for_ada, "bob"), ERR_EXPIRED);
    CHECK_OK(reset(for_ada));
    CHECK_OK(finish(for_bob, "bob"));
    world_close(&w);
}

static void guessing_links_is_slowed(void)
{
    const char *token = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    int heard = 0;

    begin();
    for (int i = 0; i < 150; i++)
        heard += usersvc_password_reset(
                     world_call(w, ROLE_GATEWAY),
                     &(struct password_reset_request){.token = token, .password = NEW_PASSWORD},
                     &none) == ERR_EXPIRED;
    CHECK(heard <= 101);
    world_close(&w);
}

/* -- another address ----------------------------------------------------------------------------
 */

/* A call of somebody who is signed in. */
static struct call *signed_in(const char *username, const char *password)
{
    struct sign_in_reply a;
    struct session_reply session;
    struct call *c = visitor();

    CHECK_OK(sign_in(username, password, &a));
    CHECK_OK(authsvc_session_get(visitor(), &(struct session_ref){.session = a.session}, &session));
    c->ticket = session.ticket;
    return c;
}

static enum err change_to(struct call *c, const char *email, const char *password)
{
    return usersvc_email_change(
        c, &(struct email_change_request){.email = email, .password = password}, &none);
}

static enum err confirm(struct call *c, const char *token)
{
    return usersvc_email_confirm(c, &(struct link_ref){.token = token}, &none);
}

static void an_address_changes_once_the_new_one_is_proved(void)
{
    begin();
    person_new(w, "ada");
    struct call *ada = signed_in("ada", APP_PASSWORD);
    CHECK_OK(change_to(ada, "countess@example.net", APP_PASSWORD));
    const char *token = post_wait(w, "countess@example.net", CHANGE);
    CHECK_OK(may_sign_in("ada@example.org", APP_PASSWORD));
    CHECK_OK(confirm(ada, token));
    CHECK_OK(may_sign_in("countess@example.net", APP_PASSWORD));
    CHECK_ERR(may_sign_in("ada@example.org", APP_PASSWORD), ERR_WRONG_PASSWORD);
    post_deliver(w);
    CHECK_INT(post_count(w, "ada@example.org", "/"), 1); /* the notice */
    CHECK_ERR(confirm(ada, token), ERR_EXPIRED);
    world_close(&w);
}

static void it_takes_the_password_and_the_same_person(void)
{
    begin();
    person_new(w, "ada");
    person_new(w, "eve");
    struct call *ada = signed_in("ada", APP_PASSWORD);
    struct call *eve = signed_in("eve", APP_PASSWORD);
    CHECK_ERR(change_to(ada, "new@example.net", "wrong"), ERR_WRONG_PASSWORD);
    CHECK_OK(change_to(ada, "new@example.net", APP_PASSWORD));
    const char *token = post_wait(w, "new@example.net", CHANGE);
    CHECK_ERR(confirm(eve, token), ERR_EXPIRED);
    CHECK_ERR(confirm(visitor(), token), ERR_FORBIDDEN);
    CHECK_OK(confirm(ada, token));
    world_close(&w);
}

static void links_to_the_old_address_are_void(void)
{
    begin();
    person_new(w, "ada");
    struct call *ada = signed_in("ada", APP_PASSWORD);
    forget("ada");
    const char *old = post_wait(w, "ada@example.org", RESET);
    CHECK_OK(change_to(ada, "new@example.net", APP_PASSWORD));
    CHECK_OK(confirm(ada, post_wait(w, "new@example.net", CHANGE)));
    CHECK_ERR(reset(old), ERR_EXPIRED);
    world_close(&w);
}

static void an_address_of_somebody_else_is_not_told_to_who_asks(void)
{
    begin();
    person_new(w, "ada");
    person_new(w, "eve");
    struct call *eve = signed_in("eve", APP_PASSWORD);
    CHECK_OK(change_to(eve, "ada@example.org", APP_PASSWORD));
    post_deliver(w);
    CHECK_INT(post_count(w, "ada@example.org", CHANGE), 0);
    CHECK_INT(post_count(w, "ada@example.org", "/sign-in"), 1);
    world_close(&w);
}

/* -- nothing lost, nothing doubled --------------------------------------------------------------
 */

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
        CASE(somebody_signs_up_and_signs_in),
        CASE(a_link_opens_one_account),
        CASE(a_name_that_is_taken_leaves_the_link_good),
        CASE(a_link_works_for_a_day),
        CASE(two_who_want_one_address_are_not_both_let_in),
        CASE(an_address_that_has_an_account_is_told_so_by_mail_alone),
        CASE(nobody_can_fill_a_mailbox),
        CASE(one_source_cannot_mail_to_everybody),
        CASE(a_forgotten_password_is_replaced_and_everything_else_ends),
        CASE(by_user_name_it_works_as_well),
        CASE(strangers_learn_nothing_from_asking),
        CASE(whoever_may_not_come_in_gets_no_link),
        CASE(any_new_password_makes_older_links_void),
        CASE(a_link_for_a_password_works_for_half_an_hour),
        CASE(links_are_good_for_one_thing),
        CASE(guessing_links_is_slowed),
        CASE(an_address_changes_once_the_new_one_is_proved),
        CASE(it_takes_the_password_and_the_same_person),
        CASE(links_to_the_old_address_are_void),
        CASE(an_address_of_somebody_else_is_not_told_to_who_asks),
        CASE(what_waits_survives_restarts_and_goes_once),
        CASE(an_answer_that_is_lost_is_asked_for_again),
        CASE(many_orders_come_page_by_page),
        {0},
    });
}
