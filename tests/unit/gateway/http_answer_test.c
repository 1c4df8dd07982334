/* http_answer_test - the wire, bytes out: what an answer looks like, through the real civetweb. */
#include "front.h"
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HOST "Host: " FRONT_HOST "\r\n"

static void head_is_get_without_the_body(void)
{
    const char *get = front_get("/robots.txt", "");
    int fd = front_dial();

    front_say(fd, "HEAD /robots.txt HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
    const char *head = front_hear_head(fd);
    CHECK_INT(front_status(head), 200);
    CHECK_STR(front_header(head, "Content-Length"), front_header(get, "Content-Length"));
    CHECK_STR(front_header(head, "Content-Type"), front_header(get, "Content-Type"));
    CHECK(front_is_closed(fd)); /* and not one byte more */
    close(fd);
}

static void http_1_0_is_answered(void)
{
    const char *closed = front_ask("GET /robots.txt HTTP/1.0\r\n" HOST "\r\n");
    const char *kept =
        front_ask("GET /robots.txt HTTP/1.0\r\n" HOST "Connection: keep-alive\r\n\r\n");

    CHECK_STR(front_header(closed, "Connection"), "close");
    CHECK_STR(front_header(kept, "Connection"), "keep-alive");
    CHECK_STR(front_header(kept, "Keep-Alive"), "timeout=1"); /* and no longer: do not rely on it */
    CHECK_STR(front_header(closed, "Keep-Alive"), NULL);
}

static void an_answer_is_one_write(void)
{
    static char room[65536];
    int fd = front_dial();

    front_say(fd, "GET /.well-known/openid-configuration HTTP/1.1\r\n" HOST "\r\n");
    ssize_t n = recv(fd, room, sizeof room - 1, 0); /* what is there when the first byte is */
    CHECK(n > 0);
    room[n] = '\0';
    CHECK_INT(strlen(front_body(room)), strtol(front_header(room, "Content-Length"), NULL, 10));
    close(fd);
}

static void every_answer_bears_the_security_headers(void)
{
    static const char *const paths[] = {
        "/",          "/nowhere", "/oauth2/token",
        "/sign-in",   "/health",  "/.well-known/openid-configuration",
        "/robots.txt"};

    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        const char *response = front_get(paths[i], "");
        CHECK_STR(front_header(response, "X-Content-Type-Options"), "nosniff");
        CHECK_STR(front_header(response, "X-Frame-Options"), "DENY");
        CHECK_STR(front_header(response, "Referrer-Policy"), "same-origin");
        CHECK_HAS(front_header(response, "Content-Security-Policy"),
                  "default-src 'none'; frame-ancestors 'none'");
        CHECK(front_header(response, "Date"));
        CHECK_STR(front_header(response, "Server"), NULL);
        CHECK_STR(front_header(response, "Strict-Transport-Security"), NULL); /* http here */
    }
}

int main(void)
{
    struct gateway_config config = front_config();
    int status;

    front_open(&config);
    status = check_run((struct check[]){
        CASE(head_is_get_without_the_body),
        CASE(http_1_0_is_answered),
        CASE(an_answer_is_one_write),
        CASE(every_answer_bears_the_security_headers),
        {NULL, NULL},
    });
    front_close();
    return status;
}
