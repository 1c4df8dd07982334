/*
 * network - whose neighbour an address is.
 *
 * What is counted by address is counted by what one subscriber has: an IPv4
 * address, or the /64 of an IPv6 address, in which anybody can have as many
 * addresses as they like.
 * Source: RFC 4291 2.5.4 and 2.5.5.2, RFC 6177 2.
 */
#ifndef BASE_NETWORK_H
#define BASE_NETWORK_H
#include "arena.h"

/* "192.0.2.1", also for ::ffff:192.0.2.1; "2001:db8::/64".  What is no address comes back as it
 * is, NULL too. */
const char *network_of(struct arena *mem, const char *address);

#endif
