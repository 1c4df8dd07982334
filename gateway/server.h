/*
 * server - civetweb: its settings, its threads, and what it calls for each connection and request.
 */
#ifndef GATEWAY_SERVER_H
#define GATEWAY_SERVER_H
#include "gateway.h"

/* ERR_CONFIG: an address cannot be listened on; logged. */
enum err server_start(struct gateway *gw) MUST_CHECK;
void server_stop(struct gateway *gw); /* also when it never started */
int server_port(const struct gateway *gw);

#endif
