#include "network.h"
#include <arpa/inet.h>
#include <string.h>

const char *network_of(struct arena *mem, const char *address)
{
    struct in6_addr ip;
    char text[INET6_ADDRSTRLEN];

    if (!address || inet_pton(AF_INET6, address, &ip) != 1)
        return address;
    if (IN6_IS_ADDR_V4MAPPED(&ip))
        return arena_strdup(mem, inet_ntop(AF_INET, ip.s6_addr + 12, text, sizeof text));
    memset(ip.s6_addr + 8, 0, 8);
    return arena_printf(mem, "%s/64", inet_ntop(AF_INET6, &ip, text, sizeof text));
}
