/* http_test - the wire, bytes in: what is taken for a request, through the real civetweb. */
#include "buf.h"
#include "clock.h"
#include "front.h"
#include "http.h"
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HOST "Host: " FRONT_HOST "\r\n"
#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"
#define CHUNKED "Transfer-Encoding: chunked\r\n\r\n"
#define TOKEN_FORM "grant_type=client_credentials&client_id=app"

static enum err give_token(struct call *c, const void *request, void *reply)
{
    struct token_reply *a = reply;

    (void)c, (void)request;
    *a = (struct token_reply){.access_token = "at", .token_type = "Bearer", .expires_in = 300};
    return OK;
}

static const char *error_of(const char *response)
{
    const char *key = strstr(front_body(response), "\"error_description\":\"");

    key = key ? key + strlen("\"error_description\":\"") : "";
    return arena_strndup(check_mem(), key, strcspn(key, "\""));
}

/* What cannot be read in one way only is refused, and nothing after it is read. */
static void doubtful_requests_end_the_connection(void)
{
    static const struct {
        const char *request;
        int status;
    } cases[] = {
        {"POST /oauth2/token HTTP/1.1\r\n" HOST FORM
         "Content-Length: 3\r\nContent-Length: 3\r\n\r\na=b",
         400},
        {"POST /oauth2/token HTTP/1.1\r\n" HOST FORM
         "Content-Length: 3\r\nContent-Length: 0\r\n\r\na=b",
         400},
        {"POST /oauth2/token HTTP/1.1\r\n" HOST FORM
         "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         400},
        {"POST /oauth2/token HTTP/1.0\r\n" HOST FORM
         "Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n",
         411},
        {"POST /oauth2/token HTTP/1.1\r\n" HOST FORM CHUNKED "3 ;x\r\na=b\r\n0\r\n\r\n", 400},
        {"POST /oauth2/token HTTP/1.1\r\n" HOST FORM CHUNKED "-3\r\na=b\r\n0\r\n\r\n", 400},
        {"POST /oauth2/token HTTP/1.1\r\n" HOST FORM CHUNKED "3\r\na=bc\r\n0\r\n\r\n", 400},
        {"POST /oauth2/token HTTP/1.1\r\n" HOST FORM CHUNKED "ffffffffffffffff\r\na=b\r\n", 400},
        {"POST /oauth2/token HTTP/1.1\r\n" HOST FORM "Content-Encoding: gzip\r\n" CHUNKED
         "3\r\na=b\r\n0\r\n\r\n",
         415},
        {"POST /oauth2/token HTTP/1.1\r\n" HOST FORM "Content-Length: 3x\r\n\r\na=b", 400},
        {"POST /oauth2/token HTTP/1.1\r\n" HOST FORM "Content-Length: +3\r\n\r\na=b", 400},
        {"POST /oauth2/token HTTP/1.1\r\n" HOST FORM "Content-Length: 65537\r\n\r\na=b", 413},
        {"POST /oauth2/token HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n"
         "Content-Length: 2\r\n\r\n{}",
         415},
        {"POST /oauth2/token HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\na=b", 415},
        {"GET / HTTP/1.1\r\n" HOST HOST "\r\n", 400},
        {"POST /oauth2/token HTTP/1.1\r\n" HOST FORM "Content-Length : 3\r\n\r\na=b", 400},
        {"GET / HTTP/1.1\r\n" HOST "X: y\r\n Content-Length: 3\r\n\r\na=b", 400},
        {"GET / HTTP/1.1\r\n" HOST "X: y\r\n\tfolded\r\nContent-Length: 3\r\n\r\na=b", 400},
        {"GET / HTTP/1.1\r\n folded\r\n" HOST "\r\n", 400},
        {"nonsense\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nno colon\r\n\r\n", 400},
        {"BREW /pot HTTP/1.1\r\n" HOST "\r\n", 400},
        {"GET / HTTP/3.0\r\n" HOST "\r\n", 400},
    };

    front_reset();
    front_set("tokensvc.token", give_token);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int fd = front_dial();
        front_say(fd, cases[i].request);
        const char *response = front_hear(fd);
        CHECK_INT(front_status(response), cases[i].status);
        CHECK_STR(front_header(response, "Connection"), "close");
        CHECK(front_is_closed(fd));
        close(fd);
    }
    CHECK_INT(front_calls("tokensvc.token"), 0);
}

