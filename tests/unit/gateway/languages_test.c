/* languages_test - pages in the language of whoever sees them, and the menu to choose another. */
#include "front.h"
#include <string.h>

#define A43 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define BROWSER "Cookie: ostiary-browser=" A43 "\r\n"
#define HANDLE "handle-handle-handle"
#define OURS "Origin: " FRONT_ISSUER "\r\n"

static enum err interaction(struct call *c, const void *request, void *reply)
{
    const struct interaction_request *q = request;

    (void)c;
    *(struct interaction_step *)reply =
        (struct interaction_step){.handle = q->handle, .sign_in = true, .client_name = "Notes"};
    return OK;
}

static enum err authorize(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    *(struct interaction_step *)reply =
        (struct interaction_step){.handle = HANDLE, .sign_in = true};
    return OK;
}

static enum err sign_in(struct call *c, const void *request, void *reply)
{
    const struct sign_in_request *q = request;

    (void)c;
    *(struct sign_in_reply *)reply = (struct sign_in_reply){.session = A43, .lifetime = 1000};
    return strcmp(q->password, "right") == 0 ? OK : ERR_WRONG_PASSWORD;
}

static void begin(void)
{
    front_reset();
    front_set("authsvc.interaction", interaction);
    front_set("authsvc.authorize", authorize);
    front_set("authsvc.sign_in", sign_in);
}

static void a_page_speaks_the_language_of_the_browser(void)
{
    begin();
    const char *r = front_get("/sign-in", "Accept-Language: fr-CH, fr;q=0.9\r\n");
    CHECK_HAS(front_body(r), "<html lang=\"fr\">");
    CHECK_HAS(front_body(r), "<h1>Se connecter</h1>");
    CHECK_STR(front_header(r, "Content-Language"), "fr");
    CHECK_STR(front_header(r, "Vary"), "Accept-Language, Cookie");
    r = front_get("/sign-in", "Accept-Language: zh-TW\r\n");
    CHECK_HAS(front_body(r), "<html lang=\"zh-Hans\">");
    CHECK_HAS(front_body(r), "<title>登录 · localhost:8080</title>");
    CHECK_HAS(front_body(front_get("/sign-in", "")), "<html lang=\"en\">");
}

static void errors_are_told_in_it_too(void)
{
    begin();
    const char *r = front_get("/nowhere", "Accept: text/html\r\nAccept-Language: ja\r\n");
    CHECK_INT(front_status(r), 404);
    CHECK_HAS(front_body(r), "<h1>ここには何もありません</h1>");
    CHECK_HAS(front_body(r), "<dd id=\"reason\" lang=\"en\">There is no such thing.</dd>");
    r = front_post("/sign-in", OURS BROWSER "Accept-Language: de\r\n", "username=a&password=b");
    CHECK_HAS(front_body(r), "role=\"alert\">Der Benutzername oder das Passwort stimmt nicht.</p>");
}

/* From the app's request to its answer. */
static void what_the_app_asks_for_goes_along(void)
{
    begin();
    const char *r = front_get("/oauth2/authorize?client_id=app&ui_locales=nl%20es-MX", BROWSER);
    CHECK_STR(front_header(r, "Location"), "/interaction?handle=" HANDLE "&ui_locales=nl%20es-MX");
    r = front_get("/interaction?handle=" HANDLE "&ui_locales=nl%20es-MX",
                  BROWSER "Accept-Language: de\r\n");
    CHECK_HAS(front_body(r), "<html lang=\"es\">");
    CHECK_HAS(front_body(r), "name=\"ui_locales\" value=\"nl es-MX\"");
    r = front_post("/sign-in", OURS BROWSER,
                   "username=a&password=b&handle=" HANDLE "&ui_locales=es");
    CHECK_HAS(front_body(r), "<html lang=\"es\">");
    CHECK_HAS(front_body(r), "name=\"ui_locales\" value=\"es\"");
    r = front_post("/sign-in", OURS BROWSER,
                   "username=a&password=right&handle=" HANDLE "&ui_locales=es");
    CHECK_STR(front_header(r, "Location"), "/interaction?handle=" HANDLE "&ui_locales=es");
}

static void too_long_a_wish_is_none(void)
{
    const char *wish = arena_printf(check_mem(), "/sign-in?ui_locales=es%0300d", 0);

    begin();
    CHECK_HAS(front_body(front_get(wish, "")), "<html lang=\"en\">");
    CHECK_HAS(front_body(front_get("/sign-in?ui_locales=%", "")), "<html lang=\"en\">");
}

static const char *chosen(const char *headers, const char *form)
{
    return front_post("/language", arena_printf(check_mem(), OURS "%s", headers), form);
}

