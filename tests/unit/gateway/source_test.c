#include "check.h"
#include "source.h"

static const struct proxies *proxies_of(const char *text)
{
    const struct proxies *out = NULL;
    const char *why = NULL;

    CHECK_OK(source_proxies(check_mem(), text, &out, &why));
    return out;
}

static void networks_hold_their_addresses(void)
{
    static const struct {
        const char *list, *address;
        bool in;
    } cases[] = {
        {"", "127.0.0.1", false},
        {NULL, "127.0.0.1", false},
        {"10.0.0.1", "10.0.0.1", true},
        {"10.0.0.1", "10.0.0.2", false},
        {"10.0.0.0/8", "10.255.0.1", true},
        {"10.0.0.0/8", "11.0.0.1", false},
        {"10.0.0.0/9", "10.127.0.1", true},
        {"10.0.0.0/9", "10.128.0.1", false},
        {"0.0.0.0/0", "203.0.113.9", true},
        {"0.0.0.0/0", "2001:db8::1", false},
        {"192.0.2.1, 10.0.0.0/8", "10.1.1.1", true},
        {"192.0.2.1 10.0.0.0/8", "192.0.2.1", true},
        {"2001:db8::/32", "2001:db8:1::1", true},
        {"2001:db8::/32", "2001:db9::1", false},
        {"10.0.0.0/8", "::ffff:10.0.0.1", true},
        {"10.0.0.0/8", "unknown", false},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_INT(source_is_proxy(proxies_of(cases[i].list), cases[i].address), cases[i].in);
}

static void what_is_no_network_is_named(void)
{
    static const char *const bad[] = {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/",
                                      "10",        "::1/129",     "10.0.0.0/8/8"};

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        const struct proxies *out = NULL;
        const char *why = NULL;
        const char *list = arena_printf(check_mem(), "10.0.0.1,%s", bad[i]);
        CHECK_ERR(source_proxies(check_mem(), list, &out, &why), ERR_CONFIG);
        CHECK_STR(why,
                  arena_printf(check_mem(), "\"%s\" is neither an address nor a network", bad[i]));
    }
}

static void forwarded_headers_are_believed_from_proxies_only(void)
{
    static const struct {
        bool secure;
        const char *peer, *xff, *proto, *fhost;
        const char *address, *host; /* address NULL: refused */
    } cases[] = {
        /* a stranger may write what it likes */
        {false, "203.0.113.9", "1.2.3.4", NULL, "evil.example", "203.0.113.9", "id.example"},
        /* a proxy tells who asked */
        {false, "10.0.0.1", "1.2.3.4", NULL, NULL, "1.2.3.4", "id.example"},
        {false, "10.0.0.1", "6.6.6.6, 1.2.3.4", NULL, NULL, "1.2.3.4", "id.example"},
        {false, "10.0.0.1", "6.6.6.6,1.2.3.4,10.0.0.7", NULL, NULL, "1.2.3.4", "id.example"},
        {false, "10.0.0.1", "1.2.3.4, 10.0.0.7 ", NULL, NULL, "1.2.3.4", "id.example"},
        {false, "10.0.0.1", "10.0.0.9", NULL, NULL, "10.0.0.9", "id.example"},
        {false, "10.0.0.1", "1.2.3.4, nonsense", NULL, NULL, "10.0.0.1", "id.example"},
        {false, "10.0.0.1", "1.2.3.4, nonsense, 10.0.0.7", NULL, NULL, "10.0.0.7", "id.example"},
        {false, "10.0.0.1", "1.2.3.4,", NULL, NULL, "10.0.0.1", "id.example"},
        {false, "10.0.0.1", "", NULL, NULL, "10.0.0.1", "id.example"},
        {false, "10.0.0.1", NULL, NULL, NULL, "10.0.0.1", "id.example"},
        {false, "10.0.0.1", "2001:db8::5", NULL, NULL, "2001:db8::5", "id.example"},
        {false, "10.0.0.1", NULL, NULL, "public.example", "10.0.0.1", "public.example"},
        /* https has to be spoken by someone */
        {true, "10.0.0.1", "1.2.3.4", "https", NULL, "1.2.3.4", "id.example"},
        {true, "10.0.0.1", "1.2.3.4", "HTTPS", NULL, "1.2.3.4", "id.example"},
        {true, "10.0.0.1", "1.2.3.4", NULL, NULL, "1.2.3.4", "id.example"},
        {true, "10.0.0.1", "1.2.3.4", "http", NULL, NULL, NULL},
        {true, "127.0.0.1", NULL, NULL, NULL, "127.0.0.1", "id.example"},
        {true, "203.0.113.9", NULL, "https", NULL, NULL, NULL},
    };

    const struct proxies *proxies = proxies_of("10.0.0.0/8");
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct source out = {0};
        enum err e = source_judge(
            check_mem(), proxies, cases[i].secure, cases[i].peer,
            &(struct source_headers){cases[i].xff, cases[i].fhost, cases[i].proto, "id.example"},
            &out);
        CHECK_ERR(e, cases[i].address ? OK : ERR_MISDIRECTED);
        CHECK_STR(out.address, cases[i].address);
        CHECK_STR(out.host, cases[i].host);
    }
}

int main(void)
{
    return check_run((struct check[]){
        CASE(networks_hold_their_addresses),
        CASE(what_is_no_network_is_named),
        CASE(forwarded_headers_are_believed_from_proxies_only),
        {NULL, NULL},
    });
}
