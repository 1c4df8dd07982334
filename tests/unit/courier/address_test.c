/* address_test - which addresses are public: both edges of each range that is not. */
#include "address.h"
#include "check.h"
#include <string.h>

static const struct sockaddr *of(const char *text)
{
    struct addresses *one = ARENA_NEW(check_mem(), addresses);

    if (!addresses_add(one, text))
        check_failed(__FILE__, __LINE__, "%s is no address", text);
    return (const void *)&one->v[0];
}

static void these_are_not_public(void)
{
    static const char *const closed[] = {
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "168.63.129.16",
        "169.254.0.0",
        "169.254.169.254",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.0",
        "192.168.255.255",
        "198.18.0.0",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.255",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:1ff:ffff::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "3fff:fff::1",
        "4000::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    };

    for (size_t i = 0; i < ARRAY_LEN(closed); i++) {
        if (address_public(of(closed[i])))
            check_failed(__FILE__, __LINE__, "%s is taken for public", closed[i]);
    }
}

static void these_are(void)
{
    static const char *const open[] = {
        "1.0.0.0",        "9.255.255.255",   "11.0.0.0",
        "100.63.255.255", "100.128.0.0",     "126.255.255.255",
        "128.0.0.0",      "168.63.129.15",   "169.253.255.255",
        "169.255.0.0",    "172.15.255.255",  "172.32.0.0",
        "192.0.1.0",      "192.167.255.255", "192.169.0.0",
        "198.17.255.255", "198.20.0.0",      "223.255.255.255",
        "8.8.8.8",        "2001:200::1",     "2001:4860:4860::8888",
        "2003::1",        "2606:4700::1",    "3ffe::1",
        "3fff:1000::1",
    };

    for (size_t i = 0; i < ARRAY_LEN(open); i++) {
        if (!address_public(of(open[i])))
            check_failed(__FILE__, __LINE__, "%s is taken for closed", open[i]);
    }
}

static void what_is_no_internet_address_is_not_public(void)
{
    const struct sockaddr local = {.sa_family = AF_UNIX};

    CHECK(!address_public(&local));
}

static void lists_name_addresses(void)
{
    const char *list = "127.0.0.1, ::1,10.1.2.3";

    CHECK(address_listed(list, of("127.0.0.1")));
    CHECK(address_listed(list, of("::1")));
    CHECK(address_listed(list, of("10.1.2.3")));
    CHECK(!address_listed(list, of("127.0.0.2")));
    CHECK(!address_listed(list, of("::ffff:127.0.0.1")));
    CHECK(!address_listed(NULL, of("127.0.0.1")));
    CHECK_STR(address_list_fault(check_mem(), list), NULL);
    CHECK_STR(address_list_fault(check_mem(), "::1, localhost"), "localhost");
    CHECK_STR(address_list_fault(check_mem(), NULL), NULL);
}

static void the_systems_resolver_knows_literals(void)
{
    struct addresses found;

    CHECK_OK(addresses_of(NULL, "127.0.0.1", &found));
    CHECK_INT(found.n, 1);
    CHECK_STR(address_text(check_mem(), (const void *)&found.v[0]), "127.0.0.1");
    CHECK_ERR(addresses_of(NULL, "name.invalid", &found), ERR_NOT_FOUND);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(these_are_not_public),
        CASE(these_are),
        CASE(what_is_no_internet_address_is_not_public),
        CASE(lists_name_addresses),
        CASE(the_systems_resolver_knows_literals),
        {0},
    });
}
