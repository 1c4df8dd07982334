/* routes_test - every row of routes.def, through the real server. */
#include "front.h"
#include "routes.h"
#include <string.h>

static const char *ask(const char *method, const char *path, const char *headers)
{
    int fd = front_dial();

    front_say(fd, arena_printf(check_mem(),
                               "%s %s HTTP/1.1\r\nHost: " FRONT_HOST "\r\nConnection: close\r\n"
                               "%s\r\n",
                               method, path, headers));
    return strcmp(method, "HEAD") == 0 ? front_hear_head(fd) : front_hear(fd);
}

static bool is_route(const char *method, const char *path)
{
    for (size_t i = 0; i < routes_count; i++) {
        if (strcmp(routes[i].method, method) == 0 && strcmp(routes[i].path, path) == 0)
            return true;
    }
    return false;
}

static bool has_cors(const char *path)
{
    for (size_t i = 0; i < routes_count; i++) {
        if (strcmp(routes[i].path, path) == 0 && routes[i].flags & ROUTE_CORS)
            return true;
    }
    return false;
}

/* One that the row is for. */
static const char *method_of(const struct route *r)
{
    return strcmp(r->method, "ANY") == 0 ? "POST" : r->method;
}

/* Without any service behind it each answers something of its own: never 404, 405 or 421. */
static void every_row_answers(void)
{
    front_reset();
    for (size_t i = 0; i < routes_count; i++) {
        int status = front_status(ask(method_of(&routes[i]), routes[i].path, ""));
        CHECK(status == 200 || status == 303 || status == 400 || status == 401 || status == 503 ||
              status == 409 || status == 410 ||
              (routes[i].manner == ROUTE_TAILCHAT_STEP && status == 500) ||
              (routes[i].manner == ROUTE_TAILCHAT_API && status == 422));
    }
}

/* Dialects have their own ways, which their own tests know. */
static bool is_ours(const struct route *r)
{
    return r->manner == ROUTE_PAGE || r->manner == ROUTE_OAUTH || r->manner == ROUTE_BEARER;
}

static void other_methods_are_refused_by_name(void)
{
    static const char *const methods[] = {"GET", "POST", "PUT", "DELETE", "PATCH"};

    for (size_t i = 0; i < routes_count; i++) {
        if (!is_ours(&routes[i]))
            continue;
        for (size_t m = 0; m < ARRAY_LEN(methods); m++) {
            if (is_route(methods[m], routes[i].path))
                continue;
            const char *r = ask(methods[m], routes[i].path, "");
            CHECK_INT(front_status(r), 405);
            CHECK_HAS(front_header(r, "Allow"), routes[i].method);
            CHECK_HAS(front_body(r), "\"error\":\"method_not_allowed\"");
        }
    }
}

static void other_sites_may_ask_where_the_row_says_so(void)
{
    for (size_t i = 0; i < routes_count; i++) {
        const char *path = routes[i].path;
        if (!is_ours(&routes[i]) && !has_cors(path))
            continue;
        const char *r = ask("OPTIONS", path,
                            "Origin: https://app.example\r\n"
                            "Access-Control-Request-Method: POST\r\n"
                            "Access-Control-Request-Headers: authorization\r\n");
        CHECK_INT(front_status(r), has_cors(path) ? 204 : 405);
        CHECK_STR(front_header(r, "Access-Control-Allow-Origin"), has_cors(path) ? "*" : NULL);
        CHECK_STR(front_header(r, "Access-Control-Allow-Credentials"), NULL);
        if (has_cors(path)) {
            CHECK_HAS(front_header(r, "Access-Control-Allow-Methods"), method_of(&routes[i]));
            CHECK_STR(front_header(r, "Access-Control-Allow-Headers"), ROUTES_CORS_HEADERS);
            CHECK_STR(front_header(r, "Content-Length"), NULL); /* RFC 9110 8.6 */
        }
    }
    CHECK(!has_cors("/oauth2/authorize"));
    CHECK(has_cors("/oauth2/token"));
    CHECK(has_cors("/oauth2/userinfo"));
    CHECK(has_cors("/oauth2/revoke"));
    CHECK(has_cors("/oauth2/jwks"));
}

/* Cookies and other sites never meet. */
static void no_row_takes_cookies_and_strangers(void)
{
    for (size_t i = 0; i < routes_count; i++)
        CHECK(!(routes[i].flags & ROUTE_CORS) || !(routes[i].flags & ROUTE_COOKIE));
}

static void unknown_addresses_are_told_in_the_asker_s_manner(void)
{
    static const char *const paths[] = {"/nowhere",
                                        "/oauth2/token/",
                                        "/oauth2//token",
                                        "/OAUTH2/TOKEN",
                                        "/oauth2/%74oken",
                                        "/a/../oauth2/token",
                                        "//",
                                        "/sign-in;x"};

    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        const char *r = ask("GET", paths[i], "Accept: application/json\r\n");
        CHECK_INT(front_status(r), 404);
        CHECK_HAS(front_body(r), "\"error\":\"not_found\"");
        r = ask("GET", paths[i], "Accept: text/html,*/*;q=0.8\r\n");
        CHECK_INT(front_status(r), 404);
        CHECK_HAS(front_body(r), "<h1>There is nothing here</h1>");
    }
}

int main(void)
{
    struct gateway_config config = front_config();
    int status;

    front_open(&config);
    status = check_run((struct check[]){
        CASE(every_row_answers),
        CASE(other_methods_are_refused_by_name),
        CASE(other_sites_may_ask_where_the_row_says_so),
        CASE(no_row_takes_cookies_and_strangers),
        CASE(unknown_addresses_are_told_in_the_asker_s_manner),
        {NULL, NULL},
    });
    front_close();
    return status;
}
