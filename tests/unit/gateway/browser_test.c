/* browser_test - what people meet: the way from an authorization request to its answer, and pages.
 */
#include "browser_scene.h"
#include <string.h>

static void the_sign_in_page_escapes_what_it_shows(void)
{
    begin(OK);
    ask_to_sign_in();
    const char *r = front_get("/interaction?handle=" HANDLE, BROWSER);
    const char *page = front_body(r);
    CHECK_INT(front_status(r), 200);
    CHECK_STR(seen.handle, HANDLE);
    CHECK_HAS(page, "name=\"handle\" value=\"" HANDLE "\"");
    CHECK_HAS(page, "name=\"username\" type=\"text\" value=\"" EVIL_HTML "\"");
    CHECK_HAS(page, "<strong>" EVIL_HTML "</strong>");
    CHECK(!strstr(page, "<script"));
    CHECK_HAS(front_header(r, "Content-Security-Policy"), "form-action 'self' https:");
    CHECK(strlen(r) < (size_t)30 * 1024);
}

static void an_interaction_belongs_to_its_browser(void)
{
    begin(OK);
    const char *r = front_get("/interaction?handle=" HANDLE, "");
    CHECK_INT(front_status(r), 410);
    CHECK_HAS(front_body(r), "This was begun elsewhere");
    CHECK_HAS(front_body(r),
              "lang=\"en\">This was not begun in this browser, or the browser keeps");
    CHECK_INT(front_calls("authsvc.interaction"), 0);
    CHECK_INT(front_status(front_get("/interaction", BROWSER)), 400);
}

static void the_consent_page_says_who_what_and_where(void)
{
    begin(OK);
    ask_for_consent("https://app.example/cb");
    const char *r = front_get("/interaction?handle=" HANDLE, SIGNED_IN);
    const char *page = front_body(r);
    CHECK_INT(front_status(r), 200);
    CHECK_STR(seen.actor, "ticket");
    CHECK_HAS(page, "<em>" EVIL_HTML "</em>");
    CHECK_HAS(page, "Signed in as <strong>" EVIL_HTML "</strong>");
    CHECK_HAS(page, "<li>recognise you when you come back</li>");
    CHECK_HAS(page, "<li>see your e-mail address</li>");
    CHECK_HAS(page, "<li>use <code>files:read</code> <span class=\"new\">new</span></li>");
    CHECK_HAS(page, "you are sent to <strong>app.example</strong>");
    CHECK_HAS(page, "href=\"https://app.example/" EVIL_HTML "\"");
    CHECK_HAS(page, "name=\"ticket\" value=\"" A43 "\"");
    CHECK_HAS(page, "id=\"allow\"");
    CHECK_HAS(page, "id=\"deny\"");
    CHECK(!strstr(page, "<script"));
    CHECK_HAS(front_header(r, "Content-Security-Policy"), "form-action 'self' https:");
    CHECK_STR(front_header(r, "Cross-Origin-Opener-Policy"),
              NULL); /* the app may hold the window */
}

static void the_consent_page_says_whose_app_it_is(void)
{
    begin(OK);
    ask_for_consent("https://app.example/cb");
    seen.question.owner = "<grace>";
    const char *page = front_body(front_get("/interaction?handle=" HANDLE, SIGNED_IN));
    CHECK_HAS(page, "made by <strong>&lt;grace&gt;</strong>");
    CHECK_HAS(page, "<span class=\"portrait ");
    seen.step.client_icon = "0123456789abcdef0123456789abcdef";
    page = front_body(front_get("/interaction?handle=" HANDLE, SIGNED_IN));
    CHECK_HAS(page, "src=\"/app-icons/0123456789abcdef0123456789abcdef.png\"");
    seen.question.owner = NULL;
    seen.question.official = true;
    page = front_body(front_get("/interaction?handle=" HANDLE, SIGNED_IN));
    CHECK_HAS(page, "made by the administrators of this server");
    seen.question.official = false;
    page = front_body(front_get("/interaction?handle=" HANDLE, SIGNED_IN));
    CHECK_HAS(page, "whoever made it has no account here any more");
    CHECK(!strstr(page, "administrators"));
}

static void an_app_on_the_device_is_called_that(void)
{
    begin(OK);
    ask_for_consent("com.example.app:/cb");
    seen.question.client_uri = "javascript:alert(1)";
    const char *r = front_get("/interaction?handle=" HANDLE, SIGNED_IN);
    CHECK_HAS(front_body(r), "an app on this device");
    CHECK(!strstr(front_body(r), "javascript:"));
    CHECK_HAS(front_header(r, "Content-Security-Policy"),
              "form-action 'self' https: com.example.app:");
    ask_for_consent("http://127.0.0.1:9000/cb");
    r = front_get("/interaction?handle=" HANDLE, SIGNED_IN);
    CHECK_HAS(front_body(r), "an app on this device");
}

