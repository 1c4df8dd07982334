/* door_test - pages for those who are outside: links that do nothing when they are looked at,
 * answers that tell nothing, and an app that waits meanwhile. */
#include "account_scene.h"
#include <string.h>

#define CONFIRM "/sign-up/confirm"
#define RESET "/password/reset"
#define C44 "CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC"
#define WAITING "Cookie: ostiary-browser=" A43 "; ostiary-waiting=" C43 "\r\n"
#define NEW "&new_password=long+enough&repeated=long+enough"

static struct {
    bool open; /* sign-up is */
    enum err link, finish, letter, sign_in;
    const char *text;            /* what the service says of the outcome in public */
    char asked[256], handle[64]; /* "one|other" of what was asked; of the sign-in that followed */
} door;

static void note(struct call *c, const char *a, const char *b)
{
    const char *both = arena_printf(c->mem, "%s|%s", a ? a : "-", b ? b : "-");

    memset(door.asked, 0, sizeof door.asked);
    strncpy(door.asked, both, sizeof door.asked - 1);
}

static enum err sign_up_open(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    ((struct sign_up_terms *)reply)->open = door.open;
    return OK;
}

static enum err sign_up(struct call *c, const void *request, void *reply)
{
    const struct sign_up_request *q = request;

    (void)reply;
    note(c, q->email, q->locale);
    return door.letter;
}

static enum err forgot(struct call *c, const void *request, void *reply)
{
    const struct password_forgot_request *q = request;

    (void)reply;
    note(c, q->username, q->locale);
    return door.letter;
}

static enum err link_look(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    *(struct link_view *)reply = (struct link_view){.email = "<ada@example.org>", .username = EVIL};
    return door.link;
}

static enum err sign_up_finish(struct call *c, const void *request, void *reply)
{
    const struct sign_up_completion *q = request;

    (void)reply;
    note(c, q->username, q->password);
    return door.text ? refuse_openly(c, door.finish, "%s", door.text) : door.finish;
}

static enum err password_reset(struct call *c, const void *request, void *reply)
{
    const struct password_reset_request *q = request;

    (void)reply;
    note(c, q->token, q->password);
    return door.finish;
}

static enum err sign_in(struct call *c, const void *request, void *reply)
{
    const struct sign_in_request *q = request;

    note(c, q->username, q->password);
    memset(door.handle, 0, sizeof door.handle);
    strncpy(door.handle, q->handle ? q->handle : "-", sizeof door.handle - 1);
    *(struct sign_in_reply *)reply = (struct sign_in_reply){.session = B43, .lifetime = 1000};
    return door.sign_in;
}

static void begin(void)
{
    front_reset();
    memset(&door, 0, sizeof door);
    door.open = true;
    front_set("usersvc.sign_up_open", sign_up_open);
    front_set("usersvc.sign_up", sign_up);
    front_set("usersvc.password_forgot", forgot);
    front_set("usersvc.sign_up_link", link_look);
    front_set("usersvc.password_link", link_look);
    front_set("usersvc.sign_up_finish", sign_up_finish);
    front_set("usersvc.password_reset", password_reset);
    front_set("authsvc.sign_in", sign_in);
}

static const char *post(const char *path, const char *form)
{
    return front_post(path, OURS BROWSER, form);
}

/* -- asking for a mail ------------------------------------------------------------------------ */

static void the_sign_in_page_leads_there(void)
{
    begin();
    const char *page = front_body(front_get("/sign-in", BROWSER));
    CHECK_HAS(page, "href=\"/password/forgot\"");
    CHECK_HAS(page, "href=\"/sign-up\"");
    door.open = false;
    page = front_body(front_get("/sign-in", BROWSER));
    CHECK_HAS(page, "href=\"/password/forgot\"");
    CHECK(!strstr(page, "/sign-up"));
    CHECK(!strstr(front_body(front_get("/", BROWSER)), "/sign-up"));
    front_set("usersvc.sign_up_open", NULL); /* away: signing in is still possible */
    const char *r = front_get("/sign-in", BROWSER);
    CHECK_INT(front_status(r), 200);
    CHECK(!strstr(front_body(r), "/sign-up"));
}

