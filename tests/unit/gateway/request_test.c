#include "check.h"
#include "request.h"
#include <string.h>

enum { HEADERS = 8 };

/* "name: value\n…" */
static struct request request_of(const char *head)
{
    struct request_header *headers = arena_array(check_mem(), HEADERS, sizeof *headers);
    struct request r = {.method = "POST", .path = "/", .headers = headers};

    while (*head) {
        size_t name = strcspn(head, ":"), line = strcspn(head, "\n");
        headers[r.n_headers++] =
            (struct request_header){arena_strndup(check_mem(), head, name),
                                    arena_strndup(check_mem(), head + name + 2, line - name - 2)};
        head += line + 1;
    }
    return r;
}

static void lengths_in_doubt_are_refused(void)
{
    static const struct {
        const char *head;
        enum err e;
        int64_t length;
    } cases[] = {
        {"", OK, 0},
        {"Content-Length: 0\n", OK, 0},
        {"Content-Length: 17\n", OK, 17},
        {"content-length: 17\n", OK, 17},
        {"Content-Length: 17\nContent-Length: 17\n", ERR_BAD_MESSAGE, 0},
        {"Content-Length: 17\nContent-length: 18\n", ERR_BAD_MESSAGE, 0},
        {"Content-Length: 17, 17\n", ERR_BAD_MESSAGE, 0},
        {"Content-Length: \n", ERR_BAD_MESSAGE, 0},
        {"Content-Length: +17\n", ERR_BAD_MESSAGE, 0},
        {"Content-Length: -17\n", ERR_BAD_MESSAGE, 0},
        {"Content-Length: 0x11\n", ERR_BAD_MESSAGE, 0},
        {"Content-Length: 17 \n", ERR_BAD_MESSAGE, 0},
        {"Content-Length: 99999999999999999999\n", ERR_BAD_MESSAGE, 0},
        {"Transfer-Encoding: chunked\n", OK, 0},
        {"Transfer-Encoding: gzip, chunked\n", ERR_NO_LENGTH, 0},
        {"Transfer-Encoding: chunked, chunked\n", ERR_NO_LENGTH, 0},
        {"Transfer-Encoding: identity\n", ERR_NO_LENGTH, 0},
        {"Content-Length: 17\nTransfer-Encoding: chunked\n", ERR_BAD_MESSAGE, 0},
        {"Transfer-Encoding: chunked\nTransfer-Encoding: x\n", ERR_BAD_MESSAGE, 0},
        {"Expect: 100-continue\nContent-Length: 3\n", OK, 3},
        {"Expect: the unexpected\n", ERR_BAD_MESSAGE, 0},
        {"Host: a\nHost: b\n", ERR_BAD_MESSAGE, 0},
        {"Authorization: Basic YTpi\nAuthorization: Bearer x\n", ERR_BAD_MESSAGE, 0},
        {"Origin: a\nOrigin: b\n", ERR_BAD_MESSAGE, 0},
        {"Cookie: a\nCookie: b\n", ERR_BAD_MESSAGE, 0},
        {"Accept: a\nAccept: b\n", OK, 0},
        {"X-Forwarded-For: a\nX-Forwarded-For: b\n", OK, 0},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct request r = request_of(cases[i].head);
        const char *why = NULL;
        CHECK_ERR(request_check(&r, check_mem(), &why), cases[i].e);
        CHECK(cases[i].e == OK || why);
        if (cases[i].e == OK)
            CHECK_INT(r.content_length, cases[i].length);
    }
}

static void a_connection_is_kept_as_the_client_wants(void)
{
    static const struct {
        const char *head;
        bool old, kept;
    } cases[] = {
        {"", false, true},
        {"Connection: close\n", false, false},
        {"Connection: keep-alive\n", false, true},
        {"Connection: TE, Keep-Alive\n", false, true},
        {"Connection: upgrade\n", false, false},
        {"", true, false},
        {"Connection: keep-alive\n", true, true},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct request r = request_of(cases[i].head);
        const char *why = NULL;
        r.http_1_0 = cases[i].old;
        CHECK_OK(request_check(&r, check_mem(), &why));
        CHECK_INT(r.keep_alive, cases[i].kept);
    }
}

static void headers_are_found_in_any_case(void)
{
    struct request r = request_of("ACCEPT: a\nX-Forwarded-For: 1\nx-forwarded-for: 2, 3\n");

    CHECK_STR(request_header(&r, "accept"), "a");
    CHECK_STR(request_header(&r, "Accep"), NULL);
    CHECK_STR(request_header_list(&r, check_mem(), "X-Forwarded-For"), "1, 2, 3");
    CHECK_STR(request_header_list(&r, check_mem(), "Via"), NULL);
}

static void browsers_want_html(void)
{
    struct request browser =
        request_of("Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\n");
    struct request weighed = request_of("Accept: application/json;q=0.1, text/html;q=0.9\n");
    struct request program = request_of("Accept: application/json\n");
    struct request curl = request_of("Accept: */*\n");
    struct request silent = request_of("");

    CHECK(request_wants_html(&browser));
    CHECK(request_wants_html(&weighed));
    CHECK(!request_wants_html(&program));
    CHECK(!request_wants_html(&curl));
    CHECK(!request_wants_html(&silent));
}

int main(void)
{
    return check_run((struct check[]){
        CASE(lengths_in_doubt_are_refused),
        CASE(a_connection_is_kept_as_the_client_wants),
        CASE(headers_are_found_in_any_case),
        CASE(browsers_want_html),
        {NULL, NULL},
    });
}
