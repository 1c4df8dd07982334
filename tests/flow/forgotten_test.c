/* forgotten_test - getting in again by mail: once, for a while, and nothing else lives on. */
#include "check.h"
#include "mail_scene.h"
#include <string.h>

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
    post_deliver(w); /* of the app that was let in */
    world_pass(w, SECOND);
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
                c, &(struct password_forgot_request){.username = names[i]}, &NOTHING);
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

/* Who asks again and again for an account in the name of others sends them mails without a way in.
 */
static void strangers_keep_nobody_from_a_link(void)
{
    const struct sign_up_request again = {.email = "ada@example.org"};

    begin();
    person_new(w, "ada");
    while (usersvc_sign_up(visitor(), &again, &NOTHING) == OK) {
        post_deliver(w);
        world_pass(w, SECOND); /* one mailbox, one mail a second */
    }
    forget("ada@example.org");
    CHECK_OK(reset(post_wait(w, "ada@example.org", RESET)));
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
        &(struct password_set_request){.id = id, .password = APP_PASSWORD}, &NOTHING));
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
                     &NOTHING) == ERR_EXPIRED;
    CHECK(heard <= 101);
    world_close(&w);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_forgotten_password_is_replaced_and_everything_else_ends),
        CASE(by_user_name_it_works_as_well),
        CASE(strangers_learn_nothing_from_asking),
        CASE(strangers_keep_nobody_from_a_link),
        CASE(whoever_may_not_come_in_gets_no_link),
        CASE(any_new_password_makes_older_links_void),
        CASE(a_link_for_a_password_works_for_half_an_hour),
        CASE(links_are_good_for_one_thing),
        CASE(guessing_links_is_slowed),
        {0},
    });
}
