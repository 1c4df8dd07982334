/* account_test - the pages of a person's own account: who may, and what their forms ask of whom. */
#include "account_scene.h"
#include <string.h>

static const char *const pages[] = {"/account",          "/account/profile",  "/account/email",
                                    "/account/password", "/account/sessions", "/account/apps",
                                    "/account/data",     "/account/delete",   "/account/keys"};

/* -- who may ---------------------------------------------------------------------------------- */

static void nobody_is_led_to_sign_in_and_back(void)
{
    scene_begin(OK);
    for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
        const char *to = arena_printf(check_mem(), "/sign-in?to=%%2Faccount%s%s",
                                      pages[i][8] ? "%2F" : "", pages[i][8] ? pages[i] + 9 : "");
        CHECK_STR(front_header(front_get(pages[i], ""), "Location"), to);
    }
    asked.session = ERR_SIGNED_OUT;
    const char *r = front_get("/account/apps?after=c%26d", SIGNED_IN);
    CHECK_STR(front_header(r, "Location"), "/sign-in?to=%2Faccount%2Fapps%3Fafter%3Dc%2526d");
    CHECK_HAS(r, "ostiary-session=; Path=/; Max-Age=0");
    r = scene_post("/account/sessions", "others=1");
    CHECK_STR(front_header(r, "Location"), "/sign-in?to=%2Faccount%2Fsessions");
    CHECK_INT(front_calls("authsvc.session_end"), 0);
}

static void home_leads_who_is_signed_in_to_their_account(void)
{
    scene_begin(OK);
    CHECK_STR(front_header(front_get("/", SIGNED_IN), "Location"), "/account");
    CHECK_STR(front_header(front_get("/sign-in", SIGNED_IN), "Location"), "/account");
    const char *r = front_get("/account", SIGNED_IN);
    CHECK_INT(front_status(r), 200);
    CHECK_HAS(front_body(r), "<strong>" EVIL_HTML "</strong>");
    CHECK_HAS(front_body(r), "<span>ada@example.org</span>");
    CHECK_HAS(front_body(r), "action=\"/sign-out\"");
    CHECK_STR(front_header(r, "Cross-Origin-Opener-Policy"), "same-origin");
    CHECK_HAS(front_body(front_get("/", BROWSER)), "Nobody is signed in");
    asked.session = ERR_SIGNED_OUT;
    r = front_get("/", SIGNED_IN);
    CHECK_HAS(front_body(r), "Nobody is signed in");
    CHECK_HAS(front_header(r, "Set-Cookie"), "ostiary-session=; Path=/; Max-Age=0");
}

static void who_was_sent_to_sign_in_comes_back(void)
{
    static const struct {
        const char *to, *location;
    } cases[] = {
        {"%2Faccount%2Fsessions", "/account/sessions"},
        {"%2Faccount%2Fapps%3Fafter%3Dx", "/account/apps?after=x"},
        {"https%3A%2F%2Fevil.example", "/"},
        {"%2F%2Fevil.example", "/"},
        {"%2Fnowhere", "/"},
        {"%2F", "/"},
        {"", "/"},
    };

    scene_begin(OK);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *form = arena_printf(check_mem(), "username=ada&password=p&to=%s", cases[i].to);
        CHECK_STR(front_header(front_post("/sign-in", OURS BROWSER, form), "Location"),
                  cases[i].location);
    }
    const char *r = front_get("/sign-in?to=%2Faccount%2Fapps", BROWSER);
    CHECK_HAS(front_body(r), "name=\"to\" value=\"/account/apps\"");
    r = front_get("/sign-in?to=https%3A%2F%2Fevil.example", BROWSER);
    CHECK(!strstr(front_body(r), "name=\"to\""));
    r = front_get("/sign-in?to=%2Faccount%2Fapps", SIGNED_IN);
    CHECK_STR(front_header(r, "Location"), "/account/apps");
}

static void every_page_says_nothing_unescaped(void)
{
    scene_begin(OK);
    for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
        const char *r = front_get(pages[i], SIGNED_IN);
        CHECK_INT(front_status(r), 200);
        CHECK(!strstr(front_body(r), "<script"));
        CHECK_HAS(front_body(r), "<main class=\"room\">");
        CHECK_STR(front_header(r, "Cache-Control"), "no-store");
        CHECK_STR(front_header(r, "Cross-Origin-Opener-Policy"), "same-origin");
    }
}

static void forms_from_elsewhere_change_nothing(void)
{
    static const char *const strangers[] = {"Origin: https://evil.example\r\n", "Origin: null\r\n",
                                            "Sec-Fetch-Site: cross-site\r\n"};
    static const char *const forms[] = {
        "/account/profile", "/account/password", "/account/sessions", "/account/apps",
        "/account/data",    "/account/delete",   "/account/email",    "/account/email/confirm",
        "/account/keys",    "/account/keys/new"};

    scene_begin(OK);
    for (size_t i = 0; i < ARRAY_LEN(forms) * ARRAY_LEN(strangers); i++) {
        const char *r = front_post(
            forms[i / 3], arena_printf(check_mem(), "%s" SIGNED_IN, strangers[i % 3]),
            "nickname=a&password=b&new_password=cccccccc&repeated=cccccccc&others=1&client_id=c");
        CHECK_INT(front_status(r), 403);
    }
    CHECK_INT(front_calls("authsvc.session_get"), 0);
}

