/* account_email_test - another e-mail address: asked for with the password, taken by a button. */
#include "account_scene.h"
#include <string.h>

#define CONFIRM "/account/email/confirm"

static void a_mail_goes_to_the_new_address(void)
{
    scene_begin(OK);
    CHECK_HAS(front_body(front_get("/account/email", SIGNED_IN)),
              "<strong>ada@example.org</strong>");
    const char *r = scene_post("/account/email", "email=new%40a.example&password=mine");
    CHECK_INT(front_status(r), 200);
    CHECK_HAS(front_body(r), "on its way to <strong>new@a.example</strong>");
    CHECK_HAS(front_body(r), "<main class=\"room\">");
    CHECK_STR(asked.fields, "new@a.example|mine");
    CHECK_STR(asked.actor, "ticket");
}

static void what_is_wrong_is_told(void)
{
    static const struct {
        enum err answer;
        int status, calls;
        const char *form, *says;
    } cases[] = {
        {OK, 400, 0, "email=&password=mine", "not an e-mail address"},
        {ERR_BAD_FIELD, 400, 1, "email=new%40&password=mine", "not an e-mail address"},
        {OK, 403, 0, "email=new%40a.example&password=", "The password is not right."},
        {ERR_WRONG_PASSWORD, 403, 1, "email=new%40a.example&password=x", "password is not right"},
        {ERR_THROTTLED, 429, 1, "email=new%40a.example&password=mine", "please wait"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        scene_begin(cases[i].answer);
        const char *r = scene_post("/account/email", cases[i].form);
        CHECK_INT(front_status(r), cases[i].status);
        CHECK_HAS(front_body(r), cases[i].says);
        CHECK(!strstr(front_body(r), "value=\"mine\""));
        CHECK_INT(front_calls("usersvc.email_change"), cases[i].calls);
    }
}

static void looking_at_the_link_takes_nothing(void)
{
    scene_begin(OK);
    const char *r = front_get(CONFIRM "?token=" A43, SIGNED_IN);
    CHECK_INT(front_status(r), 200);
    CHECK_HAS(front_body(r), "<strong>&lt;new@a.example&gt;</strong>");
    CHECK_HAS(front_body(r), "name=\"token\" value=\"" A43 "\"");
    CHECK_INT(front_calls("usersvc.email_confirm"), 0);
    r = scene_post(CONFIRM, "token=" A43);
    CHECK_STR(front_header(r, "Location"), "/account?saved=1");
    CHECK_STR(asked.fields, A43 "|-");
    r = front_get(CONFIRM "?token=" A43, "");
    CHECK_STR(front_header(r, "Location"),
              "/sign-in?to=%2Faccount%2Femail%2Fconfirm%3Ftoken%3D" A43);
}

static void a_link_that_is_void_is_said_to_be(void)
{
    static const enum err answers[] = {ERR_EXPIRED, ERR_EXISTS};

    for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
        scene_begin(answers[i]);
        const char *r = scene_post(CONFIRM, "token=" A43);
        CHECK_INT(front_status(r), 410);
        CHECK_HAS(front_body(r), "no longer works");
        CHECK_HAS(front_body(r), "href=\"/account/email\"");
    }
    CHECK_INT(front_status(front_get(CONFIRM, SIGNED_IN)), 410);
    CHECK_INT(front_status(scene_post(CONFIRM, "token=short")), 410);
}

int main(void)
{
    struct gateway_config config = front_config();
    int status;

    front_open(&config);
    status = check_run((struct check[]){
        CASE(a_mail_goes_to_the_new_address),
        CASE(what_is_wrong_is_told),
        CASE(looking_at_the_link_takes_nothing),
        CASE(a_link_that_is_void_is_said_to_be),
        {NULL, NULL},
    });
    front_close();
    return status;
}