static void signing_in_begins_a_session(void)
{
    begin(OK);
    const char *r = front_post("/sign-in", OURS BROWSER "User-Agent: a browser\r\n",
                               "username=ada&password=a%20secret&handle=" HANDLE);
    CHECK_INT(front_status(r), 303);
    CHECK_STR(front_header(r, "Location"), "/interaction?handle=" HANDLE);
    CHECK_STR(front_header(r, "Set-Cookie"),
              "ostiary-session=" B43 "; Path=/; Max-Age=1000; HttpOnly; SameSite=Lax");
    CHECK_STR(seen.username, "ada");
    CHECK_STR(seen.password, "a secret");
    CHECK_STR(seen.agent, "a browser");
    r = front_post("/sign-in", OURS BROWSER, "username=ada&password=p");
    CHECK_STR(front_header(r, "Location"), "/");
    /* What comes with a name out of a clipboard is not part of it; of a password it may be. */
    r = front_post("/sign-in", OURS BROWSER,
                   "username=%E3%80%80%20ada%20%C2%A0&password=%20a%20secret%20");
    CHECK_STR(front_header(r, "Location"), "/");
    CHECK_STR(seen.username, "ada");
    CHECK_STR(seen.password, " a secret ");
}

static void what_nobody_is_called_is_not_asked_for(void)
{
    begin(OK);
    ask_to_sign_in();
    const char *r = front_post("/sign-in", OURS BROWSER, "username=%20%C2%A0&password=p");
    CHECK_INT(front_status(r), 400);
    CHECK_HAS(front_body(r), "Please enter your user name and your password.");
    r = front_post("/sign-in", OURS BROWSER, "username=a%07b&password=p");
    CHECK_INT(front_status(r), 400);
    CHECK_HAS(front_body(r), "What came from this form cannot be read");
    const char *letters = arena_printf(check_mem(), "%0300d", 0);
    r = front_post("/sign-in", OURS BROWSER,
                   arena_printf(check_mem(), "username=%s&password=p", letters));
    CHECK_INT(front_status(r), 403);
    CHECK_HAS(front_body(r), "The user name or the password is not right.");
    CHECK_INT(front_calls("authsvc.sign_in"), 0);
}

static void a_wrong_password_asks_again(void)
{
    begin(ERR_WRONG_PASSWORD);
    ask_to_sign_in();
    const char *r =
        front_post("/sign-in", OURS BROWSER, "username=ada%22%3E&password=p&handle=" HANDLE);
    const char *page = front_body(r);
    CHECK_INT(front_status(r), 403);
    CHECK_HAS(page, "role=\"alert\">The user name or the password is not right.</p>");
    CHECK_HAS(page, "value=\"ada&quot;&gt;\"");
    CHECK_HAS(page, "name=\"handle\" value=\"" HANDLE "\"");
    CHECK_HAS(page, EVIL_HTML);
    CHECK(!strstr(page, "value=\"p\""));
    CHECK_STR(front_header(r, "Set-Cookie"), NULL);
    r = front_post("/sign-in", OURS BROWSER, "username=ada&password=");
    CHECK_INT(front_status(r), 400);
    CHECK_HAS(front_body(r), "Please enter your user name and your password.");
    CHECK_INT(front_calls("authsvc.sign_in"), 1);
}

static void a_busy_door_says_when_to_come_back(void)
{
    begin(ERR_BUSY);
    const char *r = front_post("/sign-in", OURS BROWSER, "username=ada&password=p");
    CHECK_INT(front_status(r), 503);
    CHECK_STR(front_header(r, "Retry-After"), "1");
    CHECK_HAS(front_body(r), "id=\"login\"");
}

static void who_guesses_is_told_how_long_to_wait(void)
{
    begin(ERR_THROTTLED);
    ask_to_sign_in();
    seen.wait = 8;
    const char *r = front_post("/sign-in", OURS BROWSER, "username=ada&password=p&handle=" HANDLE);
    CHECK_INT(front_status(r), 429);
    CHECK_HAS(r, "HTTP/1.1 429 Too Many Requests\r\n");
    CHECK_STR(front_header(r, "Retry-After"), "8");
    CHECK_HAS(front_body(r), "role=\"alert\">Too many attempts; please wait 8 seconds.</p>");
    CHECK_HAS(front_body(r), "value=\"ada\"");
    CHECK_HAS(front_body(r), "name=\"handle\" value=\"" HANDLE "\"");
    CHECK_STR(front_header(r, "Set-Cookie"), NULL);
}