static void a_mail_is_asked_for_in_the_language_of_the_page(void)
{
    begin();
    const char *r =
        front_post("/sign-up", OURS BROWSER "Accept-Language: zh\r\n", "email=a%26b%40example.org");
    CHECK_INT(front_status(r), 200);
    CHECK_STR(door.asked, "a&b@example.org|zh-Hans");
    CHECK_HAS(front_body(r), "<strong>a&amp;b@example.org</strong>");
    r = front_post("/password/forgot", OURS BROWSER "Accept-Language: fr\r\n",
                   "username=%3Cada%3E");
    CHECK_INT(front_status(r), 200);
    CHECK_STR(door.asked, "<ada>|fr");
    CHECK_HAS(front_body(r), "<strong>&lt;ada&gt;</strong>");
}

static void what_is_wrong_is_told(void)
{
    static const struct {
        enum err answer;
        int status, calls;
        const char *form, *says;
    } cases[] = {
        {OK, 400, 0, "email=", "not an e-mail address"},
        {ERR_BAD_FIELD, 400, 1, "email=ada%40", "not an e-mail address"},
        {ERR_THROTTLED, 429, 1, "email=ada%40a.example", "please wait"},
        {ERR_DISABLED, 403, 1, "email=ada%40a.example", "Nobody can create an account here"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        begin();
        door.letter = cases[i].answer;
        const char *r = post("/sign-up", cases[i].form);
        CHECK_INT(front_status(r), cases[i].status);
        CHECK_HAS(front_body(r), cases[i].says);
        CHECK_INT(front_calls("usersvc.sign_up"), cases[i].calls);
        CHECK(!strstr(r, "ostiary-waiting"));
    }
    CHECK_INT(front_status(post("/password/forgot", "username=")), 400);
    door.letter = ERR_THROTTLED;
    CHECK_INT(front_status(post("/password/forgot", "username=ada")), 429);
}

static void where_sign_up_is_closed_the_page_says_so(void)
{
    begin();
    CHECK_INT(front_status(front_get("/sign-up", BROWSER)), 200);
    door.open = false;
    const char *r = front_get("/sign-up", BROWSER);
    CHECK_INT(front_status(r), 403);
    CHECK_HAS(front_body(r), "Nobody can create an account here");
    CHECK(!strstr(front_body(r), "name=\"email\""));
}

/* -- an app that waits ------------------------------------------------------------------------ */

static void an_app_that_waits_goes_along(void)
{
    begin();
    const char *page = front_body(front_get("/sign-up?handle=" C43 "&ui_locales=de", BROWSER));
    CHECK_HAS(page, "name=\"handle\" value=\"" C43 "\"");
    CHECK_HAS(page, "href=\"/interaction?handle=" C43 "&amp;ui_locales=de\"");
    const char *r = post("/sign-up", "email=a%40b.example&handle=" C43);
    CHECK_HAS(r, "Set-Cookie: ostiary-waiting=" C43 "; Path=/; Max-Age=600; HttpOnly");
    CHECK_HAS(front_body(r), "href=\"/sign-up?handle=" C43 "\"");
    CHECK_HAS(post("/password/forgot", "username=ada&handle=" C43), "ostiary-waiting=" C43 ";");
}

static void no_cookie_is_made_of_what_is_none(void)
{
    static const char *const handles[] = {"", "short", C44,
                                          "CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC%3B+Path%3D",
                                          "CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC%0A"};

    begin();
    for (size_t i = 0; i < ARRAY_LEN(handles); i++) {
        const char *form = arena_printf(check_mem(), "email=a%%40b.example&handle=%s", handles[i]);
        CHECK(!strstr(post("/sign-up", form), "ostiary-waiting"));
    }
}

/* -- links ------------------------------------------------------------------------------------ */

static void looking_at_a_link_uses_nothing(void)
{
    begin();
    const char *r = front_get(CONFIRM "?token=" A43, "");
    CHECK_INT(front_status(r), 200);
    CHECK_HAS(front_body(r), "<strong>&lt;ada@example.org&gt;</strong>");
    CHECK_HAS(front_body(r), "name=\"token\" value=\"" A43 "\"");
    CHECK_STR(front_header(r, "Referrer-Policy"), "same-origin");
    r = front_get(RESET "?token=" A43, "");
    CHECK_INT(front_status(r), 200);
    CHECK_HAS(front_body(r), "<strong>" EVIL_HTML "</strong>");
    CHECK_INT(front_calls("usersvc.sign_up_finish"), 0);
    CHECK_INT(front_calls("usersvc.password_reset"), 0);
    CHECK_INT(front_calls("authsvc.sign_in"), 0);
}

static void a_link_that_is_void_is_said_to_be(void)
{
    static const char *const paths[] = {CONFIRM, RESET};
    static const char *const tokens[] = {"", "?token=", "?token=short", "?token=" A43 "A"};

    begin();
    for (size_t i = 0; i < ARRAY_LEN(paths) * ARRAY_LEN(tokens); i++) {
        const char *path = arena_printf(check_mem(), "%s%s", paths[i % 2], tokens[i / 2]);
        const char *r = front_get(path, "");
        CHECK_INT(front_status(r), 410);
        CHECK_HAS(front_body(r), "no longer works");
        CHECK_HAS(front_body(r), i % 2 ? "href=\"/password/forgot\"" : "href=\"/sign-up\"");
    }
    CHECK_INT(front_calls("usersvc.sign_up_link"), 0);
    door.link = ERR_EXPIRED;
    CHECK_INT(front_status(front_get(CONFIRM "?token=" A43, "")), 410);
    CHECK_INT(front_status(post(RESET, "token=" A43 NEW)), 410);
    CHECK_INT(front_calls("usersvc.password_reset"), 0);
    door.link = ERR_THROTTLED;
    CHECK_HAS(front_body(front_get(RESET "?token=" A43, "")), "Please wait a little");
    door.link = OK;
    door.finish = ERR_EXPIRED; /* somebody was quicker */
    CHECK_INT(front_status(post(CONFIRM, "token=" A43 "&username=ada" NEW)), 410);
}

/* -- what they are for ------------------------------------------------------------------------ */

static void who_opened_an_account_is_signed_in(void)
{
    begin();
    const char *form = "token=" A43 "&username=ada" NEW;
    const char *r = post(CONFIRM, form);
    CHECK_INT(front_status(r), 303);
    CHECK_STR(front_header(r, "Location"), "/");
    CHECK_HAS(r, "ostiary-session=" B43 "; Path=/; Max-Age=1000; HttpOnly");
    CHECK_STR(door.asked, "ada|long enough");
    CHECK_STR(door.handle, "-");
    r = front_post(CONFIRM, OURS WAITING, form);
    CHECK_STR(front_header(r, "Location"), "/interaction?handle=" C43);
    CHECK_HAS(r, "ostiary-waiting=; Path=/; Max-Age=0");
    CHECK_STR(door.handle, C43);
    door.sign_in = ERR_BUSY; /* the account is there all the same */
    r = post(CONFIRM, form);
    CHECK_STR(front_header(r, "Location"), "/sign-in");
    CHECK(!strstr(r, "ostiary-session"));
}

static void what_is_wrong_with_an_account_is_told(void)
{
    static const struct {
        enum err answer;
        const char *text;
        int status, calls;
        const char *form, *says;
    } cases[] = {
        {OK, NULL, 400, 0, "&username=" NEW, "A user name has letters"},
        {OK, NULL, 400, 0, "&username=ada&new_password=short&repeated=short", "at least 8"},
        {OK, NULL, 400, 0, "&username=ada&new_password=long+enough&repeated=x", "not the same"},
        {ERR_BAD_FIELD, "username must not have '@'", 400, 1, "&username=a%40b" NEW,
         "A user name has letters"},
        {ERR_BAD_FIELD, "name has a control character", 400, 1, "&username=ada" NEW,
         "cannot be saved"},
        {ERR_EXISTS, "username is taken", 409, 1, "&username=ada" NEW,
         "user name is taken already"},
        {ERR_EXISTS, "email is taken", 409, 1, "&username=ada" NEW, "has an account already"},
        {ERR_BUSY, NULL, 503, 1, "&username=ada" NEW, "at the door"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        begin();
        door.finish = cases[i].answer;
        door.text = cases[i].text;
        const char *r = post(CONFIRM, arena_printf(check_mem(), "token=" A43 "%s", cases[i].form));
        CHECK_INT(front_status(r), cases[i].status);
        CHECK_HAS(front_body(r), cases[i].says);
        CHECK_HAS(front_body(r), "role=\"alert\"");
        CHECK_HAS(front_body(r), "name=\"token\" value=\"" A43 "\"");
        CHECK_HAS(front_body(r), "name=\"back\" value=\"" CONFIRM "?token=" A43 "\"");
        CHECK(!strstr(front_body(r), "long enough"));
        CHECK_INT(front_calls("usersvc.sign_up_finish"), cases[i].calls);
        CHECK_INT(front_calls("authsvc.sign_in"), 0);
    }
}

/* Whoever followed a link of somebody else's must not find themselves in that person's account. */
static void a_new_password_signs_nobody_in(void)
{
    begin();
    const char *r = front_post(RESET, OURS WAITING, "token=" A43 NEW);
    CHECK_STR(front_header(r, "Location"), "/password/reset?changed=1");
    CHECK_STR(door.asked, A43 "|long enough");
    CHECK(!strstr(r, "ostiary-session"));
    CHECK_INT(front_calls("authsvc.sign_in"), 0);
    CHECK_HAS(front_body(front_get(RESET "?changed=1", BROWSER)), "href=\"/sign-in\"");
    CHECK_HAS(front_body(front_get(RESET "?changed=1", WAITING)),
              "href=\"/interaction?handle=" C43 "\"");
    r = post(RESET, "token=" A43 "&new_password=short&repeated=short");
    CHECK_INT(front_status(r), 400);
    CHECK_HAS(front_body(r), "name=\"back\" value=\"" RESET "?token=" A43 "\"");
    CHECK_INT(front_calls("usersvc.password_reset"), 1);
}

static void forms_from_elsewhere_do_nothing(void)
{
    static const char *const forms[] = {"/sign-up", CONFIRM, "/password/forgot", RESET};

    begin();
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        const char *r = front_post(forms[i], "Origin: https://evil.example\r\n" BROWSER,
                                   "email=a%40b.example&username=ada&token=" A43 NEW);
        CHECK_INT(front_status(r), 403);
    }
    CHECK_STR(door.asked, "");
}

int main(void)
{
    struct gateway_config config = front_config();
    int status;

    front_open(&config);
    status = check_run((struct check[]){
        CASE(the_sign_in_page_leads_there),
        CASE(a_mail_is_asked_for_in_the_language_of_the_page),
        CASE(what_is_wrong_is_told),
        CASE(where_sign_up_is_closed_the_page_says_so),
        CASE(an_app_that_waits_goes_along),
        CASE(no_cookie_is_made_of_what_is_none),
        CASE(looking_at_a_link_uses_nothing),
        CASE(a_link_that_is_void_is_said_to_be),
        CASE(who_opened_an_account_is_signed_in),
        CASE(what_is_wrong_with_an_account_is_told),
        CASE(a_new_password_signs_nobody_in),
        CASE(forms_from_elsewhere_do_nothing),
        {NULL, NULL},
    });
    front_close();
    return status;
}
