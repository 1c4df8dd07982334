/* authorize_test - the authorization endpoint: what comes in, and where the browser is sent. */
#include "front.h"
#include <string.h>

#define A43 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define B43 "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA"
#define BROWSER "Cookie: ostiary-browser=" A43 "\r\n"
#define SIGNED_IN "Cookie: ostiary-browser=" A43 "; ostiary-session=" B43 "\r\n"
#define HANDLE "handle-handle-handle"

static struct {
    char state[64], browser[64], session[64], repeated[64];
    enum err error;
    struct interaction_step step;
} seen;

static void keep(char *to, size_t room, const char *text)
{
    memset(to, 0, room);
    strncpy(to, text ? text : "-", room - 1);
}
#define KEEP(field, text) keep(seen.field, sizeof seen.field, (text))

static enum err authorize(struct call *c, const void *request, void *reply)
{
    const struct authorize_request *q = request;

    (void)c;
    KEEP(state, q->state);
    KEEP(browser, q->browser);
    KEEP(session, q->session);
    KEEP(repeated, q->repeated);
    *(struct interaction_step *)reply = seen.step;
    return seen.error;
}

static void begin(enum err e)
{
    front_reset();
    memset(&seen, 0, sizeof seen);
    seen.error = e;
    front_set("authsvc.authorize", authorize);
}

static void ask_to_sign_in(void)
{
    seen.step = (struct interaction_step){.handle = HANDLE, .sign_in = true};
}

static void an_answer_goes_straight_to_the_app(void)
{
    static const struct authorization_response answer = {.action = "https://app.example/cb?a=é",
                                                         .mode = "query",
                                                         .code = "x",
                                                         .state = "é\"",
                                                         .iss = FRONT_ISSUER};

    begin(OK);
    seen.step.answer = &answer;
    const char *r = front_get("/oauth2/authorize?client_id=app&state=s%20t", SIGNED_IN);
    CHECK_INT(front_status(r), 303);
    CHECK_STR(
        front_header(r, "Location"),
        "https://app.example/cb?a=%C3%A9&code=x&state=%C3%A9%22&iss=http%3A%2F%2Flocalhost%3A8080");
    CHECK_STR(front_header(r, "Cache-Control"), "no-store");
    CHECK_STR(front_header(r, "Set-Cookie"), NULL);
    CHECK_STR(front_header(r, "Access-Control-Allow-Origin"), NULL);
    CHECK_STR(seen.state, "s t");
    CHECK_STR(seen.browser, A43);
    CHECK_STR(seen.session, B43);
    CHECK_STR(seen.repeated, "-");
}

static void a_new_browser_gets_a_name(void)
{
    begin(OK);
    ask_to_sign_in();
    const char *r = front_get("/oauth2/authorize?client_id=app", "");
    CHECK_INT(front_status(r), 303);
    CHECK_STR(front_header(r, "Location"), "/interaction?handle=" HANDLE);
    CHECK_INT(strlen(seen.browser), 43);
    CHECK_HAS(front_header(r, "Set-Cookie"),
              arena_printf(check_mem(),
                           "ostiary-browser=%s; Path=/; Max-Age=31536000; HttpOnly; "
                           "SameSite=Lax",
                           seen.browser));
    CHECK_STR(seen.session, "-");
}

static void repeated_parameters_are_told(void)
{
    begin(OK);
    ask_to_sign_in();
    front_get("/oauth2/authorize?client_id=app&state=a&state=b&scope=x&scope=y", BROWSER);
    CHECK_STR(seen.repeated, "state scope");
    CHECK_STR(seen.state, "a");
}

/* Nobody knows yet whether the redirect URI is the app's. */
static void faults_before_the_app_is_known_are_pages(void)
{
    begin(ERR_BAD_REDIRECT_URI);
    const char *r = front_get("/oauth2/authorize?client_id=app&redirect_uri=https%3A%2F%2Fevil",
                              "Accept: application/json\r\n" BROWSER);
    CHECK_INT(front_status(r), 400);
    CHECK_STR(front_header(r, "Location"), NULL);
    CHECK_STR(front_header(r, "Content-Type"), "text/html; charset=utf-8");
    CHECK_HAS(front_body(r), "redirect_uri is not one that the app has registered");
    CHECK(!strstr(front_body(r), "//evil"));
    r = front_get("/oauth2/authorize?client_id=%", BROWSER);
    CHECK_INT(front_status(r), 400);
    CHECK_HAS(front_body(r), "client_id contains a &#39;%&#39; without two hexadecimal digits");
}

static void a_posted_request_is_asked_again_by_get(void)
{
    begin(OK);
    const char *r = front_post("/oauth2/authorize", "Origin: https://elsewhere.example\r\n",
                               "client_id=app&state=a%26b&state=c+d&unknown=%C3%A9");
    CHECK_INT(front_status(r), 303);
    CHECK_STR(front_header(r, "Location"),
              "/oauth2/authorize?client_id=app&state=a%26b&state=c%20d&unknown=%C3%A9");
    CHECK_STR(front_header(r, "Set-Cookie"), NULL);
    CHECK_INT(front_calls("authsvc.authorize"), 0);
}

int main(void)
{
    struct gateway_config config = front_config();
    int status;

    front_open(&config);
    status = check_run((struct check[]){
        CASE(an_answer_goes_straight_to_the_app),
        CASE(a_new_browser_gets_a_name),
        CASE(repeated_parameters_are_told),
        CASE(faults_before_the_app_is_known_are_pages),
        CASE(a_posted_request_is_asked_again_by_get),
        {NULL, NULL},
    });
    front_close();
    return status;
}
