#include "check.h"
#include "cookies.h"

#define A "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define B "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA"
#define SESSION "__Host-ostiary-session="

static void cookies_are_found_by_their_whole_name(void)
{
    static const struct {
        const char *header, *value;
    } cases[] = {
        {NULL, NULL},
        {"", NULL},
        {";", NULL},
        {SESSION A, A},
        {"a=b; " SESSION A, A},
        {SESSION A "; a=b", A},
        {"a=b;" SESSION A ";c=d", A},
        {"x" SESSION A, NULL},
        {"x=" SESSION A, NULL},
        {"__Host-ostiary-session", NULL},
        {SESSION, NULL},
        {SESSION "short", NULL},
        {SESSION A "A", NULL},
        {SESSION "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", NULL},
        {SESSION "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"", NULL},
        {SESSION "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB", NULL}, /* bits left over */
        {SESSION A "; " SESSION A, A},
        {SESSION A "; " SESSION B, NULL}, /* which of them? */
        {SESSION B "; " SESSION "x", NULL},
        {"ostiary-session=" A, NULL}, /* without the prefix another host could have set it */
        {"__host-ostiary-session=" A, NULL},
        {"__Host-ostiary-browser=" A, NULL},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(cookies_get(check_mem(), cases[i].header, COOKIE_SESSION, true), cases[i].value);
    CHECK_STR(cookies_get(check_mem(), "ostiary-session=" A, COOKIE_SESSION, false), A);
    CHECK_STR(cookies_get(check_mem(), "ostiary-browser=" B, COOKIE_BROWSER, false), B);
    CHECK_STR(cookies_get(check_mem(), SESSION A, COOKIE_SESSION, false), NULL);
}

static void a_value_may_be_looked_at_before_it_becomes_a_cookie(void)
{
    CHECK(cookies_fits(check_mem(), COOKIE_WAITING, A));
    CHECK(!cookies_fits(check_mem(), COOKIE_WAITING, ""));
    CHECK(!cookies_fits(check_mem(), COOKIE_WAITING, A "; Domain=evil.example"));
    CHECK(!cookies_fits(check_mem(), COOKIE_WAITING, "de"));
}

static void the_language_is_two_letters(void)
{
    static const struct {
        const char *header, *value;
    } cases[] = {
        {"ostiary-language=de", "de"},  {"ostiary-language=DE", NULL},
        {"ostiary-language=", NULL},    {"ostiary-language=d", NULL},
        {"ostiary-language=deu", NULL}, {"ostiary-language=d\"", NULL},
        {"ostiary-language=" A, NULL},  {"__Host-ostiary-language=de", NULL},
        {"ostiary-session=de", NULL},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(cookies_get(check_mem(), cases[i].header, COOKIE_LANGUAGE, false),
                  cases[i].value);
    CHECK_STR(cookies_get(check_mem(), "ostiary-session=de", COOKIE_SESSION, false), NULL);
}

static void cookies_are_set_for_this_host_alone(void)
{
    CHECK_STR(cookies_set(check_mem(), COOKIE_SESSION, A, 60, true),
              SESSION A "; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
    CHECK_STR(cookies_set(check_mem(), COOKIE_BROWSER, B, 60, false),
              "ostiary-browser=" B "; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
    CHECK_STR(cookies_set(check_mem(), COOKIE_SESSION, "", 0, true),
              SESSION "; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
}

int main(void)
{
    return check_run((struct check[]){
        CASE(cookies_are_found_by_their_whole_name),
        CASE(a_value_may_be_looked_at_before_it_becomes_a_cookie),
        CASE(the_language_is_two_letters),
        CASE(cookies_are_set_for_this_host_alone),
        {NULL, NULL},
    });
}
