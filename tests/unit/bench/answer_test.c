#include "answer.h"
#include "check.h"
#include <string.h>

static const char TOKENS[] = "HTTP/1.1 200 OK\r\n"
                             "content-length: 42\r\n"
                             "Set-Cookie: a=1; Path=/\r\n"
                             "X-Set-Cookie: no\r\n"
                             "Set-Cookie: b=2\r\n"
                             "\r\n"
                             "{\"access_token\":\"ey.a-_.b\",\"expires_in\":9}";

static struct answer whole(const char *text)
{
    struct answer a = {0};

    CHECK_INT(answer_read(text, strlen(text), &a), ANSWER_WHOLE);
    return a;
}

static void an_answer_is_whole_with_its_last_byte(void)
{
    struct answer a;

    for (size_t n = 0; n < strlen(TOKENS); n++)
        CHECK_INT(answer_read(TOKENS, n, &a), ANSWER_PART);
    a = whole(TOKENS);
    CHECK_INT(a.status, 200);
    CHECK_INT(a.body_len, 42);
    CHECK(!a.last);
}

static void an_answer_may_have_no_body(void)
{
    CHECK_INT(whole("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").last, true);
    CHECK_INT(whole("HTTP/1.1 303 See Other\r\nContent-Length: 0\r\n\r\n").body_len, 0);
}

static void what_tells_no_length_is_broken(void)
{
    static const char *const broken[] = {
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        "ICY\r\n\r\n",
    };
    struct answer a;

    for (size_t i = 0; i < ARRAY_LEN(broken); i++)
        CHECK_INT(answer_read(broken[i], strlen(broken[i]), &a), ANSWER_BROKEN);
}

static void headers_are_found_by_name_and_number(void)
{
    struct answer a = whole(TOKENS);

    CHECK_STR(answer_header(&a, check_mem(), "Content-Length", 0), "42");
    CHECK_STR(answer_header(&a, check_mem(), "Set-Cookie", 0), "a=1; Path=/");
    CHECK_STR(answer_header(&a, check_mem(), "Set-Cookie", 1), "b=2");
    CHECK_STR(answer_header(&a, check_mem(), "Set-Cookie", 2), NULL);
    CHECK_STR(answer_header(&a, check_mem(), "Location", 0), NULL);
}

static void members_of_json_are_found(void)
{
    struct answer a = whole(TOKENS);

    CHECK_STR(answer_member(&a, check_mem(), "access_token"), "ey.a-_.b");
    CHECK_STR(answer_member(&a, check_mem(), "refresh_token"), NULL);
    CHECK_STR(answer_member(&a, check_mem(), "expires_in"), NULL);
}

static void inputs_of_a_form_are_found(void)
{
    struct answer a = whole("HTTP/1.1 200 OK\r\nContent-Length: 45\r\n\r\n"
                            "<input type=\"hidden\" name=\"ticket\" value=\"t-1\">");

    CHECK_STR(answer_input(&a, check_mem(), "ticket"), "t-1");
    CHECK_STR(answer_input(&a, check_mem(), "handle"), NULL);
}

static void parameters_of_a_redirect_are_found(void)
{
    struct answer a =
        whole("HTTP/1.1 303 See Other\r\nContent-Length: 0\r\n"
              "Location: https://app.example/?xcode=0&code=c-1&state=s#code=2\r\n\r\n");

    CHECK_STR(answer_parameter(&a, check_mem(), "code"), "c-1");
    CHECK_STR(answer_parameter(&a, check_mem(), "state"), "s");
    CHECK_STR(answer_parameter(&a, check_mem(), "cod"), NULL);
    a = whole("HTTP/1.1 303 See Other\r\nContent-Length: 0\r\nLocation: /\r\n\r\n");
    CHECK_STR(answer_parameter(&a, check_mem(), "code"), NULL);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(an_answer_is_whole_with_its_last_byte),
        CASE(an_answer_may_have_no_body),
        CASE(what_tells_no_length_is_broken),
        CASE(headers_are_found_by_name_and_number),
        CASE(members_of_json_are_found),
        CASE(inputs_of_a_form_are_found),
        CASE(parameters_of_a_redirect_are_found),
        {0},
    });
}
