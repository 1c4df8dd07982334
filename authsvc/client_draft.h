/*
 * client_draft - a new client with the defaults of its kind, before anybody judged or stored it.
 */
#ifndef AUTHSVC_CLIENT_DRAFT_H
#define AUTHSVC_CLIENT_DRAFT_H
#include "call.h"
#include "messages.h"

/* Its first dialect gives the id its shape. */
struct client client_draft(struct call *c, const struct client_add_request *q);

#endif
