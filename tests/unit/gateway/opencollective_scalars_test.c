#include "check.h"
#include "dialects/opencollective/opencollective_scalars.h"
#include <string.h>

static const char *url(const char *text)
{
    const char *why = NULL;
    const char *out = oc_url_accept(check_mem(), text, &why);

    CHECK(!out == (why != NULL));
    return out ? out : "none";
}

/* What browsers make of them. */
static void addresses_become_what_browsers_write(void)
{
    static const struct {
        const char *text, *is;
    } cases[] = {
        {"https://x.org", "https://x.org/"},
        {"https://x.org/", "https://x.org/"},
        {"HTTPS://X.Org/A", "https://x.org/A"},
        {"  https://x.org/a\t\n ", "https://x.org/a"},
        {"https://x.org:443/a", "https://x.org/a"},
        {"http://x.org:80", "http://x.org/"},
        {"https://x.org:80", "https://x.org:80/"},
        {"https://x.org:0080/", "https://x.org:80/"},
        {"https://x.org:/", "https://x.org/"},
        {"https://x.org/a/../b/./c", "https://x.org/b/c"},
        {"https://x.org/a/..", "https://x.org/"},
        {"https://x.org/a/b/..", "https://x.org/a/"},
        {"https://x.org/a/.", "https://x.org/a/"},
        {"https://x.org/../../a", "https://x.org/a"},
        {"https://x.org/a/%2e%2E/b", "https://x.org/b"},
        {"https://x.org/a/.%2e/b", "https://x.org/b"},
        {"https://x.org/a//b/", "https://x.org/a//b/"},
        {"https://x.org/a/...", "https://x.org/a/..."},
        {"https:x.org", "https://x.org/"},
        {"https:///x.org", "https://x.org/"},
        {"https:\\\\x.org\\a", "https://x.org/a"},
        {"https://x.org/a b", "https://x.org/a%20b"},
        {"https://x.org/\xc3\xa9", "https://x.org/%C3%A9"},
        {"https://x.org/`{}\"<>", "https://x.org/%60%7B%7D%22%3C%3E"},
        {"https://x.org?a=b c&d='e'", "https://x.org/?a=b%20c&d=%27e%27"},
        {"https://x.org?", "https://x.org/?"},
        {"https://x.org/?a#b c", "https://x.org/?a#b%20c"},
        {"http://[::1]:8080/cb", "http://[::1]:8080/cb"},
        {"http://127.0.0.1:3000", "http://127.0.0.1:3000/"},
        {"com.opencollective.dev:/callback", "com.opencollective.dev:/callback"},
        {"com.example:/a/../b", "com.example:/b"},
        {"com.example://callback", "com.example://callback"},
        {"Com.Example:x", "com.example:x"},
        {"https://a.b/c?d=%41", "https://a.b/c?d=%41"},
        {"", "none"},
        {"x.org", "none"},
        {"//x.org", "none"},
        {"https://", "none"},
        {"https:///", "none"},
        {"https://x.org:99999", "none"},
        {"https://x.org:a/", "none"},
        {"https://a b/", "none"},
        {"https://a%41/", "none"},
        {"https://user@x.org/", "none"},
        {"https://\xc3\xa9.org/", "none"},
        {"1https://x.org", "none"},
        {":x", "none"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(url(cases[i].text), cases[i].is);
}

static int64_t moment(const char *text)
{
    int64_t ms = -1;

    return oc_date_ms(text, &ms) ? ms : -1;
}

static void moments_are_read(void)
{
    static const struct {
        const char *text;
        int64_t is;
    } cases[] = {
        {"1970-01-01", 0},
        {"2026-11-21", INT64_C(1795219200000)},
        {"2026-11-21T15:04:05Z", INT64_C(1795273445000)},
        {"2026-11-21T15:04:05.678Z", INT64_C(1795273445678)},
        {"2026-11-21T15:04:05.6Z", INT64_C(1795273445600)},
        {"2026-11-21T15:04:05.678901Z", INT64_C(1795273445678)},
        {"2026-11-21T15:04Z", INT64_C(1795273440000)},
        {"2026-11-21 15:04:05+01:00", INT64_C(1795269845000)},
        {"2026-11-21T15:04:05-0530", INT64_C(1795293245000)},
        {"2028-02-29", INT64_C(1835395200000)},
    };
    static const char *const none[] = {
        "",
        "today",
        "2026",
        "2026-11",
        "2026-13-01",
        "2026-02-29",
        "2026-04-31",
        "1969-12-31",
        "2026-11-21T",
        "2026-11-21T15",
        "2026-1-1",
        "2026-11-21x",
        "2026-11-21T25:00Z",
        "2026-11-21T15:60Z",
        "2026-11-21T15:04",
        "2026-11-21T15:04:05.Z",
        "2026-11-21T15:04:61Z",
        "2026-11-21T15:04:05+25:00",
        "1795273445",
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_INT(moment(cases[i].text), cases[i].is);
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        const char *why = NULL;
        CHECK_INT(moment(none[i]), -1);
        CHECK_STR(oc_date_accept(check_mem(), none[i], &why), NULL);
        CHECK_HAS(why, "ISO 8601");
    }
}

int main(void)
{
    return check_run((struct check[]){
        CASE(addresses_become_what_browsers_write),
        CASE(moments_are_read),
        {0},
    });
}
