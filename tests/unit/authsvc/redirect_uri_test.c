/* redirect_uri_test - what may be registered, and what equals it. */
#include "check.h"
#include "redirect_uri.h"
#include <string.h>

static const char *fault(const char *uri)
{
    return redirect_fault_text(redirect_uri_judge(uri));
}

static const char *page_fault(const char *uri)
{
    return redirect_fault_text(redirect_uri_judge_page(uri));
}

static void these_may_be_registered(void)
{
    static const char *const fine[] = {
        "https://app.example",
        "https://app.example/callback",
        "https://app.example:8443/callback?kind=a&x=%20",
        "https://192.0.2.7/cb",
        "https://[2001:db8::1]:8443/cb",
        "https://app.example/a;b/(c)/~d",
        "http://localhost/cb",
        "http://localhost:3000/cb",
        "http://127.0.0.1/cb",
        "http://127.0.0.1:65535/cb",
        "http://[::1]/cb",
        "http://[::1]:8080/cb",
        "com.example.app:/oauth",
        "com.example.app://callback",
        "com.example.app:/",
    };

    for (size_t i = 0; i < ARRAY_LEN(fine); i++)
        CHECK_STR(fault(fine[i]), NULL);
}

struct fault {
    const char *uri, *what;
};

static void check_faults(const struct fault *bad, size_t n)
{
    for (size_t i = 0; i < n; i++)
        CHECK_HAS(fault(bad[i].uri), bad[i].what);
}

static void one_that_leads_elsewhere_may_not(void)
{
    static const struct fault bad[] = {
        {"", "does not begin with a scheme"},
        {"/callback", "does not begin with a scheme"},
        {"app.example/callback", "does not begin with a scheme"},
        {"//app.example/callback", "does not begin with a scheme"},
        {"HTTPS://app.example/", "does not begin with a scheme in lower case"},
        {"1a.b:/x", "does not begin with a scheme"},
        {"http://app.example/callback", "is http to another machine"},
        {"http://localhost.evil.example/", "is http to another machine"},
        {"http://127.0.0.1.evil.example/", "is http to another machine"},
        {"http://127.0.0.2/", "is http to another machine"},
        {"http://[::2]/", "is http to another machine"},
        {"http://localhost@evil.example/", "user name"},
        {"https://app.example@evil.example/", "user name"},
        {"https://u:p@app.example/", "user name"},
        {"https:///callback", "has no host"},
        {"https://", "has no host"},
        {"https://?x", "has no host"},
        {"https://:443/", "has no host"},
        {"https://-app.example/", "has no host"},
        {"https://[::1/", "has no host"},
        {"https://[]/", "has no host"},
        {"https://*.example/", "has no host"},
    };

    check_faults(bad, ARRAY_LEN(bad));
}

static void one_that_is_malformed_or_no_web_address_may_not(void)
{
    static const struct fault bad[] = {
        {"https://app.example:/", "not well formed"},
        {"https://app.example:0/", "not well formed"},
        {"https://app.example:65536/", "not well formed"},
        {"https://app.example:123456/", "not well formed"},
        {"https://app.example:80a/", "not well formed"},
        {"https://app%2eexample/", "not well formed"},
        {"https://app_example/", "not well formed"},
        {"https://app.example/#", "has a fragment"},
        {"https://app.example/cb#x", "has a fragment"},
        {"https://app.example/a b", "characters"},
        {"https://app.example/a\tb", "characters"},
        {"https://app.example/a\nb", "characters"},
        {"https://app.example\\@evil.example/", "characters"},
        {"https://app.ex\xc3\xa4mple/", "characters"},
        {"https://app.example/\"", "characters"},
        {"https://app.example/<", "characters"},
        {"https://app.example/%", "characters"},
        {"https://app.example/%2", "characters"},
        {"https://app.example/%zz", "characters"},
        {"javascript:alert(1)", "scheme"},
        {"data:text/html,x", "scheme"},
        {"vbscript:x", "scheme"},
        {"file:///etc/passwd", "scheme"},
        {"blob:https://app.example/1", "scheme"},
        {"about:blank", "scheme"},
        {"myapp:/cb", "scheme"},
        {"https:/app.example", "scheme"},
        {"com.example.app:cb", "no '/'"},
        {"com.example.app:", "no '/'"},
    };

    check_faults(bad, ARRAY_LEN(bad));
}

