/*
 * client_draft - a new client with the defaults of its kind, before anybody judged or stored it.
 */
#ifndef AUTHSVC_CLIENT_DRAFT_H
#define AUTHSVC_CLIENT_DRAFT_H
#include "call.h"
#include "messages.h"

/* How long what is issued to a client lives, in seconds. */
struct client_lives {
    int64_t access;      /* an access token */
    int64_t idle, whole; /* a family: without use, and in all */
};
struct client_lives client_lives_usual(struct arena *mem, const char *dialects); /* as words */
struct client_lives client_lives_of(const struct client *client);

/* Its first dialect gives the id its shape. */
struct client client_draft(struct call *c, const struct client_add_request *q);

#endif
