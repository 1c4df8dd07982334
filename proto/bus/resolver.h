/*
 * resolver - the addresses behind names, looked up again every second by a thread of its own,
 * so that a slow name server holds up nothing.
 *
 * A name that cannot be resolved for a while keeps its last addresses.
 */
#ifndef BUS_RESOLVER_H
#define BUS_RESOLVER_H
#include "arena.h"

struct addresses {
    const char **v; /* "tcp://10.0.0.7:7301", "ipc://bus/usersvc.0.sock" */
    size_t n;
};

struct resolver;

/* places: "host:port", "[::1]:7301"; NULL ones are skipped; borrowed.  ERR_CONFIG: one has not
 * that form, logged. */
enum err resolver_open(const char *const *places, size_t n, struct resolver **out) MUST_CHECK;
void resolver_close(struct resolver **self); /* NULL is fine; waits for a lookup under way */

/* What is known of places[index]; copied into mem. */
void resolver_addresses(struct resolver *self, size_t index, struct arena *mem,
                        struct addresses *out);

#endif
