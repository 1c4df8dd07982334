/*
 * discover - the sockets of a service's replicas on this machine.
 */
#ifndef BUS_DISCOVER_H
#define BUS_DISCOVER_H
#include "resolver.h"

/* bus/<service>.<n>.sock, whether somebody listens there or not. */
void discover_sockets(const char *service, struct arena *mem, struct addresses *out);

#endif
