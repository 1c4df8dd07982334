#include "check.h"
#include "issuer.h"

static void an_issuer_is_an_origin(void)
{
    static const struct {
        const char *url, *authority; /* NULL: refused */
    } cases[] = {
        {"https://id.example", "id.example"},
        {"https://id.example:8443", "id.example:8443"},
        {"https://192.0.2.1", "192.0.2.1"},
        {"https://[2001:db8::1]:8443", "[2001:db8::1]:8443"},
        {"https://xn--bcher-kva.example", "xn--bcher-kva.example"},
        {"http://localhost:8080", "localhost:8080"},
        {"http://localhost", "localhost"},
        {"http://127.0.0.1:8080", "127.0.0.1:8080"},
        {"http://[::1]:8080", "[::1]:8080"},
        {NULL, NULL},
        {"", NULL},
        {"id.example", NULL},
        {"ftp://id.example", NULL},
        {"HTTPS://id.example", NULL},
        {"https://", NULL},
        {"https://:8443", NULL},
        {"https://Id.example", NULL},
        {"https://bücher.example", NULL},
        {"https://id.example/", NULL},
        {"https://id.example/path", NULL},
        {"https://id.example?a", NULL},
        {"https://id.example#a", NULL},
        {"https://user@id.example", NULL},
        {"https://id.example:443", NULL},
        {"http://localhost:80", NULL},
        {"https://id.example:0", NULL},
        {"https://id.example:08443", NULL},
        {"https://id.example:70000", NULL},
        {"https://id.example:-1", NULL},
        {"https://id.example:", NULL},
        {"https://[::1", NULL},
        {"https://id example", NULL},
        {"http://id.example", NULL}, /* http is for this machine */
        {"http://localhost.example:8080", NULL},
        {"http://127.0.0.2:8080", NULL},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct issuer out = {0};
        const char *why = NULL;
        enum err e = issuer_parse(check_mem(), cases[i].url, &out, &why);
        CHECK_ERR(e, cases[i].authority ? OK : ERR_CONFIG);
        CHECK(e == OK || why);
        CHECK_STR(out.authority, cases[i].authority);
        CHECK_STR(out.url, cases[i].authority ? cases[i].url : NULL);
    }
}

static bool serves(const char *url, const char *host)
{
    struct issuer issuer;
    const char *why = NULL;

    CHECK_OK(issuer_parse(check_mem(), url, &issuer, &why));
    return issuer_serves(&issuer, host);
}

static void only_its_own_host_is_served(void)
{
    CHECK(serves("https://id.example", "id.example"));
    CHECK(serves("https://id.example", "ID.Example"));
    CHECK(serves("https://id.example", "id.example:443"));
    CHECK(serves("https://id.example:8443", "id.example:8443"));
    CHECK(serves("http://localhost", "localhost:80"));
    CHECK(!serves("https://id.example", "id.example:80"));
    CHECK(!serves("https://id.example", "id.example:8443"));
    CHECK(!serves("https://id.example", "id.example."));
    CHECK(!serves("https://id.example", "id.example.evil.example"));
    CHECK(!serves("https://id.example", "evil.example"));
    CHECK(!serves("https://id.example", "id.exampl"));
    CHECK(!serves("https://id.example", ""));
    CHECK(!serves("https://id.example:8443", "id.example"));
    CHECK(!serves("https://id.example:8443", "id.example:8443:443"));
    CHECK(!serves("http://localhost:8080", "127.0.0.1:8080"));
}

int main(void)
{
    return check_run((struct check[]){
        CASE(an_issuer_is_an_origin),
        CASE(only_its_own_host_is_served),
        {NULL, NULL},
    });
}