/* What the person chooses later than the app is what counts. */
static void the_menu_leads_back_and_the_choice_stays(void)
{
    begin();
    const char *page =
        front_body(front_get("/interaction?handle=" HANDLE "&ui_locales=es", BROWSER));
    CHECK_HAS(page, "action=\"/language\"");
    CHECK_HAS(page, "name=\"back\" value=\"/interaction?handle=" HANDLE "\"");
    CHECK_HAS(page, "value=\"es\" lang=\"es\" aria-current=\"true\">Español</button>");
    CHECK_HAS(page, "value=\"zh\" lang=\"zh-Hans\">简体中文</button>");
    const char *r = chosen(BROWSER, "back=%2Finteraction%3Fhandle%3D" HANDLE "&language=ja");
    CHECK_INT(front_status(r), 303);
    CHECK_STR(front_header(r, "Location"), "/interaction?handle=" HANDLE);
    CHECK_STR(front_header(r, "Set-Cookie"),
              "ostiary-language=ja; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax");
    r = front_get("/sign-in", "Cookie: ostiary-language=ja\r\nAccept-Language: de\r\n");
    CHECK_HAS(front_body(r), "<html lang=\"ja\">");
    r = front_get("/sign-in", "Cookie: ostiary-language=xx\r\nAccept-Language: de\r\n");
    CHECK_HAS(front_body(r), "<html lang=\"de\">");
}

static void each_page_knows_the_way_back_to_it(void)
{
    static const struct {
        const char *path, *back;
    } cases[] = {
        {"/sign-in", "/sign-in"},
        {"/sign-in?to=%2Faccount&a=b&ui_locales=fr", "/sign-in?to=%2Faccount"},
        {"/", "/"},
        {"/?a=%22%3E&ui_locales=fr", "/?a=%22%3E"},
        {"/?%", "/"},
    };

    begin();
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_HAS(front_body(front_get(cases[i].path, "Accept: text/html\r\n")),
                  arena_printf(check_mem(), "name=\"back\" value=\"%s\"", cases[i].back));
    CHECK(!strstr(front_body(front_get("/nowhere?a=b", "Accept: text/html\r\n")), "\"back\""));
    const char *r = front_post("/sign-in", OURS BROWSER, "username=a&password=b");
    CHECK_HAS(front_body(r), "name=\"back\" value=\"/sign-in\"");
    r = front_post("/sign-in", OURS BROWSER, "username=a&password=b&handle=" HANDLE);
    CHECK_HAS(front_body(r), "name=\"back\" value=\"/interaction?handle=" HANDLE "\"");
}

static void nobody_is_led_away_by_it(void)
{
    static const char *const elsewhere[] = {
        "https%3A%2F%2Fevil.example",
        "%2F%2Fevil.example",
        "%2F%5Cevil.example",
        "%2Fsign-in%2F%2Fevil.example",
        "%2Foauth2%2Ftoken",
        "%2Fhealth",
        "%2Fsign-in%23x",
        "javascript%3Aalert(1)",
        "sign-in",
        "",
        "%2Flanguage",
    };

    begin();
    for (size_t i = 0; i < ARRAY_LEN(elsewhere); i++) {
        const char *form = arena_printf(check_mem(), "language=de&back=%s", elsewhere[i]);
        CHECK_STR(front_header(chosen("", form), "Location"), "/");
    }
    const char *r = chosen("", "language=de&back=%2Fsign-in%3F%2F%2Fevil.example%C3%A9");
    CHECK_STR(front_header(r, "Location"), "/sign-in?//evil.example%C3%A9");
}

static void what_is_no_language_is_refused(void)
{
    static const char *const forms[] = {"language=nl", "language=", "", "language=%22"};

    begin();
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        const char *r = chosen("", forms[i]);
        CHECK_INT(front_status(r), 400);
        CHECK_STR(front_header(r, "Set-Cookie"), NULL);
    }
    const char *r = front_post("/language", "Origin: https://evil.example\r\n", "language=de");
    CHECK_INT(front_status(r), 403);
    CHECK_STR(front_header(r, "Set-Cookie"), NULL);
}

int main(void)
{
    struct gateway_config config = front_config();
    int status;

    front_open(&config);
    status = check_run((struct check[]){
        CASE(a_page_speaks_the_language_of_the_browser),
        CASE(errors_are_told_in_it_too),
        CASE(what_the_app_asks_for_goes_along),
        CASE(too_long_a_wish_is_none),
        CASE(the_menu_leads_back_and_the_choice_stays),
        CASE(each_page_knows_the_way_back_to_it),
        CASE(nobody_is_led_away_by_it),
        CASE(what_is_no_language_is_refused),
        {NULL, NULL},
    });
    front_close();
    return status;
}
