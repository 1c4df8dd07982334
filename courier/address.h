/*
 * address - which addresses a stranger may make us connect to.
 *
 * Those of the public internet.  Not this machine, not the networks around it,
 * not what clouds answer metadata at, not what leads to any of these in other
 * clothes (IPv4 inside IPv6); of IPv6 only what has been given out as unicast.
 * Source: IANA's registries of special-purpose addresses (RFC 6890).
 */
#ifndef COURIER_ADDRESS_H
#define COURIER_ADDRESS_H
#include "arena.h"
#include <sys/socket.h>

enum { ADDRESSES_MAX = 16 };

struct addresses {
    struct sockaddr_storage v[ADDRESSES_MAX];
    size_t n;
};

bool address_public(const struct sockaddr *address);
bool address_same(const struct sockaddr *a, const struct sockaddr *b); /* ports do not count */
const char *address_text(struct arena *mem, const struct sockaddr *address);

/* Is it one of those in the list, "127.0.0.1,::1"?  NULL: none. */
bool address_listed(const char *list, const struct sockaddr *address);

/* NULL, or the part of the list that is no address. */
const char *address_list_fault(struct arena *mem, const char *list);

/* Adds an address that is written as text; false: it is none, or there is no room. */
bool addresses_add(struct addresses *self, const char *text);

/* By the resolver of the system.  ERR_NOT_FOUND: the name has no address, or the resolver none. */
enum err addresses_of(void *unused, const char *host, struct addresses *out) MUST_CHECK;

#endif