static void a_body_that_trickles_is_cut_at_its_deadline(void)
{
    int fd = front_dial();

    front_say(fd, "POST /oauth2/token HTTP/1.1\r\n" HOST FORM "Content-Length: 1000\r\n\r\n");
    int64_t begun = clock_steady();
    while (clock_steady() - begun < 500) { /* the deadline is 300 ms here */
        front_say(fd, "a");
        usleep(20 * 1000); /* never silent for long */
    }
    const char *response = front_hear(fd);
    CHECK_INT(front_status(response), 408);
    CHECK_STR(front_header(response, "Connection"), "close");
    close(fd);
}

static void a_slow_body_does_not_outlive_its_deadline(void)
{
    int fd = front_dial();

    front_say(fd, "POST /oauth2/token HTTP/1.1\r\n" HOST FORM "Content-Length: 1000\r\n\r\na");
    int64_t begun = clock_steady();
    CHECK_INT(front_status(front_hear(fd)), 408);
    int64_t took = clock_steady() - begun;
    CHECK(took >= 250 && took < 1500); /* the deadline is 300 ms here */
    CHECK(front_is_closed(fd));
    close(fd);
}

static void a_slow_head_does_not_outlive_its_deadline(void)
{
    int fd = front_dial(), silent = front_dial();
    int64_t begun = clock_steady();

    front_say(fd, "GET / HTTP/1.1\r\nHost");
    CHECK_INT(front_status(front_hear(fd)), 400);
    CHECK(front_is_closed(fd));
    CHECK(front_is_closed(silent));
    CHECK(clock_steady() - begun < 2000); /* the deadline is 400 ms here */
    close(fd);
    close(silent);
}

static void a_body_in_pieces_is_put_together(void)
{
    int fd = front_dial();

    front_set("tokensvc.token", give_token);
    front_say(fd, "POST /oauth2/token HTTP/1.1\r\n" HOST FORM "Content-Length: 43\r\n\r\n");
    for (const char *p = TOKEN_FORM; *p; p++) {
        front_say_bytes(fd, p, 1);
        usleep(2000);
    }
    CHECK_INT(front_status(front_hear(fd)), 200);
    close(fd);
}

/* Nothing behind the last chunk is taken for a request. */
static void a_body_in_chunks_is_read_and_ends_the_connection(void)
{
    static const char *const bodies[] = {
        "2b\r\n" TOKEN_FORM "\r\n0\r\n\r\n",
        "1\r\ng\r\n2A\r\nrant_type=client_credentials&client_id=app\r\n0\r\n\r\n",
        "2b\r\n" TOKEN_FORM "\r\n0\r\n\r\nGET /robots.txt HTTP/1.1\r\n" HOST "\r\n",
    };

    front_set("tokensvc.token", give_token);
    for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
        int fd = front_dial();
        front_say(fd,
                  "POST /oauth2/token HTTP/1.1\r\n" HOST FORM "Expect: 100-continue\r\n" CHUNKED);
        CHECK_HAS(front_hear_head(fd), "HTTP/1.1 100 Continue");
        front_say(fd, bodies[i]);
        const char *response = front_hear(fd);
        CHECK_INT(front_status(response), 200);
        CHECK_STR(front_header(response, "Connection"), "close");
        CHECK(front_is_closed(fd));
        close(fd);
    }
}

static void chunks_have_an_end(void)
{
    static const char head[] = "POST /oauth2/token HTTP/1.1\r\n" HOST FORM CHUNKED;
    char chunk[4096 + 9];
    int fd = front_dial();

    front_reset();
    front_set("tokensvc.token", give_token);
    front_say(fd, head);
    snprintf(chunk, sizeof chunk, "1000\r\n%0*d\r\n", 4096, 0);
    for (int i = 0; i < 17; i++)
        front_say(fd, chunk);
    front_say(fd, "0\r\n\r\n");
    CHECK_INT(front_status(front_hear(fd)), 413);
    CHECK(front_is_closed(fd));
    close(fd);

    fd = front_dial();
    front_say(fd, head);
    front_say(fd, "2b\r\n" TOKEN_FORM "\r\n");
    CHECK_INT(front_status(front_hear(fd)), 408); /* the deadline is 300 ms here */
    close(fd);

    fd = front_dial();
    front_say(fd, head);
    front_say(fd, "2b\r\n" TOKEN_FORM "\r\n");
    shutdown(fd, SHUT_WR);
    CHECK_INT(front_status(front_hear(fd)), 400);
    CHECK_INT(front_calls("tokensvc.token"), 0);
    close(fd);
}

