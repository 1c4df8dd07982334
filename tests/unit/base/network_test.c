#include "check.h"
#include "network.h"

static const char *of(const char *address)
{
    return network_of(check_mem(), address);
}

static void an_ipv4_address_stands_alone(void)
{
    CHECK_STR(of("192.0.2.1"), "192.0.2.1");
    CHECK_STR(of("::ffff:192.0.2.1"), "192.0.2.1");
    CHECK_STR(of("::FFFF:c000:0201"), "192.0.2.1");
}

static void a_subscriber_has_a_whole_64(void)
{
    CHECK_STR(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    CHECK_STR(of("2001:DB8:1:2::ffff"), "2001:db8:1:2::/64");
    CHECK_STR(of("2001:db8:1:3::"), "2001:db8:1:3::/64");
    CHECK_STR(of("::1"), "::/64");
}

static void what_is_no_address_stays(void)
{
    CHECK_STR(of(NULL), NULL);
    CHECK_STR(of(""), "");
    CHECK_STR(of("unix"), "unix");
    CHECK_STR(of("192.0.2.256"), "192.0.2.256");
    CHECK_STR(of("fe80::1%eth0"), "fe80::1%eth0");
}

int main(void)
{
    return check_run((struct check[]){
        CASE(an_ipv4_address_stands_alone),
        CASE(a_subscriber_has_a_whole_64),
        CASE(what_is_no_address_stays),
        {0},
    });
}
