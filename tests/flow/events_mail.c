/* events_mail.c - what people do by mail. */
#include "events_scene.h"
#include "post.h"

#define PASSWORD "a password of theirs"

static struct call *gateway(void)
{
    return world_call(scene.world, ROLE_GATEWAY);
}

static void sign_up(void)
{
    WROTE(
        usersvc_sign_up,
        usersvc_sign_up(gateway(), &(struct sign_up_request){.email = "bob@example.org"}, &NOTHING),
        OK, "");
    struct sign_up_completion q = {
        .token = post_wait(scene.world, "bob@example.org", "/sign-up/confirm"),
        .username = "bob",
        .password = PASSWORD,
    };
    WROTE(usersvc_sign_up_finish, usersvc_sign_up_finish(gateway(), &q, &NOTHING), OK,
          "person_added");
    CHECK_STR(scene.streams.last.by, "gateway");
    WROTE(usersvc_sign_up_finish, usersvc_sign_up_finish(gateway(), &q, &NOTHING), ERR_EXPIRED, "");
}

static void forget(void)
{
    WROTE(usersvc_password_forgot,
          usersvc_password_forgot(gateway(), &(struct password_forgot_request){.username = "bob"},
                                  &NOTHING),
          OK, "");
    world_pass(scene.world, 1000); /* one mailbox, one mail a second */
    struct password_reset_request q = {
        .token = post_wait(scene.world, "bob@example.org", "/password/reset"),
        .password = APP_PASSWORD};
    WROTE(usersvc_password_reset, usersvc_password_reset(gateway(), &q, &NOTHING), OK,
          "password_set");
    CHECK_STR(scene.streams.last.after, "{\"generation\":2}");
    WROTE(usersvc_password_reset, usersvc_password_reset(gateway(), &q, &NOTHING), ERR_EXPIRED, "");
}

static struct call *bob(void)
{
    static struct sign_in_reply a;
    struct session_reply session;
    struct call *c = gateway();

    CHECK_OK(authsvc_sign_in(gateway(),
                             &(struct sign_in_request){.username = "bob",
                                                       .password = APP_PASSWORD,
                                                       .browser = "a-browser-of-somebody"},
                             &a));
    CHECK_OK(authsvc_session_get(gateway(), &(struct session_ref){.session = a.session}, &session));
    scene_saw(streams_news(&scene.streams));
    c->ticket = session.ticket;
    return c;
}

static void move(void)
{
    struct call *c = bob();

    WROTE(usersvc_email_change,
          usersvc_email_change(
              c,
              &(struct email_change_request){.email = "bob@example.net", .password = APP_PASSWORD},
              &NOTHING),
          OK, "");
    const struct link_ref link = {
        .token = post_wait(scene.world, "bob@example.net", "/account/email/confirm")};
    WROTE(usersvc_email_confirm, usersvc_email_confirm(c, &link, &NOTHING), OK, "person_updated");
    CHECK_STR(scene.streams.last.by, scene.streams.last.person);
    WROTE(usersvc_email_confirm, usersvc_email_confirm(c, &link, &NOTHING), ERR_EXPIRED, "");
}

void mail(void)
{
    scene_begin();
    sign_up();
    forget();
    move();
    scene_end();
}