static void a_body_that_ends_early_is_no_request(void)
{
    int fd = front_dial();

    front_reset();
    front_set("tokensvc.token", give_token);
    front_say(fd,
              "POST /oauth2/token HTTP/1.1\r\n" HOST FORM "Content-Length: 100\r\n\r\n" TOKEN_FORM);
    shutdown(fd, SHUT_WR);
    CHECK_INT(front_status(front_hear(fd)), 400);
    CHECK_INT(front_calls("tokensvc.token"), 0);
    close(fd);
}

static void the_largest_body_is_read_and_one_byte_more_is_not(void)
{
    for (int more = 0; more < 2; more++) {
        size_t n = (size_t)HTTP_BODY_MAX + (size_t)more;
        char *body = arena_alloc(check_mem(), n + 1);
        memset(body, 'x', n);
        memcpy(body, TOKEN_FORM "&pad=", strlen(TOKEN_FORM) + 5);
        front_set("tokensvc.token", give_token);
        const char *response = front_post("/oauth2/token", "", body);
        CHECK_INT(front_status(response), more ? 413 : 200);
    }
}

static void whoever_waits_is_told_to_go_on(void)
{
    int fd = front_dial();

    front_set("tokensvc.token", give_token);
    front_say(fd, "POST /oauth2/token HTTP/1.1\r\n" HOST FORM
                  "Expect: 100-continue\r\nContent-Length: 43\r\n\r\n");
    CHECK_HAS(front_hear_head(fd), "HTTP/1.1 100 Continue");
    front_say(fd, TOKEN_FORM);
    CHECK_INT(front_status(front_hear(fd)), 200);
    close(fd);
    fd = front_dial();
    front_say(fd, "POST /oauth2/token HTTP/1.1\r\n" HOST FORM
                  "Expect: 100-continue\r\nContent-Length: 100000\r\n\r\n");
    CHECK_INT(front_status(front_hear(fd)), 413); /* before the body was sent */
    close(fd);
}

static void faults_of_a_form_name_the_parameter(void)
{
    static const struct {
        const char *form, *error;
    } cases[] = {
        {"", "grant_type is missing"},
        {"grant_type=", "grant_type is missing"},
        {"grant_type=x&grant_type=y", "grant_type is repeated"},
        {"grant_type=x&code=%zz", "code contains a '%' without two hexadecimal digits"},
        {"grant_type=x&code=a%00b",
         "code contains a control character, or bytes that are not UTF-8"},
        {"grant_type=x&code=%ff", "code contains a control character, or bytes that are not UTF-8"},
    };

    front_reset();
    front_set("tokensvc.token", give_token);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *response = front_post("/oauth2/token", "", cases[i].form);
        CHECK_INT(front_status(response), 400);
        CHECK_STR(error_of(response), cases[i].error);
        CHECK_STR(front_header(response, "Cache-Control"), "no-store");
    }
    CHECK_INT(front_calls("tokensvc.token"), 0);
}

