/*
 * server - civetweb: its settings, its threads, and what it calls for each connection and request.
 */
#ifndef GATEWAY_SERVER_H
#define GATEWAY_SERVER_H
#include "gateway.h"

/* ERR_CONFIG: an address cannot be listened on; logged. */
enum err server_start(struct gateway *gw) MUST_CHECK;
void server_stop(struct gateway *gw); /* also when it never started */

enum { SERVER_PORTS_MAX = 8 };
size_t server_ports(const struct gateway *gw, int ports[SERVER_PORTS_MAX]); /* how many */

#endif
