/* proxied_test - under an https issuer, behind a proxy that ends TLS on this machine. */
#include "front.h"
#include <string.h>

#define ISSUER "https://id.example"

static char source[64];

static enum err session_get(struct call *c, const void *request, void *reply)
{
    (void)request, (void)reply;
    memset(source, 0, sizeof source);
    strncpy(source, c->source, sizeof source - 1);
    return ERR_SIGNED_OUT;
}

static const char *ask(const char *headers)
{
    return front_ask(arena_printf(check_mem(), "GET /sign-in HTTP/1.1\r\n%s\r\n", headers));
}

static void cookies_and_headers_are_those_of_https(void)
{
    front_reset();
    const char *r = ask("Host: id.example\r\nX-Forwarded-Proto: https\r\n");
    CHECK_INT(front_status(r), 200);
    CHECK_STR(front_header(r, "Strict-Transport-Security"), "max-age=31536000");
    CHECK_HAS(front_header(r, "Set-Cookie"), "__Host-ostiary-browser=");
    CHECK_HAS(front_header(r, "Set-Cookie"), "; Secure");
    CHECK_HAS(front_body(r), "You are at <strong>id.example</strong>");
}

static void the_proxy_tells_whence_and_whither(void)
{
    front_reset();
    front_set("authsvc.session_get", session_get);
    const char *r = ask("Host: inside\r\nX-Forwarded-Host: id.example\r\n"
                        "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 203.0.113.9\r\n"
                        "Cookie: __Host-ostiary-session=" /* 43 */
                        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n");
    CHECK_INT(front_status(r), 200);
    CHECK_STR(source, "203.0.113.9");
    CHECK_INT(front_status(ask("Host: inside\r\n")), 421);
    CHECK_INT(front_status(ask("Host: id.example\r\nX-Forwarded-Host: evil.example\r\n")), 421);
}

static void plain_http_before_the_proxy_is_refused(void)
{
    front_reset();
    const char *r = ask("Host: id.example\r\nX-Forwarded-Proto: http\r\n");
    CHECK_INT(front_status(r), 421);
    CHECK_HAS(front_body(r), "This is reached by https only.");
}

static void the_origin_is_the_public_one(void)
{
    static const struct {
        const char *origin;
        int status;
    } cases[] = {{ISSUER, 303}, {"http://id.example", 403}, {"https://inside", 403}};

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *r =
            front_ask(arena_printf(check_mem(),
                                   "POST /sign-out HTTP/1.1\r\nHost: id.example\r\nOrigin: "
                                   "%s\r\nContent-Length: 0\r\n\r\n",
                                   cases[i].origin));
        CHECK_INT(front_status(r), cases[i].status);
    }
}

int main(void)
{
    struct gateway_config config = front_config();
    int status;

    config.issuer = ISSUER;
    config.gateway_trusted_proxies = "127.0.0.1";
    front_open(&config);
    status = check_run((struct check[]){
        CASE(cookies_and_headers_are_those_of_https),
        CASE(the_proxy_tells_whence_and_whither),
        CASE(plain_http_before_the_proxy_is_refused),
        CASE(the_origin_is_the_public_one),
        {NULL, NULL},
    });
    front_close();
    return status;
}