/* An app that reads the first of two codes would take the one that stood there before ours. */
static void what_an_answer_brings_cannot_be_there_before(void)
{
    static const struct {
        const char *uri, *fault;
    } bad[] = {
        {"https://app.example/cb?code=x", "has code in its query"},
        {"https://app.example?state", "has state in its query"},
        {"https://app.example/cb?a=1&iss=https://evil.example", "has iss in its query"},
        {"https://app.example/cb?error=", "has error in its query"},
        {"https://app.example/cb?&&error_description=x", "has error_description in"},
        {"https://app.example/cb?a?b&error_uri=x", "has error_uri in its query"},
        {"https://app.example/cb?session_state=x", "has session_state in its query"},
        {"http://localhost:3000/cb?response=x", "has response in its query"},
        {"com.example.app:/cb?c%6Fd%65=x", "has code in its query"},
        {"https://app.example/cb?%63%6f%64%65", "has code in its query"},
        {"https://app.example/cb?a=1;code=x", "has code in its query"},
        {"https://app.example/cb?code&state", "has code in its query"},
    };
    static const char *const fine[] = {
        "https://app.example/code?",
        "https://app.example/code=/state&iss",
        "https://app.example/cb?Code=1&STATE=2", /* RFC 6749 3.1: names of two cases are two */
        "https://app.example/cb?kind=code&x=state&y=%26code%3D1",
        "https://app.example/cb?codes=1&cod=2&xcode=3&code%00=4&code%3D=5",
        "https://app.example/cb?error%5Furl=1&=code",
        "https://app.example/cb?a%26code=1",
    };

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        CHECK_HAS(fault(bad[i].uri), bad[i].fault);
        if (strncmp(bad[i].uri, "http", 4) == 0) /* the app's own page gets no answer */
            CHECK_STR(page_fault(bad[i].uri), NULL);
    }
    for (size_t i = 0; i < ARRAY_LEN(fine); i++)
        CHECK_STR(fault(fine[i]), NULL);
}

static void a_page_is_on_the_web(void)
{
    CHECK_STR(page_fault("https://app.example/"), NULL);
    CHECK_STR(page_fault("http://localhost:3000/"), NULL);
    CHECK_HAS(page_fault("com.example.app:/"), "not an https address");
    CHECK_HAS(page_fault("http.example:/"), "not an https address");
    CHECK_HAS(page_fault("http://app.example/"), "another machine");
}

static bool registered(const char *one, const char *asked, bool any_port)
{
    return redirect_uri_registered(&(struct strs){&one, 1}, asked, any_port);
}

static void comparison_is_byte_by_byte(void)
{
    static const char one[] = "https://app.example/callback";
    static const char *const others[] = {
        "https://app.example/callback/",
        "https://app.example/callback?",
        "https://app.example/callback?x=1",
        "https://app.example/callback#",
        "https://app.example/Callback",
        "https://APP.example/callback",
        "https://app.example:443/callback",
        "https://app.example/./callback",
        "https://app.example/x/../callback",
        "https://app.example/%63allback",
        "https://app.example/callbac",
        "http://app.example/callback",
        "https://app.example./callback",
        " https://app.example/callback",
        "",
    };

    CHECK(registered(one, one, false));
    CHECK(registered(one, one, true));
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        CHECK(!registered(one, others[i], false));
        CHECK(!registered(one, others[i], true));
    }
}

