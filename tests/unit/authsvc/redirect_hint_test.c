/* redirect_hint_test - how a redirect URI misses those that are registered. */
#include "check.h"
#include "redirect_hint.h"

#define APP "https://app.example/callback"
#define QUERY "https://app.example:8443/cb?kind=a"
#define NATIVE "com.example.app:/oauth"

static void the_reason_is_precise(void)
{
    static const char *const registered[] = {APP, QUERY, NATIVE, "https://bare.example"};
    static const struct strs all = {registered, ARRAY_LEN(registered)};
    static const struct {
        const char *asked;
        enum mishap mishap;
        const char *nearest;
    } cases[] = {
        {APP "/", MISHAP_redirect_slash, APP},
        {"https://bare.example/", MISHAP_redirect_slash, "https://bare.example"},
        {"http://app.example/callback", MISHAP_redirect_scheme, APP},
        {"https://www.app.example/callback", MISHAP_redirect_host, APP},
        {"https://app.example:443/callback", MISHAP_redirect_port, APP},
        {"https://app.example/back", MISHAP_redirect_path, APP},
        {"https://app.example/callback//", MISHAP_redirect_path, APP},
        {APP "?a=b", MISHAP_redirect_query, APP},
        {"https://app.example:8443/cb?kind=b", MISHAP_redirect_query, QUERY},
        {"https://app.example:8443/cb/?kind=a", MISHAP_redirect_slash, QUERY},
        {"https://app.example/CallBack", MISHAP_redirect_case, APP},
        {"HTTPS://APP.example/callback", MISHAP_redirect_case, APP},
        {"com.example.app:/oauth/", MISHAP_redirect_slash, NATIVE},
        {"com.example.other:/oauth", MISHAP_redirect_scheme, NATIVE},
        {"http://other.example/callback", MISHAP_redirect_other, NULL},
        {"nonsense", MISHAP_redirect_other, NULL},
        {"", MISHAP_redirect_other, NULL},
        {"://", MISHAP_redirect_other, NULL},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct redirect_hint hint = redirect_hint(&all, cases[i].asked);
        CHECK_STR(mishap_name(hint.mishap), mishap_name(cases[i].mishap));
        CHECK_STR(hint.nearest, cases[i].nearest);
    }
}

static void without_any_there_is_none_near(void)
{
    static const struct strs none;
    const struct redirect_hint hint = redirect_hint(&none, APP);

    CHECK_STR(mishap_name(hint.mishap), "redirect_none");
    CHECK_STR(hint.nearest, NULL);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(the_reason_is_precise),
        CASE(without_any_there_is_none_near),
        {0},
    });
}