/* -- what they do ----------------------------------------------------------------------------- */

static void a_profile_is_saved(void)
{
    scene_begin(OK);
    const char *r = front_get("/account/profile", SIGNED_IN);
    CHECK_HAS(front_body(r), "name=\"nickname\" type=\"text\" value=\"" EVIL_HTML "\"");
    CHECK_STR(asked.actor, "ticket");
    r = scene_post("/account/profile", "name=Ada&nickname=&website=https%3A%2F%2Fa.example");
    CHECK_STR(front_header(r, "Location"), "/account/profile?saved=1");
    CHECK_STR(asked.fields, "|https://a.example"); /* empty clears */
    CHECK_HAS(front_body(front_get("/account/profile?saved=1", SIGNED_IN)),
              "role=\"status\">Saved.");
}

static void what_is_wrong_with_a_profile_is_told(void)
{
    scene_begin(ERR_BAD_FIELD);
    const char *r = scene_post("/account/profile", "nickname=Ada&website=ftp%3A%2F%2Fx");
    CHECK_INT(front_status(r), 400);
    CHECK_HAS(front_body(r), "has to begin with https://");
    CHECK_HAS(front_body(r), "value=\"ftp://x\"");
    CHECK_HAS(front_body(r), "value=\"Ada\"");
    r = scene_post("/account/profile", arena_printf(check_mem(), "nickname=%065d", 0));
    CHECK_INT(front_status(r), 400);
    CHECK_HAS(front_body(r), "This cannot be saved as it is");
    CHECK(!strstr(front_body(r), "00000000"));
    CHECK_INT(front_calls("usersvc.profile_update"), 1);
}

static void a_new_password_comes_with_a_new_session(void)
{
    scene_begin(OK);
    const char *r =
        scene_post("/account/password", "password=old&new_password=quite+new&repeated=quite+new");
    CHECK_STR(front_header(r, "Location"), "/account?saved=1");
    CHECK_HAS(r, "ostiary-session=" C43 "; Path=/; Max-Age=1000; HttpOnly");
    CHECK_STR(asked.fields, "old|quite new");
}

static void what_is_wrong_with_a_password_is_told(void)
{
    static const struct {
        enum err answer;
        int status;
        const char *form, *says;
    } cases[] = {
        {OK, 400, "password=old&new_password=short&repeated=short", "needs at least 8"},
        {OK, 400, "password=old&new_password=long+enough&repeated=other", "are not the same"},
        {OK, 400, "password=old&new_password=long+enough", "are not the same"},
        {OK, 400, "password=&new_password=long+enough&repeated=long+enough", "current password"},
        {ERR_WRONG_PASSWORD, 403, "password=old&new_password=long+enough&repeated=long+enough",
         "The current password is not right."},
        {ERR_THROTTLED, 429, "password=old&new_password=long+enough&repeated=long+enough",
         "please wait 8 seconds"},
        {ERR_BUSY, 503, "password=old&new_password=long+enough&repeated=long+enough",
         "at the door"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        scene_begin(cases[i].answer);
        const char *r = scene_post("/account/password", cases[i].form);
        CHECK_INT(front_status(r), cases[i].status);
        CHECK_HAS(front_body(r), cases[i].says);
        CHECK_HAS(front_body(r), "role=\"alert\"");
        CHECK(!strstr(front_body(r), "long enough"));
        CHECK_INT(front_calls("authsvc.password_renew"), cases[i].answer != OK);
    }
}

static void an_account_is_deleted_with_its_password(void)
{
    scene_begin(OK);
    const char *r = scene_post("/account/delete", "password=p");
    CHECK_INT(front_status(r), 200);
    CHECK_HAS(front_body(r), "Your account has been deleted");
    CHECK_HAS(r, "ostiary-session=; Path=/; Max-Age=0");
    CHECK_STR(asked.fields, "p|-");
    CHECK_STR(asked.actor, "ticket");
    r = scene_post("/account/delete", "password=");
    CHECK_INT(front_status(r), 403);
    CHECK_INT(front_calls("usersvc.account_delete"), 1);
    scene_begin(ERR_WRONG_PASSWORD);
    r = scene_post("/account/delete", "password=p");
    CHECK_INT(front_status(r), 403);
    CHECK_HAS(front_body(r), "The password is not right.");
    CHECK(!strstr(r, "Max-Age=0"));
}

int main(void)
{
    struct gateway_config config = front_config();
    int status;

    front_open(&config);
    status = check_run((struct check[]){
        CASE(nobody_is_led_to_sign_in_and_back),
        CASE(home_leads_who_is_signed_in_to_their_account),
        CASE(who_was_sent_to_sign_in_comes_back),
        CASE(every_page_says_nothing_unescaped),
        CASE(forms_from_elsewhere_change_nothing),
        CASE(a_profile_is_saved),
        CASE(what_is_wrong_with_a_profile_is_told),
        CASE(a_new_password_comes_with_a_new_session),
        CASE(what_is_wrong_with_a_password_is_told),
        CASE(an_account_is_deleted_with_its_password),
        {NULL, NULL},
    });
    front_close();
    return status;
}
