/* bounds_test - the largest requests that are let in.  What a request may use of memory is bounded,
 * and outgrowing it ends the process: so everything that is sent back has to be bounded before. */
#include "buf.h"
#include "front.h"
#include "http.h"
#include <string.h>

#define OURS "Origin: " FRONT_ISSUER "\r\n"
#define COOKIES                                                                                    \
    "Cookie: ostiary-browser=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA; "                        \
    "ostiary-session=BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA\r\n"

static enum err session_get(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    *(struct session_reply *)reply = (struct session_reply){bytes_of("ticket"), 1, 0};
    return OK;
}

static const char *repeat(const char *piece, size_t n)
{
    size_t len = strlen(piece);
    struct buf text;

    buf_init(&text, check_mem(), n);
    while (text.n + len <= n)
        buf_add(&text, piece, len);
    return buf_text(&text);
}

/* Each of these grows on its way: escaped for HTML, or for an address. */
static const char *const pieces[] = {"\"", "\xc3\xa9", "%3C", "+"};

static void fill(const char *path, const char *field)
{
    for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
        const char *form =
            arena_printf(check_mem(), "%s=%s", field, repeat(pieces[i], HTTP_BODY_MAX - 16));
        int status = front_status(front_post(path, OURS COOKIES, form));
        CHECK(status >= 200 && status != 500);
    }
}

static void the_largest_forms_are_answered(void)
{
    static const char *const paths[] = {
        "/sign-in",         "/sign-out",         "/consent",           "/language",
        "/account/profile", "/account/password", "/account/sessions",  "/account/apps",
        "/account/delete",  "/oauth2/token",     "/oauth2/introspect", "/oauth2/revoke",
        "/oauth2/userinfo", "/oauth2/authorize",
    };
    static const char *const fields[] = {"handle",       "username",     "state",      "client_id",
                                         "access_token", "back",         "to",         "website",
                                         "sid",          "new_password", "not_a_field"};

    front_reset();
    front_set("authsvc.session_get", session_get);
    for (size_t p = 0; p < ARRAY_LEN(paths); p++) {
        for (size_t f = 0; f < ARRAY_LEN(fields); f++)
            fill(paths[p], fields[f]);
        arena_reset(check_mem());
    }
}

static void what_is_too_long_for_a_page_is_not_shown_again(void)
{
    front_reset();
    const char *form =
        arena_printf(check_mem(), "username=%s&handle=%s", repeat("u", 255), repeat("h", 129));
    const char *r = front_post("/sign-in", OURS, form);
    CHECK_INT(front_status(r), 400);
    CHECK_HAS(front_body(r), "id=\"login\"");
    CHECK(!strstr(front_body(r), "uuu"));
    CHECK(!strstr(front_body(r), "hhh"));
    r = front_post("/sign-out", OURS, arena_printf(check_mem(), "handle=%s", repeat("h", 129)));
    CHECK_STR(front_header(r, "Location"), "/");
}

static void a_posted_request_that_no_address_can_hold_is_refused(void)
{
    front_reset();
    const char *form = arena_printf(check_mem(), "state=%s", repeat("s", 13 << 10));
    const char *r = front_post("/oauth2/authorize", "", form);
    CHECK_INT(front_status(r), 413);
    form = arena_printf(check_mem(), "state=%s", repeat("\xc3\xa9", 5 << 10));
    CHECK_INT(front_status(front_post("/oauth2/authorize", "", form)), 413);
}

static void many_lines_of_one_header_are_answered(void)
{
    const char *line = arena_printf(check_mem(), "X-Forwarded-For: %s\r\n", repeat("1", 230));

    front_reset();
    CHECK_INT(front_status(front_get("/robots.txt", repeat(line, strlen(line) * 60))), 200);
    CHECK_INT(
        front_status(front_get("/robots.txt", repeat("X-Forwarded-For: 1\r\n", (size_t)20 * 60))),
        200);
}

int main(void)
{
    struct gateway_config config = front_config();
    int status;

    front_open(&config);
    status = check_run((struct check[]){
        CASE(the_largest_forms_are_answered),
        CASE(what_is_too_long_for_a_page_is_not_shown_again),
        CASE(a_posted_request_that_no_address_can_hold_is_refused),
        CASE(many_lines_of_one_header_are_answered),
        {NULL, NULL},
    });
    front_close();
    return status;
}