static void the_port_of_a_loopback_address_is_free_for_native_apps(void)
{
    CHECK(registered("http://127.0.0.1/cb", "http://127.0.0.1:4711/cb", true));
    CHECK(registered("http://127.0.0.1:80/cb", "http://127.0.0.1:4711/cb", true));
    CHECK(registered("http://127.0.0.1:80/cb", "http://127.0.0.1/cb", true));
    CHECK(registered("http://[::1]/cb", "http://[::1]:1/cb", true));
    CHECK(registered("http://127.0.0.1", "http://127.0.0.1:4711", true));
    CHECK(registered("http://127.0.0.1?x=1", "http://127.0.0.1:4711?x=1", true));

    CHECK(!registered("http://127.0.0.1/cb", "http://127.0.0.1:4711/cb", false));
    CHECK(!registered("http://127.0.0.1/cb", "http://127.0.0.1:4711/cb?x=1", true));
    CHECK(!registered("http://127.0.0.1/cb", "http://127.0.0.1:4711/other", true));
    CHECK(!registered("http://127.0.0.1/cb", "https://127.0.0.1:4711/cb", true));
    CHECK(!registered("http://127.0.0.1/cb", "http://[::1]:4711/cb", true));
    CHECK(!registered("http://127.0.0.1/cb", "http://127.0.0.1:0/cb", true));
    CHECK(!registered("http://127.0.0.1/cb", "http://127.0.0.1:/cb", true));
    CHECK(!registered("http://127.0.0.1/cb", "http://127.0.0.1:99999/cb", true));
    CHECK(!registered("http://127.0.0.1/cb", "http://127.0.0.1:80@evil.example/cb", true));
    CHECK(!registered("http://127.0.0.1/cb", "http://127.0.0.1.evil.example/cb", true));
    CHECK(!registered("http://localhost/cb", "http://localhost:4711/cb", true));
    CHECK(!registered("https://127.0.0.1/cb", "https://127.0.0.1:4711/cb", true));
}

static void any_of_several_will_do(void)
{
    static const char *const uris[] = {"https://a.example/", "https://b.example/"};
    const struct strs two = {uris, 2}, none = {NULL, 0};

    CHECK(redirect_uri_registered(&two, "https://b.example/", false));
    CHECK(!redirect_uri_registered(&two, "https://c.example/", false));
    CHECK(!redirect_uri_registered(&two, "https://a.example/ https://b.example/", false));
    CHECK(!redirect_uri_registered(&none, "https://a.example/", true));
}

static void only_https_is_beyond_contest(void)
{
    CHECK(!redirect_uri_is_contested("https://app.example/"));
    CHECK(redirect_uri_is_contested("http://127.0.0.1/"));
    CHECK(redirect_uri_is_contested("http://localhost/"));
    CHECK(redirect_uri_is_contested("com.example.app:/"));
}

static void a_dialect_may_have_schemes_without_a_dot(void)
{
    static const char *const fine[] = {"tachi-desktop:callback", "tachi-a1:/x?y=1",
                                       "https://app.example/", "com.example.app:/back"};
    static const char *const bad[] = {"tachi:callback",      "tachi-:callback", "tachi-A:callback",
                                      "tachi-a.b:x y",       "tachi-a:x#y",     "tachi-a:x?code=1",
                                      "javascript:alert(1)", "other-a:callback"};

    for (size_t i = 0; i < ARRAY_LEN(fine); i++)
        CHECK_INT(redirect_uri_judge_with(fine[i], "tachi-"), REDIRECT_FINE);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        CHECK(redirect_uri_judge_with(bad[i], "tachi-"));
    CHECK(redirect_uri_judge_with(fine[0], NULL));
}

int main(void)
{
    return check_run((struct check[]){
        CASE(these_may_be_registered),
        CASE(one_that_leads_elsewhere_may_not),
        CASE(one_that_is_malformed_or_no_web_address_may_not),
        CASE(what_an_answer_brings_cannot_be_there_before),
        CASE(a_page_is_on_the_web),
        CASE(comparison_is_byte_by_byte),
        CASE(the_port_of_a_loopback_address_is_free_for_native_apps),
        CASE(any_of_several_will_do),
        CASE(only_https_is_beyond_contest),
        CASE(a_dialect_may_have_schemes_without_a_dot),
        {0},
    });
}
