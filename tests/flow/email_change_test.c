/* email_change_test - moving to another address: proved, by the same person, and the old one is
 * told. */
#include "check.h"
#include "mail_scene.h"

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
        c, &(struct email_change_request){.email = email, .password = password}, &NOTHING);
}

static enum err confirm(struct call *c, const char *token)
{
    return usersvc_email_confirm(c, &(struct link_ref){.token = token}, &NOTHING);
}

static enum err look(struct call *c, const char *token, struct link_view *out)
{
    return usersvc_email_link(c, &(struct link_ref){.token = token}, out);
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
    struct link_view view;
    CHECK_ERR(change_to(ada, "new@example.net", "wrong"), ERR_WRONG_PASSWORD);
    CHECK_OK(change_to(ada, "new@example.net", APP_PASSWORD));
    const char *token = post_wait(w, "new@example.net", CHANGE);
    CHECK_ERR(look(eve, token, &view), ERR_EXPIRED);
    CHECK_OK(look(ada, token, &view));
    CHECK_STR(view.email, "new@example.net");
    CHECK_STR(view.username, "ada");
    CHECK_ERR(confirm(eve, token), ERR_EXPIRED);
    CHECK_ERR(confirm(visitor(), token), ERR_FORBIDDEN);
    CHECK_OK(confirm(ada, token));
    CHECK_ERR(look(ada, token, &view), ERR_EXPIRED);
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

int main(void)
{
    return check_run((struct check[]){
        CASE(an_address_changes_once_the_new_one_is_proved),
        CASE(it_takes_the_password_and_the_same_person),
        CASE(links_to_the_old_address_are_void),
        CASE(an_address_of_somebody_else_is_not_told_to_who_asks),
        {0},
    });
}
