/* answer_test - the addresses that take answers to apps. */
#include "answer.h"
#include "check.h"

#define ISS "https://id.example"

static const char *address(const char *action, const char *mode)
{
    return answer_standard_address(check_mem(),
                                   &(struct authorization_response){.action = action,
                                                                    .mode = mode,
                                                                    .error = "login_required",
                                                                    .error_description = "a b",
                                                                    .state = "s t&te",
                                                                    .iss = ISS});
}

#define TAIL                                                                                       \
    "error=login_required&error_description=a%20b&state=s%20t%26te&iss=https%3A%2F%2Fid.example"

static void the_redirect_uri_keeps_its_query(void)
{
    CHECK_STR(address("https://app.example/cb", "query"), "https://app.example/cb?" TAIL);
    CHECK_STR(address("https://app.example/cb?", "query"), "https://app.example/cb?" TAIL);
    CHECK_STR(address("https://app.example/cb?a=7", "query"), "https://app.example/cb?a=7&" TAIL);
    CHECK_STR(address("https://app.example/cb?a=7&", "query"), "https://app.example/cb?a=7&" TAIL);
    CHECK_STR(address("com.example.app:/cb", "query"), "com.example.app:/cb?" TAIL);
}

static void the_answer_may_go_into_the_fragment(void)
{
    CHECK_STR(address("https://app.example/cb?a=7", "fragment"),
              "https://app.example/cb?a=7#" TAIL);
}

static void a_code_comes_first_and_what_is_not_there_is_left_out(void)
{
    const struct authorization_response answer = {
        .action = "https://app.example/cb", .mode = "query", .code = "c", .iss = ISS};

    CHECK_STR(answer_standard_address(check_mem(), &answer),
              "https://app.example/cb?code=c&iss=https%3A%2F%2Fid.example");
}

int main(void)
{
    return check_run((struct check[]){
        CASE(the_redirect_uri_keeps_its_query),
        CASE(the_answer_may_go_into_the_fragment),
        CASE(a_code_comes_first_and_what_is_not_there_is_left_out),
        {0},
    });
}
