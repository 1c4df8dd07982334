#include "check.h"
#include "origin.h"

static void forms_are_taken_from_our_own_pages(void)
{
    static const struct {
        const char *origin, *site;
        bool allowed;
    } cases[] = {
        {"https://id.example", NULL, true},
        {"https://id.example", "same-origin", true},
        {NULL, NULL, true}, /* an old client: no browser leaves both out for another site */
        {NULL, "same-origin", false},
        {NULL, "none", false},
        {NULL, "cross-site", false},
        {"null", NULL, false},
        {"null", "same-origin", false},
        {"", NULL, false},
        {"https://id.example:443", NULL, false},
        {"https://id.example/", NULL, false},
        {"HTTPS://id.example", NULL, false},
        {"http://id.example", NULL, false},
        {"https://id.example.evil.example", NULL, false},
        {"https://evil.example", NULL, false},
        {"https://a.id.example", "same-site", false},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_INT(origin_allowed("https://id.example", cases[i].origin, cases[i].site),
                  cases[i].allowed);
}

static void a_policy_names_the_origin_of_an_address(void)
{
    static const struct {
        const char *uri, *source;
    } cases[] = {
        {"https://app.example/cb?a=b", "https://app.example"},
        {"https://app.example:8443/cb", "https://app.example:8443"},
        {"https://app.example", "https://app.example"},
        {"http://127.0.0.1:9000/cb", "http://127.0.0.1:9000"},
        {"http://[::1]:9000/cb", "http:"}, /* a policy has no words for it */
        {"com.example.app:/cb", "com.example.app:"},
        {"com.example.app://x/cb", "com.example.app:"},
        {"https://app.example;script-src *", NULL},
        {"https://app.example script-src", NULL},
        {"https://*", NULL},
        {"https://", NULL},
        {"https:app", NULL},
        {"/cb", NULL},
        {"", NULL},
        {"a;b:c", NULL},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(origin_source(check_mem(), cases[i].uri), cases[i].source);
}

static void a_form_may_lead_to_the_app_and_on_from_there(void)
{
    CHECK_STR(origin_chain(check_mem(), "https://app.example/cb"), "https:");
    CHECK_STR(origin_chain(check_mem(), "http://127.0.0.1:9000/cb"), "https: http:");
    CHECK_STR(origin_chain(check_mem(), "com.example.app:/cb"), "https: com.example.app:");
    CHECK_STR(origin_chain(check_mem(), "a;b:c"), NULL);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(forms_are_taken_from_our_own_pages),
        CASE(a_policy_names_the_origin_of_an_address),
        CASE(a_form_may_lead_to_the_app_and_on_from_there),
        {NULL, NULL},
    });
}