static void requests_may_follow_each_other_on_a_connection(void)
{
    int fd = front_dial();

    front_set("tokensvc.token", give_token);
    front_say(fd,
              "GET /robots.txt HTTP/1.1\r\n" HOST "\r\n"
              "POST /oauth2/token HTTP/1.1\r\n" HOST FORM "Content-Length: 43\r\n\r\n" TOKEN_FORM
              "HEAD /robots.txt HTTP/1.1\r\n" HOST "\r\n"
              "POST /oauth2/token HTTP/1.1\r\n" HOST FORM "Content-Length: 43\r\n\r\n" TOKEN_FORM
              "GET /robots.txt HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
    CHECK_HAS(front_hear(fd), "Disallow: /");
    CHECK_HAS(front_hear(fd), "\"access_token\":\"at\"");
    CHECK_HAS(front_hear_head(fd), "text/plain");
    CHECK_HAS(front_hear(fd), "\"access_token\":\"at\"");
    CHECK_STR(front_header(front_hear(fd), "Connection"), "close");
    CHECK(front_is_closed(fd));
    close(fd);
}

/* A body where none is expected is not taken for the next request. */
static void an_unread_body_ends_the_connection(void)
{
    int fd = front_dial();

    front_say(fd, "GET /robots.txt HTTP/1.1\r\n" HOST "Content-Length: 34\r\n\r\n"
                  "GET /health HTTP/1.1\r\nHost: x\r\n\r\n\r\n");
    const char *response = front_hear(fd);
    CHECK_INT(front_status(response), 200);
    CHECK_STR(front_header(response, "Connection"), "close");
    CHECK(front_is_closed(fd));
    close(fd);
}

static void only_our_host_is_served(void)
{
    CHECK_INT(front_status(front_ask("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")), 421);
    CHECK_INT(front_status(front_ask("GET / HTTP/1.1\r\n\r\n")), 400);
    /* the request line may name the host itself, and then it counts */
    CHECK_INT(front_status(front_ask(arena_printf(
                  check_mem(), "GET http://evil.example:%d/robots.txt HTTP/1.1\r\n" HOST "\r\n",
                  front_port()))),
              421);
    CHECK_INT(front_status(front_ask("GET /robots.txt HTTP/1.1\r\nHost: LOCALHOST:8080\r\n\r\n")),
              200);
    CHECK_INT(front_status(front_get("/robots.txt", "X-Forwarded-Host: evil.example\r\n")), 200);
    CHECK_INT(front_status(front_ask("GET /health HTTP/1.1\r\nHost: 10.0.0.7\r\n\r\n")), 503);
}

static void heads_are_bounded(void)
{
    char *filler = arena_alloc(check_mem(), HTTP_HEAD_MAX + 1);

    memset(filler, 'x', HTTP_HEAD_MAX);
    const char *response =
        front_ask(arena_printf(check_mem(), "GET /%s HTTP/1.1\r\n" HOST "\r\n", filler));
    CHECK(front_status(response) == 400 || front_status(response) == 413);
    CHECK_STR(front_header(response, "Connection"), "close");
}

/* civetweb overlooks the lines after the 64th: a length could hide there. */
static void header_lines_are_counted(void)
{
    for (int more = 0; more < 2; more++) {
        struct buf request;
        buf_init(&request, check_mem(), 1024);
        buf_str(&request, "GET /robots.txt HTTP/1.1\r\n" HOST);
        for (int i = 1; i < 63 + more; i++)
            buf_printf(&request, "X-%d: x\r\n", i);
        buf_str(&request, "\r\n");
        CHECK_INT(front_status(front_ask(buf_text(&request))), more ? 413 : 200);
    }
}

int main(void)
{
    struct gateway_config config = front_config();
    int status;

    front_open(&config);
    status = check_run((struct check[]){
        CASE(doubtful_requests_end_the_connection),
        CASE(a_body_that_trickles_is_cut_at_its_deadline),
        CASE(a_slow_body_does_not_outlive_its_deadline),
        CASE(a_slow_head_does_not_outlive_its_deadline),
        CASE(a_body_in_pieces_is_put_together),
        CASE(a_body_in_chunks_is_read_and_ends_the_connection),
        CASE(chunks_have_an_end),
        CASE(a_body_that_ends_early_is_no_request),
        CASE(the_largest_body_is_read_and_one_byte_more_is_not),
        CASE(whoever_waits_is_told_to_go_on),
        CASE(faults_of_a_form_name_the_parameter),
        CASE(requests_may_follow_each_other_on_a_connection),
        CASE(an_unread_body_ends_the_connection),
        CASE(only_our_host_is_served),
        CASE(heads_are_bounded),
        CASE(header_lines_are_counted),
        {NULL, NULL},
    });
    front_close();
    return status;
}