static void a_decision_is_carried_to_the_app(void)
{
    begin(OK);
    const char *r =
        front_post("/consent", OURS SIGNED_IN, "handle=" HANDLE "&ticket=" A43 "&decision=allow");
    CHECK_INT(front_status(r), 303);
    CHECK_STR(front_header(r, "Location"),
              "https://app.example/cb?code=x&iss=http%3A%2F%2Flocalhost%3A8080");
    CHECK_STR(seen.decision, "allow");
    CHECK_STR(seen.ticket, A43);
    CHECK_STR(seen.session, B43);
    r = front_post("/consent", OURS BROWSER, "handle=" HANDLE "&ticket=" A43 "&decision=allow");
    CHECK_STR(front_header(r, "Location"), "/interaction?handle=" HANDLE); /* to sign in again */
    begin(ERR_SIGNED_OUT);
    r = front_post("/consent", OURS SIGNED_IN, "handle=" HANDLE "&ticket=" A43 "&decision=deny");
    CHECK_STR(front_header(r, "Location"), "/interaction?handle=" HANDLE);
}

/* Whatever rides on a cookie comes from our own pages. */
static void forms_from_elsewhere_change_nothing(void)
{
    static const char *const strangers[] = {
        "Origin: https://evil.example\r\n", "Origin: null\r\n",
        "Sec-Fetch-Site: cross-site\r\n",   "Sec-Fetch-Site: same-origin\r\n",
        "Origin: http://localhost\r\n",
    };
    static const char *const paths[] = {"/sign-in", "/consent", "/sign-out"};

    begin(OK);
    for (size_t p = 0; p < ARRAY_LEN(paths); p++) {
        for (size_t i = 0; i < ARRAY_LEN(strangers); i++) {
            const char *r =
                front_post(paths[p], arena_printf(check_mem(), "%s" SIGNED_IN, strangers[i]),
                           "username=a&password=b&handle=c&ticket=d&decision=allow");
            CHECK_INT(front_status(r), 403);
            CHECK_HAS(front_body(r), "This came from elsewhere");
        }
    }
    CHECK_INT(front_calls("authsvc.sign_in") + front_calls("authsvc.consent_decide") +
                  front_calls("authsvc.sign_out"),
              0);
    front_post("/sign-out", SIGNED_IN, ""); /* an old client sends neither header */
    CHECK_INT(front_calls("authsvc.sign_out"), 1);
}

static void signing_out_forgets_the_session(void)
{
    begin(OK);
    const char *r = front_post("/sign-out", OURS SIGNED_IN, "");
    CHECK_INT(front_status(r), 303);
    CHECK_STR(front_header(r, "Location"), "/");
    CHECK_HAS(front_header(r, "Set-Cookie"), "ostiary-session=; Path=/; Max-Age=0");
    CHECK_STR(seen.session, B43);
    r = front_post("/sign-out", OURS SIGNED_IN, "handle=" HANDLE);
    CHECK_STR(front_header(r, "Location"), "/interaction?handle=" HANDLE);
}

static void pages_bring_their_own_style(void)
{
    begin(OK);
    const char *page = front_body(front_get("/sign-in", ""));
    const char *link = strstr(page, "/assets/page.css?v=");
    CHECK(link);
    const char *r = front_get(arena_strndup(check_mem(), link, strcspn(link, "\"")), "");
    CHECK_INT(front_status(r), 200);
    CHECK_STR(front_header(r, "Content-Type"), "text/css; charset=utf-8");
    CHECK_STR(front_header(r, "Cache-Control"), "public, max-age=31536000, immutable");
    r = front_get("/assets/mark.svg", "");
    CHECK_STR(front_header(r, "Content-Type"), "image/svg+xml");
}

int main(void)
{
    struct gateway_config config = front_config();
    int status;

    front_open(&config);
    status = check_run((struct check[]){
        CASE(the_sign_in_page_escapes_what_it_shows),
        CASE(an_interaction_belongs_to_its_browser),
        CASE(the_consent_page_says_who_what_and_where),
        CASE(the_consent_page_says_whose_app_it_is),
        CASE(an_app_on_the_device_is_called_that),
        CASE(signing_in_begins_a_session),
        CASE(what_nobody_is_called_is_not_asked_for),
        CASE(a_wrong_password_asks_again),
        CASE(a_busy_door_says_when_to_come_back),
        CASE(who_guesses_is_told_how_long_to_wait),
        CASE(a_decision_is_carried_to_the_app),
        CASE(forms_from_elsewhere_change_nothing),
        CASE(signing_out_forgets_the_session),
        CASE(pages_bring_their_own_style),
        {NULL, NULL},
    });
    front_close();
    return status;
}
